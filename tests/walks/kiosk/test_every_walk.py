"""Every wizard, calculator and form of the knowledge base, walked on the kiosk to the result or the paper.

The ids are read from the knowledge base: a new one is walked by itself."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.knowledge import read_knowledge
from bot.knowledge.model import Question
from tests.channels.web.conftest import IN_ONE_BROWSER
from tests.conftest import ROOT
from tests.walks.kiosk.conftest import Meet
from tests.walks.kiosk.visitor import Guided, Visitor, answers, begins, open_question, walks
from tests.walks.telegram.resident import lacks, on_paper, words_in

pytestmark = IN_ONE_BROWSER
BASE = read_knowledge(ROOT / "knowledge")


async def steps_back_and_reloads(visitor: Visitor, guided: Guided, given: dict[str, str]) -> None:
    """Second thoughts after the second answer: it stands there to be read, is given again, and a reload on the way costs nothing."""
    here, last = visitor.asked, list(given)[-1]
    await visitor.taps("back")
    before = open_question(visitor, guided)
    assert before and before.name == last and not lacks(f"{visitor.text}{visitor.filled}", [given[last]]), visitor.text
    given[last] = await answers(visitor, before, len(given) - 1, by_taps=False)
    assert visitor.asked == here
    await visitor.page.reload()
    await expect(visitor.page.locator("#asked")).to_have_text(here)
    await visitor.reads()


def explains_itself(visitor: Visitor, given: dict[str, str]) -> list[str]:
    """What a result of a wizard lacks."""
    text, plain = visitor.text, [re.sub(r"^\d+\. ", "", answer) for answer in given.values()]
    wanted = {
        "an answer": bool(given) and "算不出来" not in text,
        "no decision": "不是决定" in text and "不是法律意见" in text,
        "articles": re.search(r"《[^》]+》第.+条", text) is not None and visitor.has("law:"),
        "a human": visitor.has("message") and "12348" in text,
        "what was told": not lacks(text, plain) and sum(offer.startswith("edit:") for offer in visitor.offers) == len(given),
    }
    return [name for name, there in wanted.items() if not there]


@pytest.mark.parametrize("by_taps", [True, False], ids=["taps", "typed"])
@pytest.mark.parametrize("id", sorted(BASE.wizards))
async def test_a_wizard_or_calculator_leads_to_a_result_that_explains_itself(
    visitor: Visitor, kiosk: str, id: str, by_taps: bool
) -> None:
    wizard = BASE.wizards[id]
    await begins(visitor, wizard, kiosk)
    given = await walks(visitor, wizard, by_taps=by_taps, after_second=None if by_taps else steps_back_and_reloads)
    assert not explains_itself(visitor, given), visitor.text
    if wizard.kind == "calculator":
        assert (
            await visitor.page.locator(".figures .result").count() == 1
            and await visitor.page.locator(".figures td.amount").count()
        )
    if not by_taps:
        await visitor.taps(f"opinion:wizard-{id}")
        name, content = await visitor.downloads(f"opinion:wizard-{id}")
        text = words_in(content)
        assert name.endswith(".docx") and not lacks(text, [re.sub(r"^\d+\. ", "", answer) for answer in given.values()]), text


@pytest.mark.parametrize("id", sorted(BASE.forms))
async def test_a_form_is_asked_reviewed_corrected_and_comes_filled(visitor: Visitor, kiosk: str, id: str) -> None:
    form = BASE.forms[id]
    await begins(visitor, form, kiosk)
    given = await walks(visitor, form, by_taps=False)
    await corrects(visitor, next(q for q in form.questions if q.kind in ("text", "long_text")), given)
    assert not lacks(visitor.text, list(given.values())), "the review shows all that was answered"
    assert "以受理窗口" in visitor.text or form.status == "official", visitor.text
    name, content = await visitor.downloads(f"form:{id}")
    text = words_in(content)
    assert name.endswith(".docx") and not lacks(text, on_paper(form, given)) and "甲0号" not in text, text


async def corrects(visitor: Visitor, question: Question, given: dict[str, str]) -> None:
    """One answer of the review, to something else; all others stay."""
    await visitor.taps(f"edit:{question.name}")
    assert visitor.asked == question.ask and visitor.filled == given[question.name]
    given[question.name] = "石井改过的"
    await visitor.says(given[question.name])


SCRIPTLESS = ["severance", "notary-needs", "mediation-application"]


@pytest.mark.parametrize("id", SCRIPTLESS)
async def test_all_of_it_goes_without_scripts(another: Meet, kiosk: str, id: str) -> None:
    guided: Guided = BASE.wizards.get(id) or BASE.forms[id]
    visitor = await another(java_script_enabled=False)
    await begins(visitor, guided, kiosk)
    given = await walks(visitor, guided, by_taps=False, after_second=steps_back_and_reloads)
    if id in BASE.forms:
        assert not lacks(words_in((await visitor.downloads(f"form:{id}"))[1]), list(given.values()))
    else:
        assert not explains_itself(visitor, given), visitor.text
