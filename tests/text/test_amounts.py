"""Amounts, lengths of time, yes and no, as residents type them at the kiosk or on a phone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.amounts import in_capitals, months_in_words, parse_amount, parse_months, parse_number, plain, yuan
from bot.text.dates import parse_date
from bot.text.yes_no import parse_yes_no

YES = ("是", "是的", "对", "有", "嗯", "系", "yes")
NO = ("不", "不是", "没有", "没", "唔系", "冇", "no")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("三千五", "3500"), ("3500块", "3500"), ("3500 元", "3500"), ("1.2万", "12000"), ("一万二", "12000"), ("3千5", "3500"),
        ("3.5k", "3500"), ("1.5w", "15000"), ("1万2千5", "12500"), ("1万500", "10500"), ("３５００", "3500"), ("￥3,500.00", "3500"),
        ("三块五", "3.5"), ("三百八十块五", "380.5"), ("五毛", "0.5"), ("三千五百块五毛", "3500.5"), ("五千左右", "5000"),
        ("大概五千多块", "5000"), ("一个月五千", "5000"), ("月薪8000", "8000"), ("壹万贰仟元", "12000"), ("3萬", "30000"),
        ("五千蚊", "5000"), ("一点二万", "12000"), ("百万", "1000000"), ("扣了一千", "1000"), ("2万块钱", "20000"), ("0", "0"),
    ],
)  # fmt: skip
def test_money_is_read_the_way_people_say_it(typed: str, expected: str) -> None:
    assert parse_amount(typed) == Decimal(expected)


@pytest.mark.parametrize(
    "typed",
    ["", "四五千", "两三万", "几万", "五千到六千", "5000-6000", "-500", "负五百", "港币500", "500美元", "3500.555", "1,2", "1e5", "nan", "万", "没多少", "😀", "9" * 30, "10000亿"],
)
def test_an_unclear_negative_or_foreign_amount_is_asked_again_never_guessed(typed: str) -> None:
    assert parse_amount(typed) is None


@given(st.integers(0, 10**11))
def test_any_amount_of_fen_printed_by_us_is_read_back_the_same(fen: int) -> None:
    amount = Decimal(fen) / 100
    assert parse_amount(yuan(amount)) == amount


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_readers(text: str) -> None:
    for read in (parse_amount, parse_number, parse_months):
        value = read(text)
        assert value is None or value >= 0


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("三天", "3"), ("三天半", "3.5"), ("半天", "0.5"), ("百分之二十", "20"), ("20%", "20"), ("三成", "30"), ("两个", "2"),
        ("一个半小时", "1.5"), ("36小时", "36"), ("12.5", "12.5"), ("7个工作日", "7"), ("一半", "50"), ("休了5天", "5"),
    ],
)  # fmt: skip
def test_counts_and_percentages_are_read_without_their_unit(typed: str, expected: str) -> None:
    assert parse_number(typed) == Decimal(expected)


@pytest.mark.parametrize("typed", ["两三天", "三五天", "十几天", "-3", "很多"])
def test_a_vague_count_gives_nothing(typed: str) -> None:
    assert parse_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("两年半", "30"), ("18个月", "18"), ("一年零三个月", "15"), ("一年三个月", "15"), ("半年", "6"), ("一个半月", "1.5"),
        ("半个月", "0.5"), ("10年", "120"), ("20多年", "240"), ("十年多", "120"), ("干了八年", "96"), ("3.5年", "42"), ("1年3个月", "15"),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_in_months(typed: str, months: str) -> None:
    assert parse_months(typed) == Decimal(months)


@pytest.mark.parametrize("typed", ["18", "两三年", "20天", "很久", "两年半三个月", "快十年", "不到一年"])
def test_a_length_without_unit_or_with_two_meanings_is_asked_again(typed: str) -> None:
    assert parse_months(typed) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("是的", True), ("是啊", True), ("系", True), ("有的", True), ("对，有的", True), ("没有", False), ("不是", False), ("冇", False),
        ("唔系", False), ("没有啊", False), ("没有，一直拖着", False), ("Yes", True), ("也许", None), ("是不是呢", None), ("有时候", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_understood_in_mandarin_and_cantonese(typed: str, expected: bool | None) -> None:
    assert parse_yes_no(typed, YES, NO) is expected


def test_a_word_with_a_particle_in_the_list_is_known_without_it() -> None:
    assert parse_yes_no("好", ("好的",), ()) is True


def test_another_unit_than_the_one_asked_for_is_no_answer() -> None:
    assert parse_number("两天", "小时") is None
    assert parse_number("20小时", "小时") == 20
    assert parse_number("三个", "人") == 3
    assert parse_number("百分之五", "天") is None


def test_amounts_are_shown_without_needless_zeros() -> None:
    assert yuan(Decimal("12000")) == "12,000 元"
    assert yuan(Decimal("3500.5")) == "3,500.50 元"
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("2.50")) == "2.5"
    assert months_in_words(Decimal(30)) == "2 年 6 个月"
    assert months_in_words(Decimal("0.5")) == "0.5 个月"


@pytest.mark.parametrize("part", ["12:3", "12点1", "多", "了", "1点", "万", "每月", "的"])
def test_a_message_made_to_be_slow_is_simply_no_figure(part: str) -> None:
    text = part * 1000 + "x"
    assert (parse_amount(text), parse_number(text), parse_months(text), parse_date(text, date(2026, 11, 23))) == (None,) * 4
    assert parse_yes_no(text, YES, NO) is None


@pytest.mark.parametrize(
    ("value", "capitals"),
    [
        ("0", "零元整"), ("35000", "叁万伍仟元整"), ("1005.3", "壹仟零伍元叁角"), ("10", "壹拾元整"), ("110", "壹佰壹拾元整"), ("10001", "壹万零壹元整"),
        ("1010101", "壹佰零壹万零壹佰零壹元整"), ("100000001", "壹亿零壹元整"), ("100010000", "壹亿零壹万元整"), ("0.05", "伍分"), ("3.05", "叁元零伍分"),
        ("12.34", "壹拾贰元叁角肆分"), ("999999999999", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整"),
    ],
)  # fmt: skip
def test_an_amount_in_capitals_as_papers_write_it(value: str, capitals: str) -> None:
    assert in_capitals(Decimal(value)) == capitals
