"""Numbers that can't be right are told; bank cards, passports and sound numbers are left in peace."""

from __future__ import annotations

import pytest

from bot.forms.slips import slips_in


@pytest.mark.parametrize(
    "text",
    [
        "张三 11010519491231002X", "张三11010519491231002x，电话13800138000", "护照 C1234567", "账号 6222021234567890123", "固话 0755-28333000",
        "（2026）粤0307民初1234号", "2024年3月5日付了3万5", "",
    ],
)  # fmt: skip
def test_what_is_right_or_no_such_number_is_not_spoken_of(text: str) -> None:
    assert list(slips_in(text)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("身份证11010519491231002", "17 位"), ("身份证1101051949123100210", "19 位"), ("身份证110105194912310029", "校验码"),
        ("电话1380013800", "10 位"), ("电话138001380000", "12 位"),
    ],
)  # fmt: skip
def test_a_digit_too_few_too_many_or_wrong_is_told(text: str, told: str) -> None:
    (said,) = slips_in(text)
    assert told in said
