"""What residents type next is understood in the light of what they said before (conversations.yaml), and a new matter is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.answers.blocks import Reply
from bot.app import ShortMemory
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.library import Library
from tests.benchmarks.conversations import measured, read
from tests.conftest import NOW, ROOT

CONVERSATIONS = read()


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT / "knowledge")


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def assistant(library: Library, memory: ShortMemory, clock: Clock) -> Assistant:
    return Assistant(library, memory, clock)


async def say(assistant: Assistant, text: str = "", choice: str = "", session: str = "test:1") -> Reply:
    return await assistant.reply(Message(session=session, channel="kiosk", text=text, choice=choice))


def ids(reply: Reply) -> list[str]:
    return [hit.id for hit in reply.answers]


async def test_what_was_said_before_helps_far_more_than_it_hurts(assistant: Assistant) -> None:
    light = await measured(assistant, CONVERSATIONS)
    alone = await measured(assistant, CONVERSATIONS, apart=True)
    assert light.first > 0.6 * light.asked and light.shown > 0.8 * light.asked
    assert min(light.first - alone.first, light.shown - alone.shown) > 0.2 * light.asked
    assert light.turned_away < 0.1 * light.asked and light.fresh_shown >= alone.fresh_shown - 1


async def test_every_answer_wanted_in_a_conversation_exists(library: Library) -> None:
    wanted = {w for conversation in CONVERSATIONS for message in conversation[1:] for w in message["want"]}
    assert wanted <= set(library.snapshot.knowledge.answers)


async def test_a_matter_lasts_ten_minutes_and_ends_at_the_menu(assistant: Assistant, clock: Clock) -> None:
    alone = ids(await say(assistant, "他不肯赔", session="test:alone"))
    for end in ("later", "menu"):
        await say(assistant, "隔壁邻居把我打了", session=f"test:{end}")
        assert ids(await say(assistant, "他不肯赔", session=f"test:{end}")) != alone
    clock.now += timedelta(minutes=11)
    assert ids(await say(assistant, "他不肯赔", session="test:later")) == alone
    clock.now -= timedelta(minutes=11)
    await say(assistant, choice="menu", session="test:menu")
    assert ids(await say(assistant, "他不肯赔", session="test:menu")) == alone


async def test_an_answer_picked_from_a_list_is_what_comes_next_is_about(assistant: Assistant) -> None:
    await say(assistant, choice="answer:traffic-hit-run-victim")
    assert "traffic-compensation-general" in ids(await say(assistant, "能赔哪些"))


async def test_of_a_discreet_matter_no_word_is_kept(assistant: Assistant, memory: ShortMemory) -> None:
    await say(assistant, "老公喝醉了拿皮带抽我")
    assert "family-violence-shelter" in ids(await say(assistant, "我没地方去"))
    assert "皮带" not in str(await memory.load("test:1"))


async def test_of_whom_it_is_told_is_not_kept(assistant: Assistant, memory: ShortMemory) -> None:
    await say(assistant, "张建国借了我五万不还，电话13812345678")
    assert any(id.startswith(("debt-", "lent-")) for id in ids(await say(assistant, "他不承认")))
    state = await memory.load("test:1")
    assert state and state["story"] and not any(secret in str(state["story"]) for secret in ("建国", "138"))


async def test_who_tells_more_and_more_is_not_turned_away(assistant: Assistant) -> None:
    outcomes = [(await say(assistant, text)).outcome for text in ("爸爸去世留下一套房", "没有遗嘱", "有三个兄弟", "其中一个不同意", "还欠银行钱")]
    assert "menu" not in outcomes and "none" not in outcomes
