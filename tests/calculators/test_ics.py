"""A deadline as a calendar file that phones take."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from bot.calculators import Deadline, ics

MADE = datetime(2026, 11, 23, 20, 0, tzinfo=timezone(timedelta(hours=8)))
DUE = Deadline("一起去法院申请最晚到", date(2026, 10, 8), date(2026, 10, 1))


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_event_is_an_all_day_one_with_alarms_and_the_reason_for_the_shift() -> None:
    lines = unfolded(ics([DUE], MADE))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert {"DTSTART;VALUE=DATE:20261008", "DTEND;VALUE=DATE:20261009", "DTSTAMP:20261123T120000Z", "TRIGGER:-PT15H"} <= set(lines)
    assert sum(line == "BEGIN:VALARM" for line in lines) == 2
    description = next(line for line in lines if line.startswith("DESCRIPTION:2026"))
    assert "遇休息日顺延" in description


def test_no_line_is_longer_than_75_octets_and_ends_are_crlf() -> None:
    text = ics([DUE], MADE)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_separators_in_a_label_are_escaped() -> None:
    text = ics([Deadline("甲,乙;丙\\丁", date(2026, 12, 1), date(2026, 12, 1))], MADE)
    assert "SUMMARY:甲\\,乙\\;丙\\\\丁" in unfolded(text)


def test_a_discreet_reminder_says_nothing_of_the_matter() -> None:
    text = "".join(unfolded(ics([DUE], MADE, discreet=True)))
    assert "法院" not in text and "SUMMARY:提醒" in text


def test_the_same_deadline_keeps_its_uid_when_asked_for_again() -> None:
    def uid(made: datetime) -> str:
        return next(line for line in unfolded(ics([DUE], made)) if line.startswith("UID:"))

    assert uid(MADE) == uid(MADE + timedelta(hours=1))
