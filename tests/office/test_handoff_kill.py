"""kill -9 while messages are left and answered: no ticket is lost or doubled; a delivery may repeat, never vanish. The whole program.

KILLS and PEOPLE make it longer: KILLS=20 PEOPLE=1000 pytest tests/office/test_handoff_kill.py"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL
from tests.telegram_emulator import Emulator, Group, Person
from tests.test_front_door import free_port

KILLS = int(os.environ.get("KILLS", "3"))
PEOPLE = int(os.environ.get("PEOPLE", "8"))
PATIENCE = 60 + PEOPLE


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


class Program:
    """run_bot.py as a process that is killed without warning and started again, over one data folder."""

    def __init__(self, telegram: Emulator, office: Group, data: Path) -> None:
        self._environment = os.environ | {
            "TELEGRAM_BOT_TOKEN": telegram.token, "BOT_TELEGRAM_API_URL": telegram.url, "BOT_STAFF_CHAT_ID": str(office.id),
            "BOT_DATA_DIR": str(data), "BOT_KNOWLEDGE_DIR": str(SMALL), "BOT_REQUESTS_PER_MINUTE": "100000",
        }  # fmt: skip
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._running = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "run_bot.py"), env=self._environment | {"BOT_PORT": str(free_port())},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    async def kill(self) -> None:
        assert self._running is not None
        if self._running.returncode is None:
            self._running.kill()
        await self._running.wait()


async def leaves(person: Person, text: str) -> None:
    """Leaves a message, whatever is said twice on the way."""
    acted: set[str] = set()
    await person.says("留言")
    while True:
        shown = await person.hears(PATIENCE)
        step = next((s for s in ("写下要说的事", "替别人问的吗", "请留电话", "请看一遍", "留言已经收到") if s in shown.text), "")
        if step == "留言已经收到":
            return
        if not step or step in acted:
            continue
        acted.add(step)
        if step == "写下要说的事":
            await person.says(text)
        else:
            await person.taps(shown, "发送留言" if step == "请看一遍" else "跳过")


async def answers_all(clerk: Person, office: Group, wanted: int) -> None:
    """Replies once to every new ticket's card."""
    answered: set[str] = set()
    while len(answered) < wanted:
        card = await office.hears(PATIENCE)
        found = re.match(r"新留言 (\d+)", card.text)
        if found and found[1] not in answered:
            answered.add(found[1])
            await clerk.says(f"答复{found[1]}", office, reply_to=card.id)


@pytest.fixture
async def program(telegram: Emulator, office: Group, tmp_path: Path) -> AsyncIterator[Program]:
    started = Program(telegram, office, tmp_path)
    await started.start()
    yield started
    await started.kill()


@pytest.fixture
def office(telegram: Emulator) -> Group:
    return telegram.group("值班群")


async def test_killed_again_and_again_every_message_is_one_ticket_and_every_answer_arrives(
    telegram: Emulator, office: Group, program: Program, tmp_path: Path
) -> None:
    clerk = telegram.person("陈科员")
    people = [telegram.person(f"人{n}") for n in range(PEOPLE)]

    def said() -> int:
        return sum(len(p.chat.by_bot) for p in people) + len(office.chat.by_bot)

    work = [asyncio.create_task(leaves(p, f"第{n}件事")) for n, p in enumerate(people)]
    work.append(asyncio.create_task(answers_all(clerk, office, PEOPLE)))
    for kill in range(1, KILLS + 1):
        threshold = kill * PEOPLE * 5 // (KILLS + 1)
        await telegram.world.until(lambda wanted=threshold: said() >= wanted, PATIENCE)
        await program.kill()
        await program.start()
    await asyncio.gather(*work)

    def all_told() -> bool:
        return all(any("答复0" in str(m.get("text")) for m in p.chat.by_bot) for p in people)

    await telegram.world.until(all_told, PATIENCE)
    await program.kill()
    with sqlite3.connect(tmp_path / "assistant.sqlite") as database:
        texts = [t for (t,) in database.execute("select text from ticket_messages where who = 'resident' order by text")]
        replies = database.execute("select ticket, count(*) from ticket_messages where who = 'staff' group by ticket").fetchall()
    assert sorted(texts) == sorted(f"第{n}件事" for n in range(PEOPLE))
    assert len(replies) == PEOPLE and all(count == 1 for _, count in replies)
