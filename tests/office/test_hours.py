"""A promise is made only over hours that staff have entered, and over holidays that are known."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.model import Hours
from bot.office.hours import opens, promise, working_days_between

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = (Hours.model_validate({"from": "09:00", "to": "12:00"}), Hours.model_validate({"from": "14:00", "to": "18:00"}))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),  # Monday morning: now
        ("2026-11-23T12:30", "2026-11-23T14:00"),  # lunch
        ("2026-11-23T23:00", "2026-11-24T09:00"),  # at night
        ("2026-11-27T18:00", "2026-11-30T09:00"),  # Friday evening: Monday
        ("2026-09-30T20:00", "2026-10-08T09:00"),  # before the October holidays
        ("2026-02-14T08:00", "2026-02-14T09:00"),  # a Saturday that is worked on
    ],
)
def test_when_somebody_next_answers(asked: str, answered: str) -> None:
    assert opens(HOURS, at(asked)) == at(answered)


def test_without_hours_nothing_is_promised() -> None:
    assert opens((), at("2026-11-23T10:00")) is None
    said = promise((), at("2026-11-23T10:00"))
    assert "工作人员看到后会答复" in said and "12348" in said and ":" not in said


def test_a_year_without_a_holiday_plan_gets_no_promise() -> None:
    assert opens(HOURS, at("2035-06-01T20:00")) is None


def test_the_promise_names_day_weekday_and_time() -> None:
    assert "11月30日（星期一）09:00" in promise(HOURS, at("2026-11-27T19:00"))


def test_waiting_is_counted_in_working_days() -> None:
    assert working_days_between(at("2026-11-27T17:00"), at("2026-11-29T10:00")) == 0  # the weekend
    assert working_days_between(at("2026-11-27T17:00"), at("2026-11-30T10:00")) == 1
    assert working_days_between(at("2026-09-30T17:00"), at("2026-10-08T10:00")) == 1  # a week of holidays
