"""`@bot 民法典 1043` typed in any chat: cards to send there. Each question has a session of its own that is thrown away."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
    User,
)
from telegram.constants import ParseMode

from bot.answers.blocks import ChoiceItem, Choices, Language, Reply, Text
from bot.channels.telegram import links
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.paragraphs import Look
from bot.channels.telegram.render import Words, render
from bot.channels.telegram.throttle import Throttle
from bot.channels.telegram.words import word
from bot.dialogue.session import Message
from bot.errors import BotError

_MOST_CARDS = 5
_CACHE = 60  # seconds
_ANSWERED = ("sure", "statute", "form", "directory", "news", "case")


class InlineMode:
    def __init__(self, answering: Answering, throttle: Throttle) -> None:
        self._answering = answering
        self._throttle = throttle

    async def asked(self, update: Update, _: Any = None) -> None:
        query = update.inline_query
        assert query is not None
        language = _language(query.from_user)
        cards: list[InlineQueryResultArticle] = []
        urgent = False
        text = query.query.strip()
        if text and await self._throttle.allows(f"inline:{query.from_user.id}") == "yes":
            cards, urgent = await self._cards(text, language)
        key = "inline_urgent" if urgent else "inline_private" if cards else "inline_none" if text else "inline_ask"
        button = InlineQueryResultsButton(word(key, language), start_parameter="menu")
        await self._answering.sender.quietly(query.answer(cards, cache_time=_CACHE, is_personal=True, button=button))

    async def _cards(self, text: str, language: Language) -> tuple[list[InlineQueryResultArticle], bool]:
        """The one answer, or a card for each answer that may be meant; and whether danger was heard. What is discreet makes no card."""
        reply = await self._reply(language, text=text)
        if reply is None:
            return [], False
        urgent = any(isinstance(b, Text) and b.style == "danger" for b in reply.blocks)
        if reply.discreet:
            return [], urgent
        if reply.outcome in _ANSWERED:
            return [self._card("0", reply, None)], urgent
        offered = [item for b in reply.blocks if isinstance(b, Choices) and b.role == "which" for item in b.items]
        wanted = [item for item in offered if ":" in item.id][:_MOST_CARDS]
        replies = await asyncio.gather(*(self._reply(language, choice=item.id) for item in wanted))
        cards = [
            self._card(str(n), reply, item)
            for n, (item, reply) in enumerate(zip(wanted, replies, strict=True))
            if reply is not None and not reply.discreet and reply.outcome in _ANSWERED
        ]
        return cards, urgent

    async def _reply(self, language: Language, text: str = "", choice: str = "") -> Reply | None:
        session = f"telegram:inline:{uuid4().hex}"
        asked = Message(session=session, channel="telegram", text=text, choice=choice, language=language, wish_record=False)
        try:
            return await self._answering.door.reply(asked)
        except BotError:
            return None
        finally:
            await self._answering.door.forget(session)

    def _card(self, id: str, reply: Reply, item: ChoiceItem | None) -> InlineQueryResultArticle:
        first = render(reply, Look(self._answering.name, reply.language))[0]
        assert isinstance(first, Words)
        choice = item.id if item else links.opens(reply)
        link = links.address(self._answering.name, choice)
        open_it = InlineKeyboardButton(word("inline_private", reply.language), url=link)
        return InlineQueryResultArticle(
            id, item.label if item else _title(reply, first), InputTextMessageContent(first.html, parse_mode=ParseMode.HTML),
            reply_markup=InlineKeyboardMarkup([[open_it]]), description=item.detail if item and item.detail else _gist(reply),
        )  # fmt: skip


def _title(reply: Reply, words: Words) -> str:
    titles = [b.text for b in reply.blocks if isinstance(b, Text) and b.style == "title"]
    return next(iter(titles), reply.answers[0].title if reply.answers else words.plain.split("\n")[0][:60])


def _gist(reply: Reply) -> str:
    return next((b.text[:80] for b in reply.blocks if isinstance(b, Text) and b.style in ("lead", "plain")), "")


def _language(user: User) -> Language:
    return "zh-Hant" if (user.language_code or "").lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else "zh-Hans"
