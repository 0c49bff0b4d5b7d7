from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.telegram import channel, receive, sender
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.memory import MemoryInbox, MemoryOutbox
from bot.channels.telegram.ports import Failure
from bot.settings import Settings
from tests.channels.telegram.fake_assistant import FakeAssistant
from tests.channels.telegram.fake_desk import FakeDesk
from tests.telegram_emulator import Emulator


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between tries."""
    monkeypatch.setattr(receive, "PAUSES", (0.01,))
    monkeypatch.setattr(sender, "PAUSES", (0.01,))


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


class WatchedInbox(MemoryInbox):
    """Tells the tests when something was handled."""

    def __init__(self, told: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._told = told

    async def done(self, update_id: int) -> None:
        await super().done(update_id)
        await self._told()


class WatchedOutbox(MemoryOutbox):
    def __init__(self, told: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._told = told

    async def sent(self, id: int, message_ids: Sequence[int]) -> None:
        await super().sent(id, message_ids)
        await self._told()

    async def failed(self, id: int, why: Failure) -> None:
        await super().failed(id, why)
        await self._told()


class Service:
    """The channel with what stands behind it; may be stopped and started again like a process."""

    def __init__(self, telegram: Emulator, **settings: Any) -> None:
        self.telegram = telegram
        self.assistant = FakeAssistant()
        self.inbox = WatchedInbox(telegram.world.changed)
        self.outbox = WatchedOutbox(telegram.world.changed)
        self.desk = FakeDesk()
        self.reports: list[str] = []
        self.settings = Settings(TELEGRAM_BOT_TOKEN=telegram.token, telegram_api_url=telegram.url, **settings)
        self.options: dict[str, Any] = {"slow": 60}
        self.channel = self._channel()
        self._stop = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def _channel(self) -> TelegramChannel:
        return TelegramChannel(self.settings, self.assistant, self.inbox, self.desk, outbox=self.outbox, **self.options)

    def start(self) -> asyncio.Task[None]:
        self._stop = asyncio.Event()
        self.channel = self._channel()
        self.task = asyncio.create_task(self.channel.run(self._stop, self.reports.append))
        return self.task

    async def started(self) -> Service:
        """Running, and Telegram knows the commands: nothing of the start is still under way."""
        self.start()
        await self.telegram.world.until(lambda: "default::en" in self.telegram.world.commands and self.telegram.world.poll_number)
        return self

    async def stop(self) -> None:
        self._stop.set()
        if self.task is not None:
            await self.task

    async def kill(self, patch: pytest.MonkeyPatch) -> None:
        """As near to kill -9 as one process allows: nothing is finished, nothing is ticked off any more."""
        assert self.task is not None

        async def dead(update_id: int) -> None:
            raise RuntimeError("killed")

        with patch.context() as now:
            now.setattr(channel, "_GRACE", 0)
            now.setattr(self.inbox, "done", dead)
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def until(self, ready: Callable[[], Any]) -> Any:
        return await self.telegram.world.until(ready)

    @property
    def handled(self) -> bool:
        """Whether something came in and nothing is left to do."""
        return bool(self.inbox.bodies) and not self.pending

    @property
    def pending(self) -> list[int]:
        return [n for n, body in self.inbox.bodies.items() if body is not None]


@asynccontextmanager
async def serving(telegram: Emulator, **settings: Any) -> AsyncIterator[Service]:
    service = Service(telegram, **settings)
    await service.started()
    try:
        yield service
    finally:
        await service.stop()


@pytest.fixture
async def service(telegram: Emulator) -> AsyncIterator[Service]:
    """A running channel, by polling."""
    async with serving(telegram) as running:
        yield running
