"""Inbox, outbox and trail that live as long as the process: for tests, and for the trail where nobody stores it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Sequence
from time import time

from bot.channels.telegram.ports import Delivery, Failure

_MOST_CHATS, _MOST_MESSAGES = 10_000, 500
_DELETABLE = 48 * 3600  # seconds


class MemoryInbox:
    def __init__(self) -> None:
        self.bodies: dict[int, str | None] = {}  # None: handled

    async def add(self, update_id: int, body: str) -> bool:
        if update_id in self.bodies:
            return False
        self.bodies[update_id] = body
        return True

    async def pending(self) -> Sequence[tuple[int, str]]:
        return [(n, body) for n, body in self.bodies.items() if body is not None]

    async def done(self, update_id: int) -> None:
        self.bodies[update_id] = None


class MemoryOutbox:
    def __init__(self) -> None:
        self.waiting: dict[int, Delivery] = {}
        self.delivered: dict[int, tuple[int, ...]] = {}
        self.failures: dict[int, Failure] = {}
        self._changed = asyncio.Event()

    def put(self, delivery: Delivery) -> None:
        self.waiting[delivery.id] = delivery
        self._changed.set()

    async def due(self, limit: int = 100, besides: Collection[str] = ()) -> Sequence[Delivery]:
        return [d for d in self.waiting.values() if d.to not in besides][:limit]

    async def sent(self, id: int, message_ids: Sequence[int]) -> None:
        self.waiting.pop(id)
        self.delivered[id] = tuple(message_ids)

    async def failed(self, id: int, why: Failure) -> None:
        self.waiting.pop(id)
        self.failures[id] = why

    async def wait(self) -> None:
        await self._changed.wait()
        self._changed.clear()


class MemoryTrail:
    """Bounded: the chats that were silent longest are dropped first."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, list[tuple[float, int]]] = OrderedDict()

    async def add(self, chat_id: int, message_ids: Sequence[int]) -> None:
        known = self._chats.setdefault(chat_id, [])
        known += [(time(), n) for n in message_ids]
        del known[:-_MOST_MESSAGES]
        self._chats.move_to_end(chat_id)
        while len(self._chats) > _MOST_CHATS:
            self._chats.popitem(last=False)

    async def take(self, chat_id: int) -> Sequence[int]:
        young = time() - _DELETABLE
        return [n for at, n in self._chats.pop(chat_id, []) if at > young]
