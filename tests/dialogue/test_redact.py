"""What is recorded of an unanswered question names nobody; in doubt nothing is recorded."""

from __future__ import annotations

import pytest

from bot.dialogue.redact import is_bank_card, is_identity_number, redacted


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("我身份证11010519491231002X被人冒用", "11010519491231002X"),
        ("打我电话13812345678", "13812345678"),
        ("打 138 1234 5678 找我", "1234 5678"),
        ("座机0755-28281234没人接", "28281234"),
        ("卡号6222 0212 3456 7890 128被冻结", "7890"),
        ("车牌粤B·12345的车撞了我", "12345"),
        ("新能源粤BD12345撞人", "D12345"),
        ("我叫王小明，老板不给钱", "王小明"),
        ("对方是李四他不还钱", "李四"),
        ("张经理让我走", "张经理"),
        ("我住葵涌街道金岭路12号3栋402房", "金岭路12号"),
        ("邮箱wang@example.com", "wang@example.com"),
        ("加微信wxid_88abc聊", "wxid_88abc"),
        ("张建国借了我五万不还", "建国"),
        ("昨天，被王小明打了", "小明"),
        ("跟李强说好的，李强不认", "李强不认"),
        ("房东王姐不退押金", "王姐"),
        ("香港身份证A123456(7)", "A123456"),
        ("看这个 https://evil.example/x?p=1", "evil.example"),
    ],
)
def test_personal_data_is_taken_out(said: str, secret: str) -> None:
    kept = redacted(said)
    assert kept is None or secret not in kept


@pytest.mark.parametrize("said", ["老板拖欠我三个月工资怎么办", "2024年3月借了25000元没还", "刑法第264条怎么判", "工资总额怎么算", "总包不管", "高利贷不还会坐牢吗", "向叔叔借钱", "许多人不给钱", "孙子不肯养我", "韩国签证过期", "黄金被抢"])
def test_harmless_questions_are_kept_whole(said: str) -> None:
    assert redacted(said) == said


def test_a_long_unknown_number_drops_the_question() -> None:
    assert redacted("订单 88273645519 不发货") is None


def test_identity_numbers_are_known_by_their_checksum() -> None:
    assert is_identity_number("11010519491231002X") and not is_identity_number("110105194912310021")


def test_bank_cards_are_known_by_their_checksum() -> None:
    assert is_bank_card("4111111111111111") and not is_bank_card("4111111111111112")
