"""Updates in: stored first, only then confirmed to Telegram and worked on. By polling or by webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.lanes import is_kept
from bot.channels.telegram.ports import Inbox
from bot.errors import SettingsError

ALLOWED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
REFUSED = "TELEGRAM_BOT_TOKEN 不对：Telegram 不认这个令牌，请向 @BotFather 核对"
_LONG_POLL = 30  # seconds
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # seconds between tries while Telegram or the database is away; the last one again and again

Json = dict[str, Any]

log = structlog.get_logger()


class Receiver:
    def __init__(self, bot: Bot, inbox: Inbox, queue: asyncio.Queue[object]) -> None:
        self._bot = bot
        self._inbox = inbox
        self._queue = queue
        self._in_order = asyncio.Lock()  # webhook calls arrive side by side
        self._offset: int | None = None
        self.trouble = ""  # why nothing comes in at present, in Chinese

    async def recover(self) -> int:
        """Queue what an earlier run stored but did not finish; how many that was."""
        pending = await self._inbox.pending()
        for update_id, body in pending:
            update = self._read(_loaded(body))
            if update is None:
                await self._inbox.done(update_id)
            else:
                await self._queue.put(update)
        return len(pending)

    async def take(self, body: bytes) -> int:
        """A webhook call's body → the HTTP status to answer. Not 200: Telegram sends it again, and holds back all others."""
        data = _loaded(body)
        if data is None:
            return 400
        async with self._in_order:
            try:
                await self._keep(data)
            except Exception as error:
                log.error("telegram_update_not_stored", update=data["update_id"], error=type(error).__name__)
                return 500
        return 200

    async def _keep(self, data: Json) -> None:
        """Store it, then queue it. One that the library can't read is passed over: it would block the others for ever."""
        update = self._read(data)
        if update is None:
            return
        if not is_kept(update) or await self._inbox.add(update.update_id, json.dumps(data)):  # ASCII: half a character can be stored, too
            await self._queue.put(update)

    def _read(self, data: Json | None) -> Update | None:
        try:
            return Update.de_json(data, self._bot) if data is not None else None
        except Exception as error:
            log.error("telegram_update_unreadable", update=data and data["update_id"], error=type(error).__name__)
            return None

    async def _updates(self) -> list[Json]:
        """As Telegram sends them. The library's own get_updates parses all at once: it fails on all when it can't read one,
        and then logs them with all that residents wrote."""
        data = {"offset": self._offset, "timeout": _LONG_POLL, "allowed_updates": list(ALLOWED)}
        updates: list[Json] = await self._bot._post("getUpdates", data, read_timeout=_LONG_POLL + 10)
        return updates

    async def insist(self, call: Callable[[], Awaitable[object]], report: Callable[[str], None]) -> None:
        """Call Telegram until it answers. Raises InvalidToken and BadRequest: those stay as they are."""
        pauses = _pauses()
        while True:
            try:
                await call()
            except (InvalidToken, BadRequest):
                raise
            except TelegramError as error:
                self._say(_reason(error), report)
                await asyncio.sleep(_asked_to_wait(error) or next(pauses))
            else:
                return self._say("", report)

    async def poll(self, report: Callable[[str], None]) -> None:
        """Ask Telegram for updates until cancelled. Asking with a higher offset confirms the ones before it, so that
        number only grows past updates that are stored. Raises SettingsError when the token was revoked."""
        pauses = _pauses()
        while True:
            try:
                for data in await self._updates():
                    await self._keep(data)
                    self._offset = data["update_id"] + 1
            except InvalidToken:  # its text may hold the token
                raise SettingsError(REFUSED) from None
            except Exception as error:
                self._say(_reason(error), report)
                await asyncio.sleep(_asked_to_wait(error) or next(pauses))
            else:
                self._say("", report)
                pauses = _pauses()

    def _say(self, trouble: str, report: Callable[[str], None]) -> None:
        if trouble != self.trouble:
            report(trouble or "Telegram：又连上了")
        self.trouble = trouble


def _pauses() -> chain[float]:
    return chain(PAUSES, repeat(PAUSES[-1]))


def _loaded(body: str | bytes) -> Json | None:
    """An update's JSON; None when it is none."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and type(data.get("update_id")) is int else None


def _asked_to_wait(error: Exception) -> float:
    return error._retry_after.total_seconds() if isinstance(error, RetryAfter) else 0.0


def _reason(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "Telegram：另一个程序也在用这个机器人令牌收消息，请停掉其中一个；正在重试"
    if isinstance(error, TelegramError):
        return f"Telegram：暂时连不上（{type(error).__name__}），正在重试；网页照常可用"
    return f"Telegram：收到的消息存不进数据库（{type(error).__name__}），没有丢，正在重试"
