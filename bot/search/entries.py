"""What can be found: every entry of the knowledge base, of whatever kind, with the words it is found by. One scale for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.knowledge import Knowledge
from bot.knowledge.model import Answer
from bot.text.normalize import normalize

Kind = Literal["answers", "articles", "elsewhere"]


@dataclass(frozen=True)
class Entry:
    """`phrases` are whole questions; `words` names and keywords; `body` what it says. All normalised.

    For articles `id` is "LAW ARTICLE". `topic` and `service` are evidence for the ranking."""

    kind: Kind
    id: str
    phrases: tuple[str, ...]
    words: tuple[str, ...]
    body: tuple[str, ...]
    topic: str | None
    service: str
    not_for: tuple[str, ...] = ()
    statutes: tuple[tuple[str, str], ...] = ()


def entries_of(knowledge: Knowledge) -> Iterator[Entry]:
    """Answers first, then the articles of the guides, then what is none of ours. (Wizards, forms and places are found by name: see names.py.)"""
    for answer in knowledge.answers.values():
        yield Entry(
            "answers", answer.id, _normal((*answer.phrases, answer.title)), _normal((answer.title, *answer.keywords)),
            _normal((answer.summary, *answer.steps, *answer.notes, *_english(answer))), answer.topic, answer.service, _normal(answer.not_for),
            tuple(c.key for c in answer.basis),
        )  # fmt: skip
    for guide in knowledge.guides:
        for article in guide.articles:
            yield Entry(
                "articles", f"{guide.law} {article.article}", _normal(article.asks), (normalize(guide.law),), _normal((article.gist,)),
                article.topic or guide.topic, "statutes", statutes=((guide.law, article.article),),
            )  # fmt: skip
    for matter in knowledge.elsewhere:
        yield Entry("elsewhere", matter.id, _normal(matter.phrases), _normal((matter.name,)), (), None, "other")


def _english(answer: Answer) -> tuple[str, ...]:
    return (answer.en.title, answer.en.title, answer.en.summary, *answer.en.steps) if answer.en else ()


def _normal(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(normalize, texts)))
