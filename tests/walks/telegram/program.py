"""The whole program before the Telegram emulator: started as in production, stopped and started again like a process."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from telegram.ext import AIORateLimiter

from bot.app import serve
from bot.channels.telegram import application
from bot.settings import Settings
from tests.conftest import ROOT
from tests.telegram_emulator import Emulator
from tests.test_front_door import free_port

KNOWLEDGE = ROOT / "knowledge"
UNHURRIED = functools.partial(
    AIORateLimiter, overall_max_rate=0, group_max_rate=0
)  # the emulator takes more than Telegram's 30 a second


class Program:
    def __init__(self, telegram: Emulator, data: Path, folder: Path = KNOWLEDGE, **more: Any) -> None:
        self.telegram = telegram
        self.folder = folder
        self.data = data
        self.reports: list[str] = []
        self._settings = Settings(
            data_dir=data, knowledge_dir=folder, port=free_port(), TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url,
            requests_per_minute=100_000, **more,
        )  # fmt: skip

    async def start(self) -> None:
        """Returns when Telegram knows the commands: nothing of the start is still under way."""
        self._stop = asyncio.Event()
        self.telegram.world.commands.clear()
        with mock.patch.object(application, "AIORateLimiter", UNHURRIED):
            self._task = asyncio.create_task(serve(self._settings, self._heard, self._stop))
            await self.telegram.world.until(lambda: self._task.done() or "default::en" in self.telegram.world.commands, 60)
        if self._task.done():
            self._task.result()

    async def stop(self) -> None:
        self._stop.set()
        await asyncio.wait_for(self._task, 30)

    def _heard(self, report: str) -> None:
        self.reports.append(report)
        self._told = asyncio.ensure_future(self.telegram.world.changed())

    async def changes(self, change: Callable[[], object]) -> None:
        """Change files of the knowledge base; returns when the program has taken it up or refused it.

        Done again while nothing is heard: the watch may have begun only after the first time."""
        seen = len(self.reports)
        for _ in range(10):
            change()
            (self.folder / "phrases.yaml").touch()
            with contextlib.suppress(TimeoutError):
                await self.telegram.world.until(
                    lambda: any("知识库已更新" in r or "知识库有错" in r for r in self.reports[seen:]), 3
                )
                return
        raise AssertionError("the change was not taken up")


@asynccontextmanager
async def running(data: Path, folder: Path = KNOWLEDGE, **more: Any) -> AsyncIterator[Program]:
    async with Emulator() as telegram:
        program = Program(telegram, data, folder, **more)
        await program.start()
        try:
            yield program
        finally:
            await program.stop()
