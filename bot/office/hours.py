"""When a person answers: office hours over public holidays and shifted working days. Nothing is promised that staff have not entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from chinese_calendar import is_workday

from bot.knowledge.model import Hours

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


def promise(hours: Sequence[Hours], moment: datetime) -> str:
    """What a resident may be told about when a person answers, in plain words."""
    answered_by = opens(hours, moment)
    if answered_by is None:
        return "工作人员看到后会答复。急事请打 12348，有危险先打 110。"
    if answered_by == moment:
        return "现在是办公时间，工作人员看到后会答复。急事请打 12348。"
    weekday = "一二三四五六日"[answered_by.weekday()]
    when = f"{answered_by.month}月{answered_by.day}日（星期{weekday}）{answered_by:%H:%M}"
    return f"现在是下班时间，工作人员 {when} 上班后看留言。急事请打 12348，有危险先打 110。"


def working_days_between(start: datetime, end: datetime) -> int:
    """Whole working days that have passed; days of a year without a plan count by weekday."""
    days = (start.date() + timedelta(days=n) for n in range(1, (end.date() - start.date()).days + 1))
    return sum(worked if (worked := working(d)) is not None else d.weekday() < 5 for d in days)
