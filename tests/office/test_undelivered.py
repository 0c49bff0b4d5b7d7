"""What can't reach its chat: staff see which message, why, and what to do; nothing of it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.model import Office
from bot.office.tickets import Tickets
from bot.store.outbox import Outbox
from bot.store.tickets import TicketStore
from tests.conftest import NOW, SMALL
from tests.office.staff_store import opened
from tests.office.test_handoff import leaves
from tests.telegram_emulator import Emulator, Group
from tests.test_front_door import Running, running

WELL = {"waiting": 0, "undelivered": 0, "staff_chat": "ok", "remedy": ""}


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
def office(telegram: Emulator) -> Group:
    return telegram.group("值班群")


def program(telegram: Emulator, tmp_path: Path, staff_chat: int) -> AbstractAsyncContextManager[Running]:
    return running(tmp_path, SMALL, TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url, staff_chat_id=staff_chat)


async def deliveries(started: Running, **wanted: object) -> dict[str, Any]:
    """That part of /healthz, once it says what is wanted (or after ten seconds)."""
    for _ in range(100):
        found: dict[str, Any] = (await started.healthy())["deliveries"]
        if wanted.items() <= found.items():
            break
        await asyncio.sleep(0.1)
    return found


async def test_a_deleted_staff_group_is_named_with_its_remedy_and_the_new_one_gets_what_was_missed(
    telegram: Emulator, office: Group, tmp_path: Path
) -> None:
    wang, chen = telegram.person("王阿姨"), telegram.person("陈科员")
    async with program(telegram, tmp_path, office.id) as started:
        assert await deliveries(started) == WELL
        office.is_deleted()
        number = await leaves(wang)
        found = await deliveries(started, staff_chat="lost")
        assert found["undelivered"] == 1 and "加进新群" in found["remedy"] and "BOT_STAFF_CHAT_ID" in found["remedy"]
        assert (await started.healthy())["ok"], "residents are served all the same"
        new = telegram.group("新值班群")
        await new.adds_bot(chen)
        assert "提到我" in (await new.hears()).text
        assert any(f"BOT_STAFF_CHAT_ID={new.id}" in report for report in started.reports)
    async with program(telegram, tmp_path, new.id) as started:
        card = await new.hears()
        assert number in card.text and "老板欠我三个月工资" in card.text
        assert await deliveries(started, **WELL) == WELL
        await chen.says("请来大厅", new, reply_to=card.id)
        assert "请来大厅" in (await wang.hears()).text


async def test_an_answer_to_who_blocked_the_bot_is_told_in_the_group_and_noted_in_the_ticket(
    telegram: Emulator, office: Group, tmp_path: Path
) -> None:
    wang, chen = telegram.person("王阿姨"), telegram.person("陈科员")
    async with program(telegram, tmp_path, office.id) as started:
        number = await leaves(wang)
        card = await office.hears()
        await wang.blocks_bot()
        await chen.says("请来一趟", office, reply_to=card.id)
        told = [(await office.hears()).text for _ in range(2)]
        assert any(f"留言 {number} 的答复没有送到" in t and "请打电话" in t for t in told)
        assert (await deliveries(started, undelivered=1))["staff_chat"] == "ok"
        await chen.says(f"/ticket {number}", office)
        assert "没有送到：对方屏蔽了机器人" in (await office.hears()).text


async def test_without_a_staff_group_nothing_is_sent_to_one_and_the_page_says_how_to_have_one(telegram: Emulator, tmp_path: Path) -> None:
    wang = telegram.person("王阿姨")
    async with program(telegram, tmp_path, 0) as started:
        await leaves(wang)
        found = await deliveries(started)
        assert found["staff_chat"] == "none" and found["undelivered"] == 0 and "没有设工作群" in found["remedy"]


async def test_without_a_staff_group_a_blocked_resident_is_one_lost_message_not_two(tmp_path: Path) -> None:
    engine = await opened(tmp_path)
    outbox = Outbox(engine, has_staff_chat=False)
    tickets = Tickets(TicketStore(engine), outbox, Office, lambda: NOW, has_staff_chat=False)
    left = await tickets.open(key="k", text="押金", channel="telegram", session="telegram:7")
    await tickets.reply(int(left.number), "k1", "陈小梅", "请带合同来")
    (answer,) = await outbox.due()
    await outbox.failed(answer.id, "blocked")
    assert await outbox.due() == [] and (await outbox.state()).undelivered == 1
    await engine.dispose()
