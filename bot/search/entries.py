"""What can be found: every entry of the knowledge base, of whatever kind, with the words it is found by. One scale for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.knowledge import Knowledge
from bot.knowledge.model import Answer
from bot.text.normalize import normalize_all

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
    english: tuple[str, ...] = ()  # the answer in English, its title first: found by its words alone, see Analyzer.latin_coded


def entries_of(knowledge: Knowledge) -> Iterator[Entry]:
    """Answers first, then the articles of the guides, then what is none of ours. (Wizards, forms and places are found by name: see names.py.)"""
    entries = tuple(_as_written(knowledge))
    said = normalize_all(text for e in entries for texts in (e.phrases, e.words, e.body, e.not_for, e.english) for text in texts)

    def normal(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, map(said.__getitem__, texts)))

    for e in entries:
        yield replace(
            e, phrases=normal(e.phrases), words=normal(e.words), body=normal(e.body), not_for=normal(e.not_for), english=normal(e.english)
        )  # fmt: skip


def _as_written(knowledge: Knowledge) -> Iterator[Entry]:
    for answer in knowledge.answers.values():
        english = _english(answer)
        yield Entry(
            "answers", answer.id, (*answer.phrases, answer.title, *english[:1]), (answer.title, *answer.keywords),
            (answer.summary, *answer.steps, *answer.notes), answer.topic, answer.service, answer.not_for,
            tuple(c.key for c in answer.basis), english,
        )  # fmt: skip
    for guide in knowledge.guides:
        for article in guide.articles:
            yield Entry(
                "articles", f"{guide.law} {article.article}", article.asks, (guide.law,), (article.gist,),
                article.topic or guide.topic, "statutes", statutes=((guide.law, article.article),),
            )  # fmt: skip
    for matter in knowledge.elsewhere:
        yield Entry("elsewhere", matter.id, matter.phrases, (matter.name,), (), None, "other")


def _english(answer: Answer) -> tuple[str, ...]:
    return (answer.en.title, answer.en.summary, *answer.en.steps) if answer.en else ()
