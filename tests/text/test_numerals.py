"""Chinese numerals are read as people write them, and what is no figure is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.numerals import numerals_to_digits, parse_numeral, to_numeral


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("三十一", 31), ("十", 10), ("二十", 20), ("一千零四十三", 1043), ("一千二百六十", 1260), ("二〇二一", 2021), ("三千五", 3500),
        ("三千零五", 3005), ("一百二", 120), ("一万二", 12_000), ("一万零二", 10_002), ("一万二千五", 12_500), ("十万", 100_000),
        ("百万", 1_000_000), ("一百二十万", 1_200_000), ("三亿五", 350_000_000), ("一亿零三万", 100_030_000), ("壹佰贰拾", 120), ("零", 0),
    ],
)  # fmt: skip
def test_a_numeral_is_read_as_it_is_said(written: str, number: int) -> None:
    assert parse_numeral(written) == number


@pytest.mark.parametrize("words", ["", "四五千", "两三万", "万", "亿", "一下", "几万", "三百四千", "万一", "一万万", "三千元"])
def test_what_can_be_meant_two_ways_or_is_no_figure_gives_nothing(words: str) -> None:
    assert parse_numeral(words) is None


@given(st.integers(0, 9999))
def test_every_article_number_survives_the_way_there_and_back(number: int) -> None:
    assert parse_numeral(to_numeral(number)) == number


def test_numerals_inside_a_sentence_become_digits_and_idioms_stay() -> None:
    assert numerals_to_digits("干了三十天，万一不给，四五千也要") == "干了30天，万一不给，四五千也要"


@pytest.mark.parametrize("part", ["万", "亿", "一", "亿万", "十百千", "零"])
def test_a_flood_of_numerals_breaks_nothing(part: str) -> None:
    assert parse_numeral(part * 2000) is None
    assert numerals_to_digits(part * 2000)
