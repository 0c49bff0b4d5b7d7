"""`ask --jsonl`: what a reply counts as."""

from __future__ import annotations

import pytest

from bot.app import ShortMemory
from bot.channels.console import scored
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.library import Library
from tests.conftest import NOW, ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT / "knowledge")


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("欠薪、加班费怎么算", "sure"), ("人民调解申请书", "sure"), ("附近找谁", "sure"), ("信息动态", "sure"), ("你好", "none"), ("红烧肉怎么做", "none")],
)  # fmt: skip
async def test_a_wizard_form_or_list_that_is_opened_counts_as_sure(library: Library, question: str, outcome: str) -> None:
    reply = await Assistant(library, ShortMemory(), lambda: NOW).reply(Message(session="console:1", channel="console", text=question))
    assert scored(question, reply, 1.0)["outcome"] == outcome, reply.outcome
