"""The staff's YAML folder → frozen, typed data with file and line of every value."""

from bot.knowledge.read import Knowledge, Origin, read_knowledge

__all__ = ["Knowledge", "Origin", "read_knowledge"]
