"""Dates as residents type them: 去年三月, 2024年3月5号, 上个月十五, 三天前, 上周五. Relative to a given today; the solar calendar only."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.text.amounts import MAX_TYPED, parse_months, parse_plain, tidy
from bot.text.numerals import NUMERAL, numerals_to_digits


@dataclass(frozen=True)
class TypedDate:
    """`day` as understood. When only a month was said, `day` is its first (初), fifteenth (中旬) or last (底) day."""

    day: date
    precision: Literal["day", "month"] = "day"


_LUNAR = re.compile("农历|阴历|正月|腊月|旧历|初[一二三四五六七八九十]|除夕|大年|清明|端午|中秋|重阳|冬至|春节|过年|元宵")
_VAGUE = re.compile("几|数[天日周月年]|[一二两三四五六七八九]{2}个?(?:天|日|周|星期|礼拜|月|年[前后])")
_FEASTS = {"元旦": (1, 1), "五一劳动节": (5, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆节": (10, 1), "国庆": (10, 1), "十一国庆": (10, 1)} | {
    "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "双十一": (11, 11), "圣诞节": (12, 25), "圣诞": (12, 25), "妇女节": (3, 8), "三八": (3, 8),
}  # fmt: skip
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "后年": 2}
_MONTHS = {"上上个月": -2, "上上月": -2, "上个月": -1, "上月": -1, "这个月": 0, "这月": 0, "本月": 0, "当月": 0, "下个月": 1, "下月": 1}
_DAYS = {"大前天": -3, "大前日": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0} | {
    "today": 0, "yesterday": -1, "tomorrow": 1, "刚刚": 0, "刚才": 0, "现在": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_NOISE = re.compile(
    r"^(大概|大约|约|差不多|好像|应该|可能|就|是|在|从|于|我)+"
    r"|(左右|前后|那天|那个?时候|的时候|的样子|开始|起|入职|上班|吧|啊|呢|呀|了|的|凌晨|早上|上午|中午|下午|晚上|晚|早|(?<!\d)\d{1,2}[:点](?:\d\d分?)?)+$"
)
_YEAR = r"(?:(?P<year>\d{4}|\d{2})年|(?P<rel>" + "|".join(_YEARS) + "))"
_MONTH = r"(?P<month>\d{1,2})月份?"
_DAY = r"(?P<day>\d{1,2})[日号]?"
_REL_MONTH = "(?P<relmonth>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_PART = "的?(?P<part>初|上旬|中旬|月中|中|下旬|底|末|月底|月末|月初)?"
_PATTERNS = [
    re.compile(p)
    for p in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        f"{_YEAR}的?{_MONTH}的?{_DAY}",
        f"{_YEAR}的?{_MONTH}{_PART}",
        f"{_MONTH}的?{_DAY}",
        f"{_MONTH}{_PART}",
        f"{_REL_MONTH}的?{_DAY}",
        f"{_REL_MONTH}{_PART}",
        r"(?P<day>\d{1,2})[日号]",
        f"{_YEAR}?的?(?P<part>年初|年底|年末)",
    )
]


def parse_date(text: str, today: date, *, future: bool = False) -> TypedDate | None:
    """The one date that `text` can mean, or None. Without a year the last one not after `today` is meant, or with `future` the next."""
    if len(text) > MAX_TYPED:
        return None
    text = tidy(text)
    if _LUNAR.search(text) or _VAGUE.search(text):
        return None
    text = _feasts(text)
    found = _read(text, today, future)
    return found or _read(_day_alone(text), today, future)


def _read(text: str, today: date, future: bool) -> TypedDate | None:
    for day in (_named(text, today), _ago(text, today)):
        if day:
            return TypedDate(day)
    text = numerals_to_digits(text)
    before = None
    while before != text:
        before, text = text, _NOISE.sub("", text)
        found = _named(text, today) or _week(text, today) or _ago(text, today)
        if found:
            return TypedDate(found)
        for pattern in _PATTERNS:
            if match := pattern.fullmatch(text):
                return _of(match, today, future)
    return None


_AROUND = re.compile(f"[^0-9{NUMERAL}年月日号天周星期礼拜上下去今明昨本这大初中旬底末晚早元旦前后到至没不未别和跟或怎咋吗谁什哪么，、]{{0,8}}")


def _day_alone(text: str) -> str:
    """上个月20号被开的 → 上个月20号, 公司3月签的 → 3月: without what happened that day, where that says nothing of time and denies nothing."""
    text = re.sub("(?<=[收接拿领看])到", "", text)
    head = _AROUND.match(text)
    text = text[head.end() :] if head else text
    tail = _AROUND.match(text[::-1])
    return text[: len(text) - tail.end()] if tail else text


def parse_year(text: str, today: date) -> int | None:
    """A year alone: 2019年, 2019, 19年, 去年 → 2025."""
    text = numerals_to_digits(_NOISE.sub("", tidy(text))).removesuffix("份").removesuffix("度")
    if text in _YEARS:
        return today.year + _YEARS[text]
    match = re.fullmatch(r"((?:19|20)\d\d)年?|(\d\d)年", text)
    return _year({"year": match[1] or match[2]}, today) if match else None


def _feasts(text: str) -> str:
    for name, (month, day) in sorted(_FEASTS.items(), key=lambda f: -len(f[0])):
        if name in text:
            return text.replace(name, f"{month}月{day}日")
    return text


def _named(text: str, today: date) -> date | None:
    return today + timedelta(days=_DAYS[text]) if text in _DAYS else None


_WEEK = re.compile("(上上|上|这|本|下)?个?(?:周|星期|礼拜)([1-7一二三四五六日天])")


def _week(text: str, today: date) -> date | None:
    """上周五; 周五 alone is the last one that has been."""
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    weekday = "一二三四五六日".find(match[2].replace("天", "日").replace("7", "日"))
    weekday = int(match[2]) - 1 if weekday < 0 else weekday
    monday = today - timedelta(days=today.weekday())
    if match[1]:
        return monday + timedelta(weeks={"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1}[match[1]], days=weekday)
    day = monday + timedelta(days=weekday)
    return day if day <= today else day - timedelta(weeks=1)


_AGO = re.compile("(.+?)(?:以|之)?(前|后)")


def _ago(text: str, today: date) -> date | None:
    """三天前, 两年半前, 半个月前, 四十天以后."""
    match = _AGO.fullmatch(text)
    if match is None:
        return None
    sign = -1 if match[2] == "前" else 1
    length = match[1]
    for unit, days in (("个星期", 7), ("个礼拜", 7), ("星期", 7), ("周", 7), ("天", 1), ("日", 1)):
        number = parse_plain(length.removesuffix(unit)) if length.endswith(unit) else None
        if number is not None and number == int(number) and number < 40_000:
            return today + sign * timedelta(days=int(number) * days)
    months = parse_months(length)
    if months is None or months > 1200:
        return None
    whole = int(months)
    return add_months(today, sign * whole) + sign * timedelta(days=round(30 * float(months - whole)))


def _of(match: re.Match[str], today: date, future: bool) -> TypedDate | None:
    said = match.groupdict()
    year = _year(said, today)
    if said.get("relmonth"):
        first = add_months(today.replace(day=1), _MONTHS[said["relmonth"]])
        return _build(first.year, first.month, said)
    part = said.get("part") or ""
    if part.startswith("年"):
        month = 1 if part == "年初" else 12
        return _build(year or today.year, month, {**said, "part": part[1:]})
    if said.get("month"):
        month = int(said["month"])
        return _build(year, month, said) if year else _nearest(lambda step: (today.year + step, month), said, today, future)
    return _nearest(lambda step: _step_month(today, step), said, today, future)


def _year(said: dict[str, str | None], today: date) -> int | None:
    if said.get("rel"):
        return today.year + _YEARS[str(said["rel"])]
    written = said.get("year")
    if written is None:
        return None
    if len(written) == 4:
        return int(written)
    return 2000 + int(written) if int(written) <= today.year % 100 + 1 else 1900 + int(written)


def _step_month(today: date, step: int) -> tuple[int, int]:
    first = add_months(today.replace(day=1), step)
    return first.year, first.month


def _nearest(at: Callable[[int], tuple[int, int]], said: dict[str, str | None], today: date, future: bool) -> TypedDate | None:
    """The nearest such day not after today (or, with `future`, not before): this year's or month's, else the neighbour's."""
    here = _build(*at(0), said)
    beyond = here is not None and (here.day < today if future else here.day > today)
    return _build(*at(1 if future else -1), said) if beyond else here


def _build(year: int, month: int, said: dict[str, str | None]) -> TypedDate | None:
    if not (1900 <= year <= 2100 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    if said.get("day"):
        number = int(str(said["day"]))
        return TypedDate(date(year, month, number)) if 1 <= number <= last else None
    part = (said.get("part") or "").removeprefix("月")
    return TypedDate(date(year, month, last if part in ("底", "末") else 15 if part in ("中", "中旬") else 20 if part == "下旬" else 1), "month")


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the month's last day where there is none such. 1月31日 + 1 → 2月28日."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_words(day: date) -> str:
    """2024-03-05 → 2024年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
