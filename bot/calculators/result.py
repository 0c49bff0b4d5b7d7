"""What every calculator gives: steps that explain themselves, a total, and what must be said with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.knowledge.model import Citation
from bot.text.amounts import yuan

Basis = tuple[Citation, ...]
HOLIDAYS_FROM = 2004  # the first year whose holidays chinese_calendar knows


@dataclass(frozen=True)
class Step:
    """One line of the calculation: what, how much, how it was reached, under which articles. `value` in yuan where it is money."""

    label: str
    amount: str
    how: str = ""
    basis: Basis = ()
    value: Decimal | None = None

    @property
    def basis_text(self) -> str:
        """《劳动合同法》第四十七条、第八十七条；《…》…"""
        laws: dict[str, list[str]] = {}
        for citation in self.basis:
            laws.setdefault(citation.law, []).append(citation.article)
        return "；".join(f"《{law}》{'、'.join(articles)}" for law, articles in laws.items())


@dataclass(frozen=True)
class Deadline:
    """The last day of something. `raw` is counted by the calendar; `day` is after rest days; `known` is False when the holiday plan isn't out."""

    label: str
    day: date
    raw: date
    known: bool = True
    basis: Basis = ()

    @property
    def text(self) -> str:
        weekday = "一二三四五六日"[self.day.weekday()]
        said = f"{self.day.year}年{self.day.month}月{self.day.day}日（星期{weekday}）"
        if self.day != self.raw:
            said += f"，原本是{self.raw.month}月{self.raw.day}日，遇休息日顺延"
        if not self.known:
            why = "放假安排还没公布" if self.raw.year >= HOLIDAYS_FROM else "放假安排太早，我们没有"
            said += f"。{self.raw.year}年的{why}，这里没有考虑顺延，请尽量提前"
        return said


@dataclass(frozen=True)
class Result:
    """A finished calculation. `low` and `high` are the total in yuan, different for a range, None where it is no money.

    `notes` must be shown with it; `ask_person` says that a person should look before anything is done."""

    title: str
    steps: tuple[Step, ...]
    total: str
    low: Decimal | None = None
    high: Decimal | None = None
    notes: tuple[str, ...] = ()
    ask_person: bool = False
    deadlines: tuple[Deadline, ...] = ()

    @property
    def basis(self) -> Basis:
        """All articles of the steps and deadlines, each once, in order."""
        found = [c for s in self.steps for c in s.basis] + [c for d in self.deadlines for c in d.basis]
        return tuple({c.key: c for c in found}.values())

    def step(self, label: str) -> Step:
        """The step of that label. Raises KeyError."""
        return {s.label: s for s in self.steps}[label]


def fen(value: Decimal) -> Decimal:
    """Rounded to fen, half up as people do."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def span(low: Decimal, high: Decimal) -> str:
    """3,000 元, or 3,000 元 至 5,000 元."""
    return yuan(low) if low == high else f"{yuan(low)} 至 {yuan(high)}"


@dataclass
class Sheet:
    """Collects the lines of one calculation while it is worked out."""

    title: str
    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)

    def line(self, label: str, amount: str, how: str = "", basis: Basis = ()) -> None:
        self.steps.append(Step(label, amount, how, basis))

    def money(self, label: str, value: Decimal, how: str = "", basis: Basis = ()) -> Decimal:
        """Adds a line of money, rounded to fen; returns the rounded value, so that what is shown adds up."""
        value = fen(value)
        self.steps.append(Step(label, yuan(value), how, basis, value))
        return value

    def due(self, deadline: Deadline) -> None:
        self.deadlines.append(deadline)
        self.steps.append(Step(deadline.label, deadline.text, "", deadline.basis))

    def note(self, *texts: str) -> None:
        self.notes += [t for t in texts if t not in self.notes]

    def person(self, text: str) -> None:
        """Something only a person can judge: said before all notes."""
        if text not in self.warnings:
            self.warnings.append(text)

    def result(self, total: str, low: Decimal | None = None, high: Decimal | None = None) -> Result:
        return Result(
            self.title, tuple(self.steps), total, low, low if high is None else high, (*self.warnings, *self.notes), bool(self.warnings),
            tuple(self.deadlines),
        )  # fmt: skip

    def money_total(self, values: Iterable[Decimal]) -> Result:
        total = sum(values, Decimal(0))
        return self.result(yuan(total), total)
