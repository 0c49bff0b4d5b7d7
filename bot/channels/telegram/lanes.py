"""One chat's updates in order, different chats in parallel; and what was handled is ticked off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from inspect import iscoroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_MOST_AT_ONCE = 4096  # updates under way or waiting for their turn; beyond that they wait in the queue


class Lanes(BaseUpdateProcessor):
    """The queue discipline of python-telegram-bot's Application.

    Calls `handled(update id)` after an update was dealt with, unless a handler put it in `left`: then it stays
    pending in the inbox and comes again after the next start."""

    def __init__(self, handled: Callable[[int], Awaitable[None]]) -> None:
        super().__init__(_MOST_AT_ONCE)
        self._handled = handled
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closing = False
        self.left: set[int] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        assert isinstance(update, Update)
        async with self._turn(lane_of(update)):
            if self._closing:
                _drop(coroutine)
                return
            task = asyncio.current_task()
            assert task is not None
            self._under_way.add(task)
            try:
                await coroutine
                if update.update_id not in self.left and is_kept(update):
                    await self._handled(update.update_id)
            finally:
                self._under_way.discard(task)

    @asynccontextmanager
    async def _turn(self, lane: str) -> AsyncIterator[None]:
        lock, users = self._locks.get(lane, (asyncio.Lock(), 0))
        self._locks[lane] = lock, users + 1
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks.pop(lane)
            if users > 1:
                self._locks[lane] = lock, users - 1

    async def close(self, grace: float) -> None:
        """Start nothing more; let what is under way finish for `grace` seconds, then cut it off (it stays in the inbox)."""
        self._closing = True
        if not self._under_way:
            return
        _, late = await asyncio.wait(set(self._under_way), timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def lane_of(update: Update) -> str:
    if update.inline_query:
        return f"inline {update.inline_query.from_user.id}"
    if update.effective_chat:
        return f"chat {update.effective_chat.id}"
    return f"user {update.effective_user.id}" if update.effective_user else "rest"


def is_kept(update: Update) -> bool:
    """Whether the update goes through the inbox. What is being typed in inline mode is out of date in seconds: never stored."""
    return update.inline_query is None


def _drop(coroutine: Awaitable[Any]) -> None:
    if iscoroutine(coroutine):
        coroutine.close()  # or Python complains that it was never awaited
