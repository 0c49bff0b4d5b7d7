"""Dated figures with their source. A date outside the known range is refused, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bot.knowledge.model.base import Entry, Id, Line


class RatePeriod(Entry):
    """`value` holds from `since` until the day before the next period, the last one until `until` where given."""

    since: date
    until: date | None = Field(None, description="最后一天（含）；不知道何时变就写到下次应核对的日期")
    value: Decimal
    source: Line
    confirmed: bool = Field(True, description="false：来源不是官方原文，显示时注明“待核”")


class Rate(Entry):
    id: Id
    title: Line
    unit: Line
    periods: tuple[RatePeriod, ...] = Field(min_length=1, description="从早到晚")

    @model_validator(mode="after")
    def _in_order(self) -> Rate:
        days = [p.since for p in self.periods]
        if days != sorted(set(days)):
            raise PydanticCustomError("rate_order", "periods 要按 since 从早到晚，且不重复")
        return self

    def on(self, day: date) -> RatePeriod | None:
        """The period that covers `day`, or None where the table does not reach."""
        known = [p for p in self.periods if p.since <= day]
        return known[-1] if known and (known[-1].until is None or day <= known[-1].until) else None


class RateFile(Entry):
    rates: tuple[Rate, ...]
