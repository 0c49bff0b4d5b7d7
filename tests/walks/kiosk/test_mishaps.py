"""What goes wrong in front of the kiosk: second thoughts, reloading, nonsense, odd words, changed files, others at the same time."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.knowledge import read_knowledge
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


@pytest.mark.parametrize("way", ["bar", "step"])
async def test_a_typed_answer_after_going_back_goes_to_the_question_on_screen(visitor: Visitor, kiosk: str, way: str) -> None:
    await begins(visitor, FORM, kiosk)
    first = visitor.asked
    await visitor.says("石井甲")
    second = visitor.asked
    await visitor.says("石井乙")
    for _ in range(2):
        await (visitor.back() if way == "bar" else visitor.taps("back"))
    assert visitor.asked == first
    await visitor.says("石井丙")
    assert visitor.asked == second
    await visitor.says("石井丁")
    while (question := open_question(visitor, FORM)) is not None:
        await answers(visitor, question, 5, by_taps=False)
    assert "石井丙" in visitor.text and "石井丁" in visitor.text
    assert "石井甲" not in visitor.text and "石井乙" not in visitor.text


async def test_a_reload_mid_way_keeps_the_place_and_the_answers(visitor: Visitor, kiosk: str) -> None:
    await begins(visitor, FORM, kiosk)
    await goes_on(visitor, 2)
    asked = visitor.asked
    await visitor.page.reload()
    await expect(visitor.page.locator("#asked")).to_have_text(asked)
    await visitor.reads()
    while (question := open_question(visitor, FORM)) is not None:
        await answers(visitor, question, 5, by_taps=False)
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
