"""What goes wrong between a resident and a wizard or form: nonsense, second thoughts, coming back, others at the same time."""

from __future__ import annotations

import pytest

from tests.walks.telegram.program import Program
from tests.walks.telegram.resident import Resident, words_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

GIVEN = {
    "您的姓名": "石井王小燕",
    "在哪里发生的": "街上",
    "路灯是几号": "17",
    "有人看见吗": "有",
    "哪天的事": "2025年3月5日",
    "花了多少钱": "三千五",
    "不舒服多久了": "两年半",
    "经过怎样": "走着走着就砸下来了",
}
WRITTEN = ("石井王小燕", "街上", "17 号", "2025年3月5日", "3,500 元", "2 年 6 个月", "走着走着就砸下来了")
LONG = "长" * 3_100
NONSENSE = {
    "您的姓名": {"😂😂": "请打几个字", "长" * 501: "最多 500 个字"},
    "在哪里发生的": {"月亮上": "请点一个选项", "9": "请点一个选项", "？？？": "请点一个选项"},
    "路灯是几号": {"红烧肉": "请说一个数", "0": "至少是 1", "9999": "最多是 900", "3.5": "整数", "-5": "请说一个数"},
    "有人看见吗": {"红烧肉": "请回答“是”或“不是”", "😂": "请回答“是”或“不是”"},
    "哪天的事": {
        "很久以前": "请说公历的年月日",
        "2025年2月30日": "请说公历的年月日",
        "2099年1月1日": "还没到",
        "1-2-3-4": "请说公历的年月日",
    },
    "花了多少钱": {"很多": "例如 3500", "9999999999": "最多是", "-3": "例如 3500", "{{ 7*7 }}": "例如 3500"},
    "不舒服多久了": {"好久": "两年半", "5": "带上单位"},
    "经过怎样": {"！！！": "请打几个字", LONG: "最多 3000 个字"},
}


def asks(said: str, question: str) -> bool:
    return f"）{question}" in said


def seen(resident: Resident, said: str) -> str:
    """Words and buttons."""
    return said + "".join(resident.offers)


async def begins(resident: Resident, title: str = "路灯砸伤怎么办") -> str:
    return await resident.says(title)


async def goes_to(resident: Resident, question: str, title: str = "路灯砸伤怎么办", **other: str) -> str:
    """As far as this question, answering all before it."""
    said = await begins(resident, title)
    for name, answer in (GIVEN | other).items():
        if question and asks(said, question):
            return said
        if asks(said, name):
            said = await resident.says(answer)
    assert question == "", said
    return said


@pytest.mark.parametrize("title", ["路灯砸伤怎么办", "路灯赔偿信"])
async def test_nonsense_at_every_kind_of_question_is_refused_in_plain_words_and_loses_nothing(
    resident: Resident, title: str
) -> None:
    said = await begins(resident, title)
    for question, answer in GIVEN.items():
        assert asks(said, question), said
        for nonsense, hint in NONSENSE[question].items():
            said = await resident.says(nonsense)
            assert hint in said and asks(said, question), f"{nonsense[:20]!r} at {question}: {said}"
        said = await resident.says(answer)
    assert all(f"：{answer}" in seen(resident, said) for answer in WRITTEN), said


async def test_a_forged_button_is_refused_and_the_question_stands(resident: Resident) -> None:
    await goes_to(resident, "在哪里发生的")
    said = await resident.taps(data="pick:place:moon")
    assert asks(said, "在哪里发生的") and "请点一个选项" in said
    assert asks(await resident.taps(data="pick:nothing:yes"), "在哪里发生的")
    assert asks(await resident.taps(data="pick:cost:99999999999"), "在哪里发生的")
    assert asks(await resident.taps("街上"), "路灯是几号")


async def test_correcting_an_answer_drops_those_that_hung_on_it(resident: Resident) -> None:
    said = await goes_to(resident, "")
    assert "找路灯管理处" in said and "17 号" in seen(resident, said)
    said = await resident.taps(data="edit:place")
    assert asks(said, "在哪里发生的") and "上次填的：街上" in said
    said = await resident.taps("家里")
    assert "找房东" in said and "17 号" not in seen(resident, said) and "3,500 元" in seen(resident, said), (
        "all other answers stay, the lamp is gone"
    )


