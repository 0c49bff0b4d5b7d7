"""Why a question gets its answer, in words and figures for staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.library import Library

PARTS = {
    "phrase": "最像的一句问法", "second": "其他问法也像", "bag": "问法里的字词", "title": "标题和关键词", "body": "正文里的字词",
    "topic": "主题相符", "statute": "法条原文", "fuzzy": "字面和读音", "near": "几乎同一句", "role": "谁对谁、要不要", "not_for": "写明不归这条",
    "article": "只是法条",
}  # fmt: skip
OUTCOMES = {"sure": "直接回答", "maybe": "列出几条请居民选", "none": "答不了，记下来等补充"}
SHOWN = 8


@dataclass(frozen=True)
class Nearest:
    """An entry that came near: how probable (0 … 1), by which phrase, and the parts of its score, the weightiest first."""

    id: str
    title: str
    kind: str
    score: float
    phrase: str
    file: str
    line: int
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Why:
    question: str
    normalized: str
    outcome: str
    ground: float
    elsewhere: str
    found: tuple[Nearest, ...]

    @property
    def said(self) -> str:
        return OUTCOMES[self.outcome]


def why(library: Library, question: str) -> Why:
    """What this question gets from the snapshot in service, and what nearly was chosen."""
    snapshot = library.snapshot
    match = snapshot.finder.match(question)
    considered = match.considered or match.candidates
    elsewhere = snapshot.finder.elsewhere(question) if match.outcome == "none" else None
    names = {e.id: getattr(e, "name", e.id) for e in snapshot.knowledge.elsewhere}
    return Why(
        question, snapshot.finder.read(question), match.outcome, match.grounding, names.get(elsewhere or "", ""),
        tuple(_nearest(library, c) for c in considered[:SHOWN]),
    )  # fmt: skip


def nearest(library: Library, questions: Iterable[str], limit: int = 5) -> list[Nearest]:
    """The answers nearest to any of the questions, best first."""
    best: dict[str, Nearest] = {}
    for question in questions:
        for candidate in library.snapshot.finder.matcher.candidates(question, SHOWN):
            if candidate.entry.kind == "answers" and candidate.score > (best[candidate.entry.id].score if candidate.entry.id in best else -1):
                best[candidate.entry.id] = _nearest(library, candidate)
    return sorted(best.values(), key=lambda n: -n.score)[:limit]


def _nearest(library: Library, candidate: Any) -> Nearest:
    knowledge = library.snapshot.knowledge
    entry = candidate.entry
    origin = knowledge.origins.get((entry.kind, entry.id))
    title = knowledge.answers[entry.id].title if entry.kind == "answers" else (entry.words[0] if entry.words else entry.id)
    parts = sorted(((PARTS.get(n, n), v) for n, v in candidate.parts.items() if abs(v) >= 0.05), key=lambda p: -abs(p[1]))
    file, line = "", 0
    if origin is not None:
        file, line = origin.document.file.split("/", 1)[-1], origin.document.place(origin.path)[0]
    return Nearest(entry.id, title, entry.kind, candidate.score, candidate.phrase, file, line, tuple(parts))
