"""Was this helpful? One tap in kiosk, API and Telegram alike; it is in the figures and, when it wasn't, in the gap queue."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.memory import MemoryInbox
from bot.channels.web.server import web_app
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.library import Library
from bot.office.staff_rooms import Rooms, open_rooms
from bot.settings import Settings
from bot.store.conversations import Conversations
from tests.channels.web.conftest import healthy
from tests.conftest import NOW, SMALL
from tests.office.staff_store import opened
from tests.telegram_emulator import Emulator

QUESTION, ANSWER = "老板拖欠工资怎么办", "labour-wages-owed"


@dataclass
class Everything:
    rooms: Rooms
    assistant: Assistant

    async def learnt(self) -> tuple[int, int, list[tuple[tuple[str, ...], dict[str, int]]]]:
        """(helpful, not, gaps with their channels)."""
        figures = await self.rooms.reports.figures(self.rooms.this_month())
        return figures.helpful, figures.unhelpful, [(g.texts, g.channels) for g in await self.rooms.gaps.queue()]


@pytest.fixture
async def everything(tmp_path: Path, small_library: Library) -> AsyncIterator[Everything]:
    engine = await opened(tmp_path)
    assistant = Assistant(small_library, Conversations(engine), lambda: NOW)
    yield Everything(open_rooms(engine, small_library, SMALL, ()), assistant)
    await engine.dispose()


@pytest.fixture
async def client(everything: Everything) -> AsyncIterator[httpx.AsyncClient]:
    app = web_app(everything.assistant, healthy, settings=Settings())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://kiosk") as client:
        yield client


async def test_one_tap_at_the_kiosk(everything: Everything, client: httpx.AsyncClient) -> None:
    page = (await client.post("/ask", data={"question": QUESTION})).text
    button = re.search(rf'<button[^>]*name="choice"[^>]*value="helpful:no:{ANSWER}"', page)
    session = re.search(r'name="session" value="([^"]+)"', page)
    assert button and session
    thanks = await client.post("/ask", data={"choice": f"helpful:no:{ANSWER}", "session": session[1]})
    assert "谢谢告诉我们" in thanks.text
    assert await everything.learnt() == (0, 1, [((QUESTION,), {"kiosk": 1})])


async def test_one_tap_through_the_api(everything: Everything, client: httpx.AsyncClient) -> None:
    first = (await client.post("/api/v1/ask", json={"question": QUESTION})).json()
    assert f"helpful:yes:{ANSWER}" in str(first["reply"])
    await client.post("/api/v1/ask", json={"choice": f"helpful:yes:{ANSWER}", "session": first["session"]})
    assert await everything.learnt() == (1, 0, [])


async def test_one_tap_in_telegram(everything: Everything) -> None:
    async with Emulator() as telegram:
        settings = Settings(TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url)
        stop = asyncio.Event()
        task = asyncio.create_task(TelegramChannel(settings, everything.assistant, MemoryInbox()).run(stop, lambda line: None))
        try:
            wang = telegram.person("王阿姨")
            await wang.says(QUESTION)
            shown = await wang.hears()
            while not any("没帮上" in b for b in shown.buttons):  # a long answer comes in several messages
                shown = await wang.hears()
            await wang.taps(shown, "没帮上")
            assert "谢谢告诉我们" in (await wang.hears()).text
        finally:
            stop.set()
            await task
    assert await everything.learnt() == (0, 1, [((QUESTION,), {"telegram": 1})])


async def test_a_button_tapped_twice_counts_once_and_a_button_of_nothing_never(everything: Everything) -> None:
    await everything.assistant.reply(Message(session="a", channel="api", text=QUESTION))
    for choice in (f"helpful:no:{ANSWER}", f"helpful:no:{ANSWER}", "helpful:no:none-such", "helpful:no:" + "x" * 500, f"helpful:maybe:{ANSWER}"):
        await everything.assistant.reply(Message(session="a", channel="api", choice=choice))
    assert await everything.learnt() == (0, 1, [((QUESTION,), {"api": 1})])


async def test_nothing_is_kept_of_the_words_when_the_matter_is_discreet(everything: Everything) -> None:
    reply = await everything.assistant.reply(Message(session="a", channel="kiosk", text="被家暴了怎么保护自己"))
    assert reply.discreet
    await everything.assistant.reply(Message(session="a", channel="kiosk", choice=f"helpful:no:{reply.answers[0].id}"))
    assert (await everything.learnt())[2] == []
