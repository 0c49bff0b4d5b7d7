"""“typing …” for answers that take a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.constants import ChatAction

from bot.channels.telegram.place import Place
from bot.channels.telegram.sender import Sender

SLOW = 0.7  # seconds after which the resident sees that we are at work
_AGAIN = 4.5  # Telegram shows it for five seconds
_MOST = 40


@asynccontextmanager
async def typing(sender: Sender, place: Place, slow: float = SLOW) -> AsyncIterator[None]:
    """Shows the sign when the body takes longer than `slow` seconds, as long as it takes."""
    signs: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    timer = loop.call_later(slow, lambda: signs.append(loop.create_task(_show(sender, place))))
    try:
        yield
    finally:
        timer.cancel()
        for sign in signs:
            sign.cancel()
        await asyncio.gather(*signs, return_exceptions=True)


async def _show(sender: Sender, place: Place) -> None:
    for _ in range(_MOST):
        if not await sender.quietly(sender.bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread)):
            return
        await asyncio.sleep(_AGAIN)
