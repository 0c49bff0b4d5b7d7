"""Every wizard, calculator and form of the knowledge base, walked on the kiosk to the result or the paper.

The ids are read from the knowledge base: a new one is walked by itself."""

from __future__ import annotations

import pytest

from bot.knowledge import read_knowledge
from tests.channels.web.conftest import IN_ONE_BROWSER
from tests.conftest import ROOT
from tests.walks.kiosk.visitor import Guided, Visitor, answers, begins, open_question

pytestmark = IN_ONE_BROWSER
BASE = read_knowledge(ROOT / "knowledge")


async def walks(visitor: Visitor, guided: Guided, *, by_taps: bool) -> dict[str, str]:
    """To the result; by question what was answered, as it is written then."""
    given: dict[str, str] = {}
    while (question := open_question(visitor, guided)) is not None:
        assert question.name not in given, f"asked twice: {visitor.text}"
        given[question.name] = await answers(visitor, question, len(given), by_taps=by_taps)
    return given


@pytest.mark.parametrize("by_taps", [True, False], ids=["taps", "typed"])
@pytest.mark.parametrize("id", sorted(BASE.wizards))
async def test_a_wizard_or_calculator_leads_to_a_result_that_explains_itself(
    visitor: Visitor, kiosk: str, id: str, by_taps: bool
) -> None:
    wizard = BASE.wizards[id]
    await begins(visitor, wizard, kiosk)
    given = await walks(visitor, wizard, by_taps=by_taps)
    assert given and "算不出来" not in visitor.text, visitor.text
    assert "不是决定" in visitor.text and "不是法律意见" in visitor.text
    assert sum(value.startswith("edit:") for value in visitor.offers) == len(given)
    assert visitor.has(f"opinion:wizard-{id}")
