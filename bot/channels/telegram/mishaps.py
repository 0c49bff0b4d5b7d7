"""What happens when handling an update fails: the resident hears it, the log learns where, never what was said."""

from __future__ import annotations

import traceback
from typing import Any

import structlog
from telegram import Update
from telegram.ext import CallbackContext

from bot.channels.telegram.answering import Answering
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.place import place_of_update
from bot.channels.telegram.sender import StoppingError, UnreachableError

log = structlog.get_logger()


class Mishaps:
    def __init__(self, answering: Answering, lanes: Lanes) -> None:
        self._answering = answering
        self._lanes = lanes

    async def handle(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """The Application's error handler."""
        error = context.error
        if not isinstance(update, Update) or error is None:
            return
        if isinstance(error, StoppingError):
            self._lanes.left.add(update.update_id)
        elif isinstance(error, UnreachableError):
            log.info("telegram_unreachable", why=error.why, update=update.update_id)
        else:
            # the words of an exception may quote the question: only its kind and place
            log.error("telegram_failed", error=type(error).__name__, update=update.update_id, where=_where(error))
            await self._apologise(update)

    async def _apologise(self, update: Update) -> None:
        place = place_of_update(update)
        if place is None:
            return
        try:
            await self._answering.say(place, "failed")
        except StoppingError:
            self._lanes.left.add(update.update_id)
        except Exception as error:
            log.error("telegram_apology_failed", error=type(error).__name__, update=update.update_id)


def _where(error: BaseException) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
