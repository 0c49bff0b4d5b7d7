"""The statute library: imported texts of law, found by citation, by words and by a layperson's story."""

from bot.search.statutes.library import Article, StatuteLibrary

__all__ = ["Article", "StatuteLibrary"]
