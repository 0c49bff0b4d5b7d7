"""Every wizard, calculator and form of the knowledge base, walked in Telegram to the result or the file in the chat.

The ids are read from the knowledge base: a new one is walked by itself."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.knowledge import read_knowledge
from tests.walks.telegram.program import KNOWLEDGE, Program, running
from tests.walks.telegram.resident import Resident, answers_all, lacks, on_paper, opens, pdf_words, words_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
BASE = read_knowledge(KNOWLEDGE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    async with running(tmp_path_factory.mktemp("walks")) as whole:
        yield whole


def kept(resident: Resident, name: str) -> None:
    """For reading with one's own eyes: WALKS_KEPT=folder keeps every conversation."""
    if folder := os.environ.get("WALKS_KEPT"):
        Path(folder, f"{name}.txt").write_text("\n\n======\n\n".join(resident.heard), "utf-8")


@pytest.mark.parametrize("by_taps", [True, False], ids=["taps", "typed"])
@pytest.mark.parametrize("id", sorted(BASE.wizards))
async def test_a_wizard_or_calculator_leads_to_a_result_that_explains_itself(program: Program, id: str, by_taps: bool) -> None:
    wizard = BASE.wizards[id]
    resident = Resident(program.telegram.person("陈伯"))
    said, given = await answers_all(resident, wizard, await opens(resident, wizard), by_taps=by_taps)
    resident.heard.append(str(resident.last and resident.last.buttons))
    kept(resident, f"{id}-{'taps' if by_taps else 'typed'}")
    assert given and "算不出来" not in said, said
    assert "不是决定" in said and "不是法律意见" in said
    assert resident.has(f"opinion:wizard-{id}") and sum(data.startswith("edit:") for data in resident.offers.values()) == len(
        given
    )
    if resident.has("tg:file:ics:"):
        assert (await resident.file("tg:file:ics:deadline"))[1].startswith(b"BEGIN:VCALENDAR")
    await resident.taps(data=f"opinion:wizard-{id}")
    name, content = await resident.file(f"tg:file:opinion:wizard-{id}")
    text = words_in(content)
    assert name.endswith(".docx") and "您告诉我们的情况" in text
    assert not lacks(text, [re.sub(r"^\d+\. ", "", answer) for answer in given.values()]), text


@pytest.mark.parametrize("id", sorted(BASE.forms))
async def test_a_form_is_asked_one_thing_at_a_time_and_comes_filled_into_the_chat(program: Program, id: str) -> None:
    form = BASE.forms[id]
    resident = Resident(program.telegram.person("阿梅"))
    said, given = await answers_all(resident, form, await opens(resident, form), by_taps=False)
    resident.heard.append(str(resident.last and resident.last.buttons))
    kept(resident, f"form-{id}")
    assert not lacks(said + "".join(resident.offers), list(given.values())), "the review shows all that was answered"
    name, content = await resident.file(f"tg:file:form:{id}")
    text = words_in(content)
    assert name.endswith(".docx") and not lacks(text, on_paper(form, given)), text
    if os.environ.get(
        "WALKS_PDF"
    ):  # a second each: once by hand after a template was changed; test_changes.py takes one at every run
        name, content = await resident.file(f"tg:file:pdf:form:{id}")
        assert name.endswith(".pdf") and not lacks(pdf_words(content), on_paper(form, given))
