"""When a person answers: office hours over public holidays and shifted working days. Nothing is promised that staff have not entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from chinese_calendar import is_workday

from bot.answers.blocks import Language
from bot.knowledge.model import Hours
from bot.office.wording import moment_words, said

LOOK_AHEAD = 20  # days


def working(day: date) -> bool | None:
    """Whether `day` is worked on; None when the holiday plan of its year is not out."""
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None


def opens(hours: Sequence[Hours], moment: datetime) -> datetime | None:
    """The moment itself when somebody answers now, or when somebody next does; None when that can't be known."""
    for ahead in range(LOOK_AHEAD):
        day = moment.date() + timedelta(days=ahead)
        worked = working(day)
        if worked is None:
            return None
        for period in sorted(hours, key=lambda h: h.from_) if worked else ():
            start, end = (datetime.combine(day, time.fromisoformat(x), moment.tzinfo) for x in (period.from_, period.to))
            if moment < end:
                return max(moment, start)
    return None


def promise(hours: Sequence[Hours], moment: datetime, language: Language = "zh-Hans") -> str:
    """What a resident may be told about when a person answers, in plain words."""
    answered_by = opens(hours, moment)
    if answered_by is None:
        return said("promise_none", language)
    if answered_by == moment:
        return said("promise_now", language)
    return said("promise_then", language, when=moment_words(answered_by, language))


def working_days_between(start: datetime, end: datetime) -> int:
    """Whole working days that have passed; days of a year without a plan count by weekday."""
    days = (start.date() + timedelta(days=n) for n in range(1, (end.date() - start.date()).days + 1))
    return sum(worked if (worked := working(d)) is not None else d.weekday() < 5 for d in days)
