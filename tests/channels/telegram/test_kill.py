"""kill -9 in the middle of a crowd: a question may be answered twice, never not at all. With the real store, in a real process.

KILLS and QUESTIONS make it longer: KILLS=20 QUESTIONS=1000 pytest tests/channels/telegram/test_kill.py"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from tests.telegram_emulator import Emulator

KILLS = int(os.environ.get("KILLS", "2"))
QUESTIONS = int(os.environ.get("QUESTIONS", "90"))


@asynccontextmanager
async def process(telegram: Emulator, database: Path) -> AsyncIterator[None]:
    """The channel in a process; killed without warning at the end."""
    command = [sys.executable, "-m", "tests.channels.telegram.killable", telegram.url, str(database)]
    running = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)
    polls = telegram.world.poll_number
    try:
        await telegram.world.until(lambda: telegram.world.poll_number > polls, 60)
        yield
    finally:
        running.kill()
        await running.wait()


async def test_killed_again_and_again_no_question_stays_unanswered(telegram: Emulator, tmp_path: Path) -> None:
    people = [telegram.person(f"人{n}") for n in range(10)]

    def reached(wanted: int) -> bool:
        return sum(len({m["text"] for m in person.chat.by_bot}) for person in people) >= wanted

    share = QUESTIONS // (KILLS + 1)
    for part in range(KILLS + 1):
        async with process(telegram, tmp_path / "inbox.sqlite"):
            for n in range(part * share, (part + 1) * share):
                await people[n % 10].says(f"第{n}问")
            wanted = (part + 1) * share if part == KILLS else part * share + share // 2  # killed in the middle
            await telegram.world.until(partial(reached, wanted), 60)
    for number, person in enumerate(people):
        texts = {m["text"] for m in person.chat.by_bot}
        assert texts == {f"答：第{n}问" for n in range(number, share * (KILLS + 1), 10)}
