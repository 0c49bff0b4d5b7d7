"""What the assistant did in a period, in figures: counts only, no text and no person. Days and hours are Shenzhen's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.answers.wording import SERVICE_NAMES
from bot.errors import BadRequest
from bot.library import Library
from bot.store.changes import ChangeStore
from bot.store.figures import FigureStore, Said
from bot.store.gaps import GapStore

SHENZHEN = ZoneInfo("Asia/Shanghai")
RESULTS = {"answered": "答上了", "asked_back": "反问一次", "unanswered": "没答上"}
CHANNELS = {"telegram": "Telegram", "kiosk": "自助终端", "api": "接口（窗口、网站）", "console": "命令行"}
_RESULT = {"maybe": "asked_back", "none": "unanswered"}
_NOT_ASKED = {"menu", "wizard", "ticket"}  # opening a menu, thanks, feedback, a step of a guided talk, a message for staff: no question
OFFICE_HOURS = range(9, 18)
TOP = 10
FEW = 5  # opinions below which a share says nothing


@dataclass(frozen=True)
class Period:
    """Whole days: [first, last]."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, datetime.min.time(), SHENZHEN)

    @property
    def until(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), datetime.min.time(), SHENZHEN)

    @property
    def before(self) -> Period:
        """The period of the same kind just before: the last month, or as many days."""
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1:
            return month(self.first - timedelta(days=1))
        return Period(self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1))

    def __str__(self) -> str:
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1 and self.first.month == self.last.month:
            return f"{self.first.year}年{self.first.month}月"
        return f"{self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}"


def month(day: date) -> Period:
    """The calendar month that `day` is in."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Period(day.replace(day=1), following - timedelta(days=1))


def month_named(text: str, today: date) -> Period:
    """"2026-11" → that month; "" → the present one. Raises BadRequest."""
    if not text:
        return month(today)
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise BadRequest("月份要写成 2026-11 这样。")
    return month(date.fromisoformat(f"{text}-01"))


@dataclass
class Figures:
    """All counts of one period; Counter keys are ids of services, topics' names, ids of answers."""

    period: Period
    results: Counter[str] = field(default_factory=Counter)  # keys of RESULTS
    urgent: int = 0
    guided: int = 0  # steps of guided talks and forms
    services: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    service_hours: Counter[tuple[str, int]] = field(default_factory=Counter)
    milliseconds: list[int] = field(default_factory=list)
    helpful: int = 0
    unhelpful: int = 0
    opinions: dict[str, tuple[int, int]] = field(default_factory=dict)  # answer → (helpful, not)
    gaps: Counter[str] = field(default_factory=Counter)  # by state, now
    gaps_published: int = 0  # in the period
    changes: int = 0  # of the knowledge base, in the period
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        return sum(self.results.values())

    @property
    def satisfaction(self) -> float | None:
        """The share of "helpful", 0 … 1; None where too few said anything."""
        said = self.helpful + self.unhelpful
        return self.helpful / said if said >= FEW else None

    @property
    def out_of_hours(self) -> int:
        """Questions before 9:00 or from 18:00 on, when no counter is open."""
        return sum(n for hour, n in self.hours.items() if hour not in OFFICE_HOURS)

    def share(self, result: str) -> float:
        return self.results[result] / self.asked if self.asked else 0.0

    def milliseconds_at(self, part: float) -> int:
        """A quantile of the time to answer; 0 when nothing was asked."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0

    def title(self, answer: str) -> str:
        return self.titles.get(answer, answer)

    @property
    def worst(self) -> list[tuple[str, int, int]]:
        """(answer, helpful, not) of those found unhelpful, the most often first."""
        found = [(id, yes, no) for id, (yes, no) in self.opinions.items() if no]
        return sorted(found, key=lambda f: (-f[2], f[1]))[:TOP]


def service_name(service: str) -> str:
    return SERVICE_NAMES[service][0] if service in SERVICE_NAMES else service


class Reports:
    """Counts from the store."""

    def __init__(self, figures: FigureStore, gaps: GapStore, changes: ChangeStore, library: Library | None = None) -> None:
        self._figures = figures
        self._gaps = gaps
        self._changes = changes
        self._library = library

    async def figures(self, period: Period) -> Figures:
        found = Figures(period)
        async for use in self._figures.uses(period.since, period.until):
            found.guided += use.outcome == "wizard"
            if use.outcome not in _NOT_ASKED:
                _count(found, use.outcome, use.at.astimezone(SHENZHEN), use.channel, use.service, use.topic, use.answer, use.milliseconds)
        _count_opinions(found, await self._figures.feedback(period.since, period.until))
        for row in await self._gaps.gaps():
            found.gaps[row.state] += 1
            found.gaps_published += row.state == "published" and period.since <= row.changed < period.until
        found.changes = sum(period.since <= c.at < period.until for c in await self._changes.list(limit=10_000))
        if self._library is not None:
            found.titles = {id: a.title for id, a in self._library.snapshot.knowledge.answers.items()}
        return found


def _count(
    found: Figures, outcome: str, at: datetime, channel: str, service: str | None, topic: str | None, answer: str | None, milliseconds: int
) -> None:
    result = _RESULT.get(outcome, "answered")
    found.results[result] += 1
    found.urgent += outcome == "urgent"
    found.channels[channel] += 1
    found.hours[at.hour] += 1
    found.days[at.date()] += 1
    found.milliseconds.append(milliseconds)
    if service:
        found.services[service] += 1
        found.service_hours[service, at.hour] += 1
    if topic:
        found.topics[topic] += 1
    if answer and result == "answered":
        found.answers[answer] += 1


def _count_opinions(found: Figures, opinions: Iterable[Said]) -> None:
    for said in opinions:
        yes, no = found.opinions.get(said.answer, (0, 0))
        found.opinions[said.answer] = (yes + said.helpful, no + (not said.helpful))
        found.helpful += said.helpful
        found.unhelpful += not said.helpful
