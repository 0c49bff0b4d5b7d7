"""However a resident types it, the same words are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalize import clauses, normalize, normalize_all


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("您好，請問老闆拖欠工資怎麼辦？？", "老板拖欠工资怎么办"),
        ("老细唔出粮点算", "老板不发工资怎么办"),
        ("佢冇俾钱我，係咪可以告佢", "他没有给钱我，是不是可以告他"),
        ("我和公司的关系", "我和公司的关系"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("三个月没发工资😭😭", "3个月没发工资"),
        ("一直不给一下子", "一直不给一下子"),
        ("离\u200b婚\u202e", "离婚"),
        ("计程车司机撞了我", "出租车司机撞了我"),
        ("打坏了", "打坏了"),
        ("轉人工客服", "转人工客服"),
        ("狗粮", "狗粮"),
        ("欠人工", "欠工资"),
        ("谢谢", "谢谢"),
        ("！！！", ""),
    ],
)
def test_a_question_is_normalised(typed: str, compared: str) -> None:
    assert normalize(typed) == compared


def test_a_story_falls_into_clauses() -> None:
    assert clauses(normalize("我去年借钱给他。到现在没还\n怎么办？")) == ("我去年借钱给他", "到现在没还", "怎么办")


@given(st.text(max_size=200))
def test_normalising_never_fails_and_settles(text: str) -> None:
    once = normalize(text)
    assert normalize(normalize(once)) == normalize(once)
    assert not any(ord(c) < 32 for c in once)


@given(st.lists(st.text(st.sampled_from("老闆冇出糧三十天，。！請問律師您好ab12%𠊎e\u0301\u16a0\n 👍系咪"), max_size=12), max_size=8))
def test_many_together_become_what_each_becomes_alone(texts: list[str]) -> None:
    assert normalize_all(texts) == {text: normalize(text) for text in texts}
    assert normalize_all(texts[:2]) == {text: normalize(text) for text in texts[:2]}
