"""What would change for residents: golden questions asked of two versions of the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge import Knowledge
from bot.library import Library
from bot.search import Finder


@dataclass(frozen=True)
class Outcome:
    """What a question gets: sure, maybe or none, and the entries shown, best first."""

    outcome: str
    shown: tuple[str, ...]

    def __str__(self) -> str:
        said = {"sure": "直接回答", "maybe": "请居民选", "none": "答不了"}[self.outcome]
        return said + ("：" + "、".join(self.shown[:3]) if self.shown else "")


@dataclass(frozen=True)
class Change:
    question: str
    before: Outcome
    after: Outcome


def outcome(finder: Finder, question: str) -> Outcome:
    match = finder.match(question)
    shown = tuple(c.entry.id for c in match.candidates)
    return Outcome(match.outcome, shown[:1] if match.outcome == "sure" else shown)


def golden_questions(knowledge: Knowledge) -> list[str]:
    """The first phrase of every answer: what must still be found after a change."""
    return [a.phrases[0] for a in knowledge.answers.values()]


def changes(before: Path, after: Path, questions: list[str]) -> list[Change]:
    """The golden and given questions that get another answer. Raises KnowledgeError when one of the folders can't be used."""
    old, new = Library(before).snapshot, Library(after).snapshot
    asked = dict.fromkeys((*questions, *golden_questions(old.knowledge)))
    found = ((q, outcome(old.finder, q), outcome(new.finder, q)) for q in asked)
    return [Change(q, a, b) for q, a, b in found if (a.outcome, a.shown[:1]) != (b.outcome, b.shown[:1])]
