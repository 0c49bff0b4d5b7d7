"""What goes wrong in front of the kiosk: second thoughts, reloading, nonsense, odd words, changed files, others at the same time."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.knowledge import read_knowledge
from bot.knowledge.model import Form
from tests.channels.web.conftest import IN_ONE_BROWSER
from tests.conftest import ROOT
from tests.walks.kiosk.visitor import Visitor, answers, begins, open_question

pytestmark = IN_ONE_BROWSER
BASE = read_knowledge(ROOT / "knowledge")
FORM = BASE.forms["mediation-application"]


async def goes_on(visitor: Visitor, steps: int) -> None:
    for number in range(steps):
        question = open_question(visitor, FORM)
        assert question
        await answers(visitor, question, number, by_taps=False)


async def finishes(visitor: Visitor, form: Form = FORM) -> None:
    while (question := open_question(visitor, form)) is not None:
        await answers(visitor, question, 5, by_taps=False)


async def test_answers_given_anew_after_stepping_back_stand_in_place_of_the_old_ones(visitor: Visitor, kiosk: str) -> None:
    await begins(visitor, FORM, kiosk)
    asked = [visitor.asked]
    for text in ("石井甲", "石井乙", "石井丙"):
        await visitor.says(text)
        asked.append(visitor.asked)
    for question, text in zip(asked[2::-1], ("石井丙", "石井乙", "石井甲"), strict=True):
        assert not await visitor.page.locator(".bar form[action='/back']").count(), "one way back, not two"
        await visitor.taps("back")
        assert (visitor.asked, visitor.filled) == (question, text)
    for question, text in zip(asked, ("石井丁", "石井戊"), strict=False):
        assert visitor.asked == question
        await visitor.says(text)
    await finishes(visitor)
    assert all(word in visitor.text for word in ("石井丁", "石井戊")), visitor.text
    assert not any(word in visitor.text for word in ("石井甲", "石井乙", "石井丙"))


async def test_the_page_before_the_result_takes_another_answer_to_its_own_question(visitor: Visitor, kiosk: str) -> None:
    await begins(visitor, FORM, kiosk)
    await finishes(visitor)
    result = visitor.text
    await visitor.back()
    assert visitor.asked == FORM.questions[-1].ask
    await visitor.says("石井换过的请求")
    assert visitor.has(f"form:{FORM.id}") and "石井换过的请求" in visitor.text and visitor.text != result
    await visitor.back()
    await visitor.taps("back")
    assert visitor.asked == FORM.questions[-2].ask, "a step back from the page that is seen"


@pytest.mark.parametrize("way", ["home", "before"])
async def test_a_question_typed_on_a_page_that_asks_nothing_is_no_answer_to_the_form(
    visitor: Visitor, kiosk: str, way: str
) -> None:
    await begins(visitor, FORM, kiosk)
    if way == "before":
        await visitor.opens(kiosk)
        await visitor.says("老板拖欠工资怎么办")
        await visitor.says(FORM.title)
        await (visitor.taps(f"form:{FORM.id}") if not visitor.asked else visitor.reads())
        await visitor.back()
    else:
        await visitor.says("石井甲")
        await visitor.taps("menu")
        assert visitor.has("resume"), "what was begun is not lost"
    await visitor.says("被公司辞退有没有补偿")
    assert not visitor.asked and "补偿" in visitor.text, visitor.text
    await visitor.taps("resume")
    assert visitor.asked == FORM.questions[1 if way == "home" else 0].ask
    await finishes(visitor)
    assert "辞退" not in visitor.text


async def test_a_reload_mid_way_keeps_the_place_and_the_answers(visitor: Visitor, kiosk: str) -> None:
    await begins(visitor, FORM, kiosk)
    await goes_on(visitor, 2)
    asked = visitor.asked
    await visitor.page.reload()
    await expect(visitor.page.locator("#asked")).to_have_text(asked)
    await visitor.reads()
    await finishes(visitor)
    assert "甲0号" in visitor.text and "乙1号" in visitor.text


async def test_who_has_left_is_not_brought_back_by_a_reload(visitor: Visitor, kiosk: str) -> None:
    await begins(visitor, FORM, kiosk)
    await visitor.says("石井王小燕")
    await visitor.page.locator("form.leave button").click()
    await visitor.page.locator(".left").wait_for()
    assert await visitor.page.evaluate("history.state") is None
    await visitor.page.reload()
    await visitor.page.locator(".tiles").wait_for()
    assert "王小燕" not in await visitor.reads() and not visitor.asked
