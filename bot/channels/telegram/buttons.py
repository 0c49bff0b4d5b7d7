"""Taps on buttons, fresh or weeks old. Every tap is answered, so that the button stops blinking."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError

from bot.answers.blocks import Language
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.commands import LANGUAGE, Commands
from bot.channels.telegram.place import Place, place_of_update
from bot.channels.telegram.render import FILE, WIPE
from bot.channels.telegram.throttle import Throttle
from bot.channels.telegram.words import LANGUAGES, word
from bot.dialogue.session import Message as Asked

PICKED = "tg:picked"
_AT_ONCE = 100  # messages Telegram deletes in one call


class Buttons:
    def __init__(self, answering: Answering, commands: Commands, throttle: Throttle) -> None:
        self._answering = answering
        self._commands = commands
        self._throttle = throttle

    async def pressed(self, update: Update, _: Any = None) -> None:
        query, place = update.callback_query, place_of_update(update)
        assert query is not None
        if place is None or not query.data:  # under a card of inline mode, or a game
            await self._acknowledge(query, word("button_elsewhere"))
        elif await self._throttle.allows(place.session) != "yes":
            await self._acknowledge(query, word("slow_down", await self._answering.language(place)))
        elif query.data == WIPE:
            await self._wipe(query, place)
        elif query.data == PICKED:
            await self._acknowledge(query, word("picked", await self._answering.language(place)), alert=False)
        else:
            await self._acknowledge(query)
            await self._act(update, place, query.data)

    async def _act(self, update: Update, place: Place, data: str) -> None:
        languages = {LANGUAGE + code: code for code, _ in LANGUAGES}
        if data in languages:
            await self._commands.use(place, languages[data], update)
        elif data.startswith(FILE):
            await self._answering.document(place, data.removeprefix(FILE))
        else:
            asked = Asked(session=place.session, channel="telegram", choice=data, id=f"telegram:{update.update_id}")
            await self._answering.answer(place, asked)
            await self._tick(update.callback_query, data)

    async def _tick(self, query: CallbackQuery | None, data: str) -> None:
        """A wizard's question keeps showing what was answered, and can't be answered twice by a nervous finger."""
        message = query.message if query else None
        if not data.startswith("pick:") or not isinstance(message, Message) or message.reply_markup is None:
            return
        labels = [b.text for row in message.reply_markup.inline_keyboard for b in row if b.callback_data == data]
        if labels:
            keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(f"✓ {labels[0]}", callback_data=PICKED)]])
            await self._answering.sender.quietly(message.edit_reply_markup(keyboard))

    async def _wipe(self, query: CallbackQuery, place: Place) -> None:
        """Delete the conversation, here and in the chat as far as Telegram allows, and leave nothing that tells of it."""
        language: Language = await self._answering.language(place)
        await self._answering.door.forget(place.session)
        known = set(await self._answering.trail.take(place.chat_id)) if place.private else set()
        if query.message is not None:
            known.add(query.message.message_id)
        await self._delete(place, sorted(known))
        await self._acknowledge(query, word("wiped", language))

    async def _delete(self, place: Place, numbers: list[int]) -> None:
        bot = self._answering.sender.bot
        for at in range(0, len(numbers), _AT_ONCE):
            batch = numbers[at : at + _AT_ONCE]
            if not await self._answering.sender.quietly(bot.delete_messages(place.chat_id, batch)):
                for number in batch:  # one that can't be deleted makes Telegram refuse them all
                    await self._answering.sender.quietly(bot.delete_message(place.chat_id, number))

    async def _acknowledge(self, query: CallbackQuery, text: str = "", *, alert: bool = True) -> None:
        """A tap that waited too long (a restart) can't be acknowledged any more; it is acted on all the same."""
        try:
            await query.answer(text[:200] or None, show_alert=bool(text) and alert)
        except TelegramError:
            return
