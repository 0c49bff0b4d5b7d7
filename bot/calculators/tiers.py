"""Sums charged in tiers: each part of an amount at its own rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.text.amounts import plain, yuan


@dataclass(frozen=True)
class Tier:
    """The part above `above` up to the next tier is charged at `low` (to `high`) per cent."""

    above: int
    low: Decimal
    high: Decimal


def tier(above: int, low: str, high: str = "") -> Tier:
    return Tier(above, Decimal(low), Decimal(high or low))


@dataclass(frozen=True)
class Part:
    """One tier's share of the sum: in words, and its charge."""

    label: str
    low: Decimal
    high: Decimal


def charged(amount: Decimal, tiers: tuple[Tier, ...]) -> Iterator[Part]:
    """The parts of `amount` above the first tier's threshold, each charged at its rate."""
    for i, this in enumerate(tiers):
        top = tiers[i + 1].above if i + 1 < len(tiers) else None
        inside = (amount if top is None else min(amount, Decimal(top))) - this.above
        if inside > 0:
            rate = plain(this.low) if this.low == this.high else f"{plain(this.low)}%—{plain(this.high)}"
            yield Part(f"{_wan(this.above)}以上的 {yuan(inside)} × {rate}%", inside * this.low / 100, inside * this.high / 100)


def _wan(value: int) -> str:
    return f"{value // 10_000} 万元" if value >= 10_000 else f"{value} 元"