async def test_a_step_back_shows_what_was_said_and_takes_another_answer(resident: Resident) -> None:
    await goes_to(resident, "有人看见吗")
    said = await resident.says("上一步")
    assert asks(said, "路灯是几号") and "上次填的：17 号" in said
    assert asks(await resident.taps("上一步"), "在哪里发生的")
    assert asks(await resident.says("厂里"), "有人看见吗"), "the lamp isn't asked in the works"


@pytest.mark.parametrize("leaving", ["typed", "tapped", "asking", "command"])
async def test_who_leaves_can_come_back_to_the_same_place(resident: Resident, leaving: str) -> None:
    await goes_to(resident, "哪天的事")
    if leaving == "typed":
        said = await resident.says("退出")
    elif leaving == "tapped":
        said = await resident.taps("先不答了")
    elif leaving == "command":
        said = await resident.says("/cancel")
    else:
        said = await resident.says("老板拖欠工资怎么办")
        assert "劳动监察" in said
    assert resident.has("resume"), said
    assert asks(await (resident.says("继续") if leaving == "command" else resident.taps(data="resume")), "哪天的事")
    for answer in list(GIVEN.values())[4:]:
        said = await resident.says(answer)
    assert resident.has("edit:who") and "您的姓名：石井王小燕" in resident.offers and "找路灯管理处" in said


async def test_dont_know_is_taken_where_it_may_be_and_else_helped_on(resident: Resident) -> None:
    said = await goes_to(resident, "花了多少钱")
    assert not resident.has("unknown:")
    said = await resident.says("不知道")
    assert asks(said, "花了多少钱") and "估一个大概" in said
    await resident.says("3500")
    assert asks(await resident.says("不清楚"), "经过怎样")
    said = await resident.taps("不知道，跳过")
    assert "找路灯管理处" in said and "不舒服多久了：不知道" in seen(resident, said)


async def test_an_old_button_of_a_finished_wizard_changes_nothing_and_says_how_to_correct(resident: Resident) -> None:
    await goes_to(resident, "在哪里发生的")
    old = resident.last
    await resident.taps("街上")
    for answer in list(GIVEN.values())[2:]:
        said = await resident.says(answer)
    result = resident.last
    resident.last = old
    said = await resident.taps(data="pick:place:home")
    assert "已经答完" in said and "找房东" not in said, said
    resident.last = result
    assert "上次填的：街上" in await resident.taps(data="edit:place")


async def test_an_old_button_of_another_wizard_answers_nothing_in_this_one(resident: Resident) -> None:
    await goes_to(resident, "在哪里发生的")
    old = resident.last
    assert asks(await resident.says("退出") and await begins(resident, "路灯赔偿信"), "您的姓名")
    resident.last = old
    said = await resident.taps("街上")
    assert asks(said, "您的姓名") and "另一题的" in said
    assert asks(await resident.says("石井李四"), "在哪里发生的"), "it is still asked"


async def test_two_people_in_the_same_form_never_see_each_others_answers(small: Program) -> None:
    both = [Resident(small.telegram.person(name)) for name in ("甲", "乙")]
    for one in both:
        await begins(one, "路灯赔偿信")
    for question in list(GIVEN)[:]:
        for number, one in enumerate(both):
            await one.says(f"石井{'甲乙'[number]}说的" if question in ("您的姓名", "经过怎样") else GIVEN[question])
    for number, one in enumerate(both):
        text = words_in((await one.file("tg:file:form:lamp-letter"))[1])
        assert text.count(f"石井{'甲乙'[number]}说的") == 2 and f"石井{'乙甲'[number]}" not in text
        assert not any(f"石井{'乙甲'[number]}" in heard for heard in one.heard)


ODD = [
    "龙" * 200,
    "{{ who }}",
    "{% for x in range(9) %}",
    "<w:p><w:r><w:t>假</w:t></w:r></w:p>",
    "张 & 李 <b>",
    "😀👨‍👩‍👧 王",
    "{{ 7*7 }}{# 无 #}",
    "]]> &amp; \\n",
]


@pytest.mark.parametrize("odd", ODD, ids=["long", "braces", "loop", "xml", "and", "emoji", "sum", "cdata"])
async def test_odd_words_come_out_literally_on_paper_and_in_the_chat(resident: Resident, odd: str) -> None:
    said = await goes_to(resident, "", "路灯赔偿信", 您的姓名=odd, 经过怎样=f"{odd}\n第二行")
    assert odd[:150] in seen(resident, said)
    text = words_in((await resident.file("tg:file:form:lamp-letter"))[1])
    assert f"who：{odd}。" in text and f"story：{odd}" in text and "第二行" in text and "2025年3月5日" in text
