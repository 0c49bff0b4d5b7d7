"""Whether a condition of a question or an outcome holds for the answers given so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from bot.knowledge.model import Condition, Rate
from bot.text.dates import add_months

Answers = Mapping[str, str | None]
Rates = Mapping[str, Rate]


def all_hold(conditions: Iterable[Condition], answers: Answers, rates: Rates, today: date) -> bool:
    """True when every condition holds; conditions on questions that weren't asked don't."""
    return all(holds(c, answers, rates, today) for c in conditions)


def holds(condition: Condition, answers: Answers, rates: Rates, today: date) -> bool:
    value = answers.get(condition.question)
    if condition.is_not and value not in condition.is_not and not _has_bounds(condition):
        return True
    if condition.question not in answers:
        return False
    if value is None:
        return condition.unknown is True
    if value in condition.is_not:
        return False
    if condition.unknown is True and not _has_bounds(condition):
        return False
    return (
        (not condition.is_ or value in condition.is_)
        and _number_holds(condition, value, rates, today)
        and _date_holds(condition, value, today)
    )


def _has_bounds(condition: Condition) -> bool:
    return bool(condition.is_) or any(
        getattr(condition, name) is not None
        for name in ("at_least", "below", "at_least_rate", "below_rate", "on_or_after", "before", "within_months", "over_months")
    )


def _number_holds(condition: Condition, value: str, rates: Rates, today: date) -> bool:
    for bound, sign in ((condition.at_least, 1), (condition.below, -1)):
        if bound is not None and not _on_side(Decimal(value), bound, sign):
            return False
    for id, sign in ((condition.at_least_rate, 1), (condition.below_rate, -1)):
        if id is not None:
            period = rates[id].on(today) if id in rates else None
            if period is None or not _on_side(Decimal(value), period.value, sign):
                return False
    return True


def _on_side(value: Decimal, bound: Decimal, sign: int) -> bool:
    return value >= bound if sign > 0 else value < bound


def _date_holds(condition: Condition, value: str, today: date) -> bool:
    if condition.on_or_after is not None and date.fromisoformat(value) < condition.on_or_after:
        return False
    if condition.before is not None and date.fromisoformat(value) >= condition.before:
        return False
    if condition.within_months is not None and add_months(date.fromisoformat(value), condition.within_months) < today:
        return False
    return condition.over_months is None or add_months(date.fromisoformat(value), condition.over_months) < today
