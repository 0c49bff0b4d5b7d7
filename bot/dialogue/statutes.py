"""Statutes in the conversation: cited ones, ones found by a story, and reading one. Without an import the guides answer, and say so."""

from __future__ import annotations

from bot.answers.blocks import Notice, Reply, Text
from bot.answers.compose import law_choice
from bot.answers.wording import say, service_name
from bot.dialogue.turn import Turn


def cited(turn: Turn) -> Reply | None:
    """民法典第1043条 and the like."""
    return None


def by_story(turn: Turn) -> Reply | None:
    """Articles that may apply, when no answer was found; never `sure`."""
    return None


def home(turn: Turn, _: str) -> Reply:
    return turn.reply("statute", Text(text=service_name("statutes", turn.language), style="title"))


def open_article(turn: Turn, rest: str) -> Reply | None:
    """Read one article; here from the guides, in our own words."""
    for guide in turn.snapshot.knowledge.guides:
        for article in guide.articles:
            if law_choice(guide.law, article.article) == f"law:{rest}":
                return turn.reply(
                    "statute", Text(text=f"《{guide.law}》{article.article}", style="title"), Text(text=article.gist, style="lead"),
                    Notice(text=say("no_statutes", turn.language)), Notice(text=say("disclaimer", turn.language), role="disclaimer"),
                )  # fmt: skip
    return None
