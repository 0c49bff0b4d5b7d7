"""The state of the knowledge base: what is wrong, what is due, how fresh rates and notices are, what is still to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.errors import Problem
from bot.inspection.linter import REVIEW_AFTER, unconfirmed
from bot.library import Library
from bot.office.editing_trial import problems_of

SOON = timedelta(days=60)
WORKLIST_HEAD = ("编号", "名称", "要核对什么", "核对结果", "依据或经办人", "核对日期")


@dataclass(frozen=True)
class Due:
    """Something with a date. `place` is (file, line) for the editor."""

    title: str
    kind: str
    day: date
    place: tuple[str, int]
    note: str = ""


@dataclass(frozen=True)
class Health:
    problems: tuple[Problem, ...]
    reviews: tuple[Due, ...]  # due within SOON or overdue, the earliest first
    rates: tuple[Due, ...]  # day: until when the figure is known
    news: tuple[Due, ...]  # day: when it vanishes
    unconfirmed: tuple[tuple[str, str, str], ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if not p.warning)


def health(folder: Path, library: Library, today: date) -> Health:
    """Reads the folder as it is on disk (the snapshot in service may be older, when the folder has errors)."""
    return Health(
        problems_of(folder, today), tuple(_reviews(library, today)), tuple(_rates(library, today)), tuple(_news(library)),
        tuple(unconfirmed(library.snapshot.knowledge)),
    )  # fmt: skip


def _place(library: Library, kind: str, id: str) -> tuple[str, int]:
    origin = library.snapshot.knowledge.origin(kind, id)
    return origin.document.file.split("/", 1)[-1], origin.document.place(origin.path)[0]


def _reviews(library: Library, today: date) -> list[Due]:
    found = []
    for kind, name in (("answers", "回答"), ("cases", "案例"), ("forms", "文书"), ("wizards", "引导问答")):
        for id, entry in getattr(library.snapshot.knowledge, kind).items():
            due = entry.review_by or entry.reviewed + REVIEW_AFTER
            if due <= today + SOON:
                found.append(Due(entry.title, name, due, _place(library, kind, id), "已过期，居民会看到“正在复核”" if due < today else ""))
    return sorted(found, key=lambda d: d.day)


def _rates(library: Library, today: date) -> list[Due]:
    found = []
    for id, rate in library.snapshot.knowledge.rates.items():
        period = rate.on(today)
        last = rate.periods[-1]
        said = f"{period.value} {rate.unit}（{period.since} 起）" + ("" if period.confirmed else "，待官方原文核对") if period else "今天没有数值"
        found.append(Due(rate.title, said, last.until or date.max, _place(library, "rates", id), period.source if period else last.source))
    return sorted(found, key=lambda d: d.day)


def _news(library: Library) -> list[Due]:
    return [Due(n.title, f"{n.published} 发布", n.expires, _place(library, "news", n.id)) for n in library.snapshot.knowledge.news]


def worklist(library: Library) -> list[tuple[str, ...]]:
    """Rows for WORKLIST_HEAD, the last three columns to be filled in."""
    return [(*row, "", "", "") for row in unconfirmed(library.snapshot.knowledge)]
