"""What residents type, edit or send that is no text."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from telegram import Message as TelegramMessage
from telegram import Update

from bot.answers.blocks import ChoiceItem
from bot.channels.telegram.addressed import question
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.place import Place, place_of_update
from bot.channels.telegram.ports import Desk
from bot.channels.telegram.render import text_messages
from bot.channels.telegram.throttle import Throttle
from bot.channels.telegram.words import word
from bot.dialogue.session import Message

_MOST_REMEMBERED = 10_000
_KINDS: dict[str, str] = {
    "voice": "voice", "audio": "voice", "video_note": "voice", "photo": "photo", "video": "photo", "animation": "photo",
    "document": "file", "sticker": "sticker", "dice": "sticker", "game": "sticker", "location": "place", "venue": "place",
    "contact": "contact",
}  # fmt: skip


class Conversation:
    def __init__(self, answering: Answering, throttle: Throttle, desk: Desk | None) -> None:
        self._answering = answering
        self._throttle = throttle
        self._desk = desk
        self._heard: OrderedDict[tuple[int, int], int] = OrderedDict()  # message → hash of its text: edits that change nothing
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def heard(self, update: Update, _: Any = None) -> None:
        """A text, or a picture with a caption: answered as a question when it is meant for us."""
        message, place = update.effective_message, place_of_update(update)
        assert message is not None and place is not None
        asked = None if _is_machine(message) else question(message, self._answering.sender.bot)
        if asked is None or not await self.admitted(place, message):
            return
        self._changed(message)
        if not await self._answered_by_desk(update, place, asked):
            await self._ask(update, place, asked)
        if not message.text:
            await self._answering.say(place, "caption")

    async def edited(self, update: Update, _: Any = None) -> None:
        """An edited question is answered again, quoting it. While a wizard runs an edit can't tell which answer it means."""
        message, place = update.effective_message, place_of_update(update)
        assert message is not None and place is not None
        asked = None if _is_machine(message) else question(message, self._answering.sender.bot)
        if not asked or not self._changed(message) or not await self.admitted(place, message):
            return
        place = place.quoting(message.message_id)
        if (await self._answering.door.session(place.session)).running:
            await self._answering.say(place, "edited_in_wizard")
        else:
            await self._ask(update, place, asked)

    async def unreadable(self, update: Update, _: Any = None) -> None:
        """Voice, pictures, stickers, places …: a friendly word and the way on; one for a whole album."""
        message, place = update.effective_message, place_of_update(update)
        assert message is not None and place is not None
        if _is_machine(message) or question(message, self._answering.sender.bot) is None or self._same_album(message):
            return
        if not await self.admitted(place, message):
            return
        kind = next((word_ for field, word_ in _KINDS.items() if getattr(message, field)), "other")
        near = ChoiceItem(id="directory", label=word("near", await self._answering.language(place)))
        await self._answering.say(place, kind, (near,) if kind == "place" else ())

    async def admitted(self, place: Place, message: TelegramMessage | None) -> bool:
        """False when this conversation asks too much; says so once a minute."""
        if message is not None:
            await self._answering.remember(place, message.message_id)
        verdict = await self._throttle.allows(place.session)
        if verdict == "warn":
            await self._answering.say(place, "slow_down")
        return verdict == "yes"

    async def _ask(self, update: Update, place: Place, text: str) -> None:
        asked = Message(session=place.session, channel="telegram", text=text, id=f"telegram:{update.update_id}")
        await self._answering.answer(place, asked)

    async def _answered_by_desk(self, update: Update, place: Place, text: str) -> bool:
        """A reply to a staff answer goes to staff."""
        message = update.effective_message
        quoted = message.reply_to_message if message else None
        if self._desk is None or quoted is None or not place.private or not text:
            return False
        answer = await self._desk.resident_reply(f"telegram:{update.update_id}", place.session, quoted.message_id, text, quoted.text or "")
        if answer is not None:
            await self._answering.send(place, text_messages(answer.text, answer.choices))
        return answer is not None

    def _changed(self, message: TelegramMessage) -> bool:
        """Remembers (a hash of) the text; False when it is the same as before."""
        key, text = (message.chat_id, message.message_id), hash(message.text or message.caption)
        before = self._heard.get(key)
        self._heard[key] = text
        if len(self._heard) > _MOST_REMEMBERED:
            self._heard.popitem(last=False)
        return before != text

    def _same_album(self, message: TelegramMessage) -> bool:
        album = message.media_group_id
        if album is None:
            return False
        known = album in self._albums
        self._albums[album] = None
        if len(self._albums) > _MOST_REMEMBERED:
            self._albums.popitem(last=False)
        return known


def _is_machine(message: TelegramMessage) -> bool:
    """Other bots, and a channel's posts copied into its group: answering them may never end."""
    bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bot or bool(message.is_automatic_forward)
