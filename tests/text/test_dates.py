"""Dates as residents type them, seen from Monday 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import add_months, in_words, parse_date, parse_year

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024年3月5号", "2024-03-05"), ("2024-03-05", "2024-03-05"), ("2024/3/5", "2024-03-05"), ("2024.3.5", "2024-03-05"),
        ("20240305", "2024-03-05"), ("24年3月5日", "2024-03-05"), ("98年5月1日", "1998-05-01"), ("二〇二四年三月五日", "2024-03-05"),
        ("上个月十五", "2026-10-15"), ("昨天", "2026-11-22"), ("琴日", "2026-11-22"), ("Yesterday", "2026-11-22"), ("前天", "2026-11-21"), ("昨天下午", "2026-11-22"),
        ("上周五", "2026-11-20"), ("周五", "2026-11-20"), ("三个月前", "2026-08-23"), ("十天前", "2026-11-13"), ("三周前", "2026-11-02"),
        ("半年前", "2026-05-23"), ("两年半前", "2024-05-23"), ("去年国庆", "2025-10-01"), ("五一", "2026-05-01"),
        ("三月五号那天", "2026-03-05"), ("去年11月2号", "2025-11-02"), ("上个月20号被开的", "2026-10-20"), ("11月18号收到的", "2026-11-18"),
        ("6月30号走的", "2026-06-30"), ("我妈昨天走的", "2026-11-22"),
    ],
)  # fmt: skip
def test_a_day_is_read_the_way_people_say_it(typed: str, day: str) -> None:
    found = parse_date(typed, TODAY)
    assert found is not None and (found.day.isoformat(), found.precision) == (day, "day")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("去年三月", "2025-03-01"), ("2024年3月", "2024-03-01"), ("大前年八月份", "2023-08-01"), ("3月底", "2026-03-31"),
        ("去年年底", "2025-12-31"), ("年初", "2026-01-01"), ("上上个月", "2026-09-01"), ("我是2023年7月入职", "2023-07-01"),
        ("去年二月中旬", "2025-02-15"), ("公司3月签的", "2026-03-01"), ("2025年8月在工地摔的", "2025-08-01"), ("去年年底还催过", "2025-12-31"),
    ],
)  # fmt: skip
def test_a_month_is_taken_as_its_first_day_and_says_so(typed: str, day: str) -> None:
    found = parse_date(typed, TODAY)
    assert found is not None and (found.day.isoformat(), found.precision) == (day, "month")


@pytest.mark.parametrize(("typed", "past", "future"), [("12月5号", "2025-12-05", "2026-12-05"), ("28号", "2026-10-28", "2026-11-28"), ("3月5号", "2026-03-05", "2027-03-05")])
def test_without_a_year_the_past_is_meant_unless_the_question_is_about_the_future(typed: str, past: str, future: str) -> None:
    for expected, ahead in ((past, False), (future, True)):
        found = parse_date(typed, TODAY, future=ahead)
        assert found is not None and found.day.isoformat() == expected


@pytest.mark.parametrize(
    "typed",
    ["2020年", "2月30日", "2024年13月1日", "农历三月", "正月十五", "春节前后", "两三天前", "前几天", "2024年3月5号到2025年1月", "1800年3月1日", "很久以前", "", "99999天前天", "3月没签", "上个月公司辞退我怎么办", "3月5号以前", "3月和5月", "去年判的不离", "8个月"],
)
def test_a_lunar_vague_or_impossible_date_is_asked_again(typed: str) -> None:
    assert parse_date(typed, TODAY) is None


@pytest.mark.parametrize(("typed", "year"), [("2019年", 2019), ("2019", 2019), ("二〇一九年", 2019), ("19年", 2019), ("去年", 2025), ("大概前年吧", 2024), ("去年三月", None), ("19", None), ("5年前", None)])
def test_a_year_alone_is_known_for_one(typed: str, year: int | None) -> None:
    assert parse_year(typed, TODAY) == year


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    parse_date(text, TODAY)


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
def test_every_date_printed_by_us_is_read_back_the_same(day: date) -> None:
    found = parse_date(in_words(day), TODAY)
    assert found is not None and found.day == day


def test_a_month_later_never_leaves_the_month() -> None:
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2026, 3, 15), -15) == date(2024, 12, 15)
