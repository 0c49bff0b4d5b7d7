"""Typed replies, as residents give them to each kind of question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadRequest
from bot.knowledge.model import Question, Wizard
from bot.wizards import misfit, parse_reply, shown
from tests.wizards.conftest import TODAY, WORDS, small_wizard

QUESTIONS = {q.name: q for q in small_wizard().questions}


def reply(name: str, text: str) -> str | None:
    return parse_reply(QUESTIONS[name], text, WORDS, TODAY)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("working", "是的", "yes"), ("working", "不在了", "no"), ("working", "冇", "no"),
        ("left_on", "去年三月", "2025-03-01"), ("left_on", "上个月十五", "2026-10-15"), ("left_on", "2024年3月5号", "2024-03-05"),
        ("proof", "工资欠条", "note"), ("proof", "老板写的条", "note"), ("proof", "1", "note"), ("proof", "第二个", "chat"), ("proof", "选3", "none"),
        ("proof", "有微信聊天记录", "chat"), ("proof", "没有证据", "none"), ("amount", "三千五", "3500"), ("amount", "1.2万", "12000"),
        ("amount", "没有", "0"), ("amount", "不知道", None), ("people", "三口人", "3"), ("people", "5", "5"), ("story", "跳过", None),
        ("story", " 老板跑了\n电话不接 ", "老板跑了\n电话不接"),
    ],
)  # fmt: skip
def test_a_typed_reply_becomes_the_value_that_is_kept(name: str, typed: str, value: str | None) -> None:
    assert reply(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "hint"),
    [
        ("working", "说不准", "是"), ("working", "不知道", "要知道才能往下走"), ("left_on", "很久以前", "公历"), ("left_on", "农历三月", "公历"),
        ("left_on", "明年三月", "还没到"), ("proof", "9", "序号"), ("proof", "录像", "选项"), ("amount", "几万", "金额"), ("amount", "-500", "金额"),
        ("amount", "五百万", "最多是 1,000,000 元"), ("people", "两个半", "整数"), ("people", "0", "至少是 1 人"), ("people", "很多", "说一个数"),
        ("story", "  ", "打几个字"), ("story", "字" * 3001, "太长"),
    ],
)  # fmt: skip
def test_a_reply_that_cannot_be_meant_is_refused_with_what_is_expected(name: str, typed: str, hint: str) -> None:
    with pytest.raises(BadRequest, match=hint):
        reply(name, typed)


PAPER = {
    "day": Question(name="day", ask="哪天？", kind="date"), "other": Question(name="other", ask="其他？", kind="text", optional=True),
    "children": Question(name="children", ask="孩子？", kind="long_text", optional=True, none="没有子女。"),
    "who": Question(name="who", ask="谁？", kind="text"), "due": Question(name="due", ask="哪天还？", kind="date", optional=True),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("other", "没有", "无"), ("other", "不知道", None), ("children", "没有", "没有子女。"), ("due", "没有", None), ("day", "去年三月五号", "2025-03-05"),
    ],
)  # fmt: skip
def test_on_paper_none_is_written_down_and_not_known_is_left_open(name: str, typed: str, value: str | None) -> None:
    assert parse_reply(PAPER[name], typed, WORDS, TODAY, paper=True) == value


@pytest.mark.parametrize(
    ("name", "typed", "hint"),
    [("day", "去年三月", "写到哪一天.*转账"), ("due", "去年三月", "可以跳过"), ("day", "农历三月", "农历"), ("who", "不知道", "待补")],
)
def test_on_paper_nothing_is_estimated_and_no_day_is_made_up(name: str, typed: str, hint: str) -> None:
    with pytest.raises(BadRequest, match=hint):
        parse_reply(PAPER[name], typed, WORDS, TODAY, paper=True)


@pytest.mark.parametrize(
    ("ask", "typed", "value"),
    [
        ("两个人都同意离吗？", "同意", "yes"), ("两个人都同意离吗？", "不同意", "no"), ("对方愿不愿意坐下来谈？", "愿意", "yes"),
        ("对方愿不愿意坐下来谈？", "不愿意", "no"), ("您现在还在那里上班吗？", "还在", "yes"), ("报警了吗？", "报警了", "yes"),
        ("报警了吗？", "没报", "no"), ("有没有人受伤？", "没人受伤", "no"), ("已经离开这家单位了吗？", "还没离开", "no"),
    ],
)  # fmt: skip
def test_the_questions_own_words_answer_it(ask: str, typed: str, value: str) -> None:
    assert parse_reply(Question(name="q", ask=ask, kind="yes_no"), typed, WORDS, TODAY) == value


@pytest.mark.parametrize(
    ("ask", "typed"), [("已经离开这家单位了吗？", "不在了"), ("对方愿不愿意坐下来谈？", "没问题"), ("女方怀着孕，或者生孩子不到一年？", "不到一年"), ("报警了吗？", "警")]
)
def test_an_echo_that_could_mean_either_is_asked_again(ask: str, typed: str) -> None:
    plain_words = WORDS.model_copy(update={"no": ("没有",)})
    with pytest.raises(BadRequest):
        parse_reply(Question(name="q", ask=ask, kind="yes_no"), typed, plain_words, TODAY)


def test_no_is_not_a_number() -> None:
    with pytest.raises(BadRequest):
        reply("amount", "不是")


def test_a_bare_number_names_an_option_before_it_counts_as_a_place() -> None:
    grade = Question.model_validate(
        {"name": "grade", "ask": "几级？", "kind": "choice", "choices": [{"value": str(g), "label": f"{g}级"} for g in (10, 9, 8)]}
    )
    assert parse_reply(grade, "9", WORDS, TODAY) == "9"
    assert parse_reply(grade, "10级", WORDS, TODAY) == "10"


def test_a_monthly_sum_answers_only_a_question_about_months() -> None:
    assert reply("income", "一个月三千") == "3000"
    with pytest.raises(BadRequest, match="金额"):
        reply("amount", "一个月三千")


def test_no_such_day_counts_as_not_known_where_that_is_allowed() -> None:
    signed = Question.model_validate({"name": "signed", "ask": "哪天补签的？", "kind": "date", "optional": True})
    for typed in ("没有", "没签", "一直没签过", "还没有"):
        assert parse_reply(signed, typed, WORDS, TODAY) is None
    assert parse_reply(signed, "去年三月", WORDS, TODAY) == "2025-03-01"


def test_long_names_braces_and_tags_are_kept_as_typed_and_invisible_characters_go() -> None:
    name = Question.model_validate({"name": "name", "ask": "姓名？", "kind": "text"})
    long = "欧阳" * 100
    assert parse_reply(name, long, WORDS, TODAY) == long
    assert parse_reply(name, "{{ 7*7 }} <w:t>&amp;", WORDS, TODAY) == "{{ 7*7 }} <w:t>&amp;"
    assert parse_reply(name, "张\u202e三\u200b \n 李四\x00", WORDS, TODAY) == "张三 李四"


@given(st.sampled_from(sorted(QUESTIONS)), st.text(max_size=60))
def test_whatever_is_typed_gives_a_value_that_fits_or_a_friendly_refusal(name: str, text: str) -> None:
    question = QUESTIONS[name]
    try:
        value = parse_reply(question, text, WORDS, TODAY)
    except BadRequest as refusal:
        assert str(refusal)
    else:
        assert misfit(question, value, TODAY) == "" and shown(question, value)


def test_what_is_shown_can_be_typed_again(wizard: Wizard) -> None:
    for name, value in (("left_on", "2025-03-01"), ("proof", "chat"), ("amount", "12345.6"), ("people", "3")):
        assert reply(name, shown(QUESTIONS[name], value)) == value
