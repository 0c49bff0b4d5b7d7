"""Counting to a last day: calendar days, months and years, working days; a last day on a rest day moves to the next working day.

Holidays and shifted working days come from chinese_calendar, which knows only years whose plan the State Council has published."""

from __future__ import annotations

from datetime import date, timedelta

from bot.calculators.law import CIVIL_CODE, CIVIL_PROCEDURE, cite
from bot.calculators.result import Basis, Deadline
from bot.text.dates import add_months

CIVIL_PERIODS = cite(CIVIL_CODE, 201, 202, 203)
COURT_PERIODS = cite(CIVIL_PROCEDURE, 85)


def is_working_day(day: date) -> bool | None:
    """True or False, or None when the holiday plan of that year isn't out."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None


def rolled(day: date) -> tuple[date, bool]:
    """The day itself, or the next working day after rest days; False when the plan that decides it isn't out: then the raw day."""
    moved = day
    while (working := is_working_day(moved)) is False:
        moved += timedelta(days=1)
    return (day, False) if working is None else (moved, True)


def after_working_days(start: date, count: int) -> tuple[date, bool]:
    """The `count`-th working day after `start`; where the plan isn't out, Monday to Friday is counted and False returned."""
    day, known = start, True
    while count:
        day += timedelta(days=1)
        working = is_working_day(day)
        known = known and working is not None
        count -= (day.weekday() < 5) if working is None else working
    return day, known


def working_days_between(first: date, last: date) -> int:
    """Working days from `first` to `last`, both included; Monday to Friday where the plan isn't out."""
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return sum((d.weekday() < 5) if (working := is_working_day(d)) is None else working for d in days)


def deadline(
    label: str, start: date, basis: Basis, *, days: int = 0, months: int = 0, working_days: int = 0, rolls: bool = True
) -> Deadline:
    """The last day of a period that began with something on `start`: that day itself isn't counted."""
    if working_days:
        day, known = after_working_days(start, working_days)
        return Deadline(label, day, day, known, basis)
    raw = add_months(start, months) + timedelta(days=days)
    day, known = rolled(raw) if rolls else (raw, True)
    return Deadline(label, day, raw, known, basis)
