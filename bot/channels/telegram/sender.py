"""Messages out: patient with the network and with flood limits, clear about chats that can't be reached any more."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, repeat
from typing import TypeVar

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.keyboard import Rows
from bot.channels.telegram.place import Place
from bot.channels.telegram.ports import Failure
from bot.channels.telegram.render import Words

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's own errors warn of a deprecation otherwise

T = TypeVar("T")
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds between tries while Telegram can't be reached; the last one again and again
CAPTION_LIMIT = 1024

log = structlog.get_logger()


class UnreachableError(Exception):
    """This chat can't be written to, or Telegram refuses the message for good."""

    def __init__(self, why: Failure) -> None:
        super().__init__(why)
        self.why = why


class StoppingError(Exception):
    """The program stops before Telegram took the message: the update stays in the inbox."""


class Sender:
    def __init__(self, bot: ExtBot[None], stopping: asyncio.Event, moved: Callable[[int, int], None] | None = None) -> None:
        """`moved(old, new)` hears of groups that became supergroups and have a new number."""
        self.bot = bot
        self._stopping = stopping
        self._moved = moved
        self._new_numbers: dict[int, int] = {}

    async def words(self, place: Place, messages: Sequence[Words]) -> list[int]:
        """Send them in order; the numbers they got. Raises UnreachableError, StoppingError."""
        sent: list[int] = []
        for n, message in enumerate(messages):
            sent.append(await self._message(place if n == 0 else replace(place, reply_to=None), message))
        return sent

    async def _message(self, place: Place, words: Words) -> int:
        """In HTML; when Telegram can't read that, as plain text; at last without buttons: better than nothing."""
        markup = keyboard(words.buttons)
        attempts = ((words.html, ParseMode.HTML, markup), (words.plain, None, markup), (words.plain, None, None))
        for text, mode, buttons in attempts:

            async def send(to: Place, text: str = text, mode: str | None = mode, buttons: InlineKeyboardMarkup | None = buttons) -> int:
                message = await self.bot.send_message(
                    to.chat_id, text, parse_mode=mode, reply_markup=buttons, message_thread_id=to.thread,
                    reply_parameters=_quote(to), protect_content=words.protect or None,
                )  # fmt: skip
                return message.message_id

            with suppress(BadRequest):
                return await self.insist(place, send)
        raise UnreachableError("refused")

    async def document(self, place: Place, name: str, content: bytes, caption: str) -> int:
        """Send a file; the number of its message. Raises UnreachableError, StoppingError."""

        async def send(to: Place) -> int:
            file = InputFile(content, filename=name)
            message = await self.bot.send_document(
                to.chat_id, file, caption=caption[:CAPTION_LIMIT] or None, message_thread_id=to.thread, reply_parameters=_quote(to)
            )
            return message.message_id

        try:
            return await self.insist(place, send)
        except BadRequest:
            raise UnreachableError("refused") from None

    async def insist(self, place: Place, send: Callable[[Place], Awaitable[T]]) -> T:
        """Try until Telegram takes it. Raises BadRequest as it is, UnreachableError when the chat is closed to us, and
        StoppingError when the program stops while Telegram is away."""
        pauses = chain(PAUSES, repeat(PAUSES[-1]))
        place = replace(place, chat_id=self._new_numbers.get(place.chat_id, place.chat_id))
        while True:
            try:
                return await send(place)
            except (BadRequest, Forbidden, ChatMigrated) as error:
                place = self._elsewhere(place, error)
            except RetryAfter as error:
                await self._pause(error._retry_after.total_seconds())
            except NetworkError as error:
                log.warning("telegram_away", error=type(error).__name__)
                await self._pause(next(pauses))

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        if self._stopping.is_set():
            raise StoppingError

    def _elsewhere(self, place: Place, error: TelegramError) -> Place:
        """Where to try next after this refusal, or the fitting error."""
        if isinstance(error, ChatMigrated):
            self._new_numbers[place.chat_id] = error.new_chat_id
            if self._moved:
                self._moved(place.chat_id, error.new_chat_id)
            return replace(place, chat_id=error.new_chat_id, reply_to=None)
        if place.thread is not None and "thread not found" in error.message.lower():
            return replace(place, thread=None)
        if why := closed(error):
            raise UnreachableError(why) from None
        log.warning("telegram_refused", reason=error.message)
        raise error

    async def quietly(self, action: Awaitable[object]) -> bool:
        """Something that is nice to have (typing, ticking a button off): whether it worked; never an error."""
        try:
            await action
        except TelegramError:
            return False
        return True


_GONE = ("chat not found", "peer_id_invalid", "chat_write_forbidden", "not enough rights", "chat_restricted", "topic_closed", "have no rights")


def closed(error: TelegramError) -> Failure | None:
    """Why the chat can't be written to; None when the refusal is about the message itself."""
    text = error.message.lower()
    if isinstance(error, Forbidden):
        person = any(word in text for word in ("blocked", "deactivated", "initiate"))
        return "blocked" if person else "gone"
    return "gone" if any(word in text for word in _GONE) else None


def keyboard(buttons: Rows) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, url=b.url or None, callback_data=b.data or None) for b in row] for row in buttons]
    )


def _quote(place: Place) -> ReplyParameters | None:
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None
