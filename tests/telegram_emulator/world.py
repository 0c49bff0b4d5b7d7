"""What Telegram knows: people, chats, messages, files, updates waiting for the bot."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_emulator.faults import Faults, Flood
from tests.telegram_emulator.refusal import Refusal

Json = dict[str, Any]

TOKEN = "123456789:AAEmulatorTokenForTestsOnly0000000"
BOT: Json = {
    "id": 123456789, "is_bot": True, "first_name": "葵涌法律服务", "username": "kuichong_bot",
    "can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": True,
}  # fmt: skip
QUERY_LIFE = 30.0  # seconds in which a tap or an inline query can be answered
DELETABLE = 48 * 3600.0
INACCESSIBLE = 2 * 24 * 3600.0  # a tap under an older message comes without the message's content


@dataclass
class Chat:
    id: int
    type: str
    title: str = ""
    user: Json | None = None  # of a private chat
    messages: dict[int, Json] = field(default_factory=dict)
    shut: str = ""  # why the bot may not write here, in Telegram's words
    moved_to: int = 0
    started: bool = True  # a bot can't write first
    topics: set[int] = field(default_factory=set)
    heard: int = 0  # how many of the bot's messages `hears` has given out
    by_bot: list[Json] = field(default_factory=list)

    @property
    def json(self) -> Json:
        if self.user is not None:
            return {"id": self.id, "type": "private", "first_name": self.user["first_name"]}
        return {"id": self.id, "type": self.type, "title": self.title} | ({"is_forum": True} if self.topics else {})


@dataclass
class Query:
    """A tap on a button or an inline query, until it is answered."""

    id: str
    at: float
    answer: Json | None = None


@dataclass
class Call:
    method: str
    params: Json
    at: float


@dataclass
class Webhook:
    url: str = ""
    secret: str = ""
    last_error: str = ""
    delivered: int = 0


class World:
    def __init__(self) -> None:
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.queries: dict[str, Query] = {}
        self.updates: list[Json] = []
        self.calls: list[Call] = []
        self.commands: dict[str, Any] = {}
        self.arrived: dict[int, list[float]] = {}  # chat → when (perf_counter) each message of the bot was there
        self.webhook = Webhook()
        self.allowed: list[str] | None = None
        self.faults = Faults()
        self.flood: Flood | None = None
        self.confirmed = 0  # every update with a smaller number is gone
        self.poll_number = 0
        self.closing = asyncio.Event()
        self._changed = asyncio.Condition()
        self._ids = itertools.count(1001)
        self._update_ids = itertools.count(700_000_001)
        self._moved_on = 0.0

    def now(self) -> float:
        return time.time() + self._moved_on

    def pass_time(self, *, days: float = 0, seconds: float = 0) -> None:
        """The clock jumps ahead."""
        self._moved_on += days * 86400 + seconds

    def next_id(self) -> int:
        return next(self._ids)

    async def changed(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, ready: Callable[[], Any], seconds: float = 20) -> Any:
        """What `ready` gives as soon as it is true. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            return await self._changed.wait_for(ready)

    async def offer(self, kind: str, content: Json) -> Json:
        """A new update for the bot, unless it does not want this kind."""
        update = {"update_id": next(self._update_ids), kind: content}
        if self.allowed is None or kind in self.allowed:
            self.updates.append(update)
        await self.changed()
        return update

    async def repeat(self, update: Json) -> None:
        """The same update again, as after a lost answer."""
        self.updates.append(update)
        await self.changed()

    def chat(self, chat_id: Any) -> Chat:
        """The chat, if the bot may write there. Raises Refusal."""
        try:
            chat = self.chats[int(chat_id)]
        except (KeyError, ValueError, TypeError):
            raise Refusal(400, "Bad Request: chat not found") from None
        if chat.moved_to:
            raise Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
        if chat.shut:
            raise Refusal(403, chat.shut)
        if not chat.started:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def query(self, query_id: str) -> Query:
        """An open query. Raises Refusal when it is too old, unknown or answered already."""
        query = self.queries.get(query_id)
        if query is None or query.answer is not None or self.now() - query.at > QUERY_LIFE:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return query

    def called(self, method: str) -> list[Json]:
        return [call.params for call in self.calls if call.method == method]
