"""A message to the assistant, its reply into the chat: what texts, commands and buttons have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog
from telegram.constants import ChatAction

from bot.answers.blocks import ChoiceItem, Language, QuestionBlock, Reply
from bot.channels.telegram.keyboard import Rows
from bot.channels.telegram.paragraphs import Look
from bot.channels.telegram.place import Place
from bot.channels.telegram.ports import FrontDoor, Trail
from bot.channels.telegram.render import Attachment, Outgoing, Words, private_words, render, text_messages
from bot.channels.telegram.sender import Sender, UnreachableError
from bot.channels.telegram.waiting import SLOW, typing
from bot.channels.telegram.words import word
from bot.dialogue.session import Message
from bot.errors import BotError, NotFound

_PRIVATE = ("form:", "wizard:", "opinion:", "message")

log = structlog.get_logger()


class Answering:
    def __init__(self, door: FrontDoor, sender: Sender, trail: Trail, *, slow: float = SLOW) -> None:
        """`slow`: seconds after which "typing …" is shown."""
        self.door = door
        self.sender = sender
        self.trail = trail
        self._slow = slow

    @property
    def name(self) -> str:
        """The bot's user name."""
        return self.sender.bot.username

    async def language(self, place: Place) -> Language:
        return (await self.door.session(place.session)).language

    async def answer(self, place: Place, message: Message, under: Rows = ()) -> None:
        """The assistant's reply to the message, with the rows `under` its keyboard. Raises UnreachableError, StoppingError."""
        if not place.private and message.choice.startswith(_PRIVATE):
            return await self._in_private(place, message.choice)
        async with typing(self.sender, place, self._slow):
            try:
                reply = await self.door.reply(message)
            except NotFound:
                return await self.say(place, "button_gone")
            except BotError as error:
                return await self.send(place, text_messages(str(error)))
        log.info("telegram_answered", outcome=reply.outcome, group=not place.private)
        if not place.private and any(isinstance(block, QuestionBlock) for block in reply.blocks):
            return await self._wizard_in_private(place)
        await self.send(place, _with_rows(self.rendered(place, reply), under))

    def rendered(self, place: Place, reply: Reply) -> list[Outgoing]:
        return render(reply, Look(self.name, reply.language, group=not place.private))

    async def send(self, place: Place, outgoing: Sequence[Outgoing]) -> None:
        sent = await self.sender.words(place, [part for part in outgoing if isinstance(part, Words)])
        await self.remember(place, *sent)
        for part in outgoing:
            if isinstance(part, Attachment):
                await self.document(place, part.id, part.label)

    async def say(self, place: Place, key: str, choices: tuple[ChoiceItem, ...] = (), **facts: object) -> None:
        """The channel's own sentence `key`, in the session's language."""
        text = word(key, await self.language(place), **facts)
        await self.send(place, text_messages(text, choices))

    async def document(self, place: Place, id: str, label: str = "") -> None:
        """Fetch a document and send it; a word instead when it is gone or Telegram won't take it."""
        async with typing(self.sender, place, self._slow):
            try:
                file = await self.door.document(place.session, id)
            except NotFound:
                return await self.say(place, "document_gone")
        await self.sender.quietly(self.sender.bot.send_chat_action(place.chat_id, ChatAction.UPLOAD_DOCUMENT, place.thread))
        try:
            await self.remember(place, await self.sender.document(place, file.name, file.content, label))
        except UnreachableError as error:
            if error.why != "refused":
                raise
            await self.say(place, "failed")

    async def remember(self, place: Place, *message_ids: int) -> None:
        """So that the resident can wipe them. In groups the conversation isn't theirs alone to delete."""
        if place.private and message_ids:
            await self.trail.add(place.chat_id, message_ids)

    async def _wizard_in_private(self, place: Place) -> None:
        running = (await self.door.session(place.session)).running
        await self.door.forget(place.session)
        await self._in_private(place, running.id if running else "menu")

    async def _in_private(self, place: Place, choice: str) -> None:
        look = Look(self.name, await self.language(place), group=True)
        await self.send(place, [private_words(choice, look)])


def _with_rows(outgoing: list[Outgoing], under: Rows) -> list[Outgoing]:
    last = max(n for n, part in enumerate(outgoing) if isinstance(part, Words))
    part = outgoing[last]
    assert isinstance(part, Words)
    outgoing[last] = replace(part, buttons=part.buttons + under)
    return outgoing
