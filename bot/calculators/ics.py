"""A deadline as a calendar file (RFC 5545), so that a phone reminds of it. Neutral when it must be discreet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.calculators.result import Deadline


def ics(deadlines: Iterable[Deadline], made: datetime, *, discreet: bool = False, alarm_days: tuple[int, ...] = (7, 1)) -> str:
    """One all-day event a deadline, with alarms the given days before. `made` is when, for DTSTAMP; any time zone is turned to UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kuichong Legal Assistant//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for deadline in deadlines:
        lines += _event(deadline, made, discreet, alarm_days)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(deadline: Deadline, made: datetime, discreet: bool, alarm_days: tuple[int, ...]) -> list[str]:
    title = "提醒" if discreet else deadline.label
    about = "" if discreet else f"{deadline.text}。这是估算，请至少提前几天办，以文书和受理机关为准。"
    stamp = (made - (made.utcoffset() or timedelta())).strftime("%Y%m%dT%H%M%SZ")
    key = sha256(f"{deadline.label}{deadline.raw}".encode()).hexdigest()[:24]
    return [
        "BEGIN:VEVENT", f"UID:{key}@kuichong-legal-assistant", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{_day(deadline.day)}",
        f"DTEND;VALUE=DATE:{_day(deadline.day + timedelta(days=1))}", f"SUMMARY:{_escaped(title)}",
        *([f"DESCRIPTION:{_escaped(about)}"] if about else []), "TRANSP:TRANSPARENT",
        *(line for days in alarm_days for line in _alarm(days, title)), "END:VEVENT",
    ]  # fmt: skip


def _alarm(days: int, title: str) -> list[str]:
    """At nine in the morning, so many days before."""
    hours = days * 24 - 9
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(title)}", f"TRIGGER:-PT{hours}H", "END:VALARM"]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never inside a character."""
    parts: list[str] = []
    part = ""
    for c in line:
        if len((part + c).encode()) > (75 if not parts else 74):
            parts.append(part)
            part = ""
        part += c
    return "\r\n ".join([*parts, part])
