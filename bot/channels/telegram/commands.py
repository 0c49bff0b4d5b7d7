"""The commands and their menu in three languages."""

from __future__ import annotations

from typing import Any

from telegram import BotCommand, BotCommandScopeChat, BotCommandScopeDefault, Update, User

from bot.answers.blocks import ChoiceItem, Language
from bot.channels.telegram import links
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.conversation import Conversation
from bot.channels.telegram.keyboard import Button, Rows
from bot.channels.telegram.place import Place, place_of_update
from bot.channels.telegram.render import WIPE, text_messages
from bot.channels.telegram.words import LANGUAGES, word
from bot.dialogue.session import Message, Session
from bot.settings import Settings

LANGUAGE = "tg:lang:"

MENU: tuple[tuple[str, str, str, str], ...] = (  # in the order of the menu; more words in words.py
    ("menu", "全部服务", "全部服務", "All services"),
    ("services", "按服务找：调解、公证、援助…", "按服務找：調解、公證、援助…", "Mediation, notary, legal aid …"),
    ("laws", "查法条，例如 /laws 民法典 1043", "查法條，例如 /laws 民法典 1043", "Read an article of a law"),
    ("forms", "文书模板", "文書範本", "Document templates"),
    ("cases", "典型案例", "典型案例", "Typical cases"),
    ("near", "附近找谁", "附近找誰", "Help near me"),
    ("news", "最新通知", "最新通知", "News"),
    ("message", "给工作人员留言", "給工作人員留言", "Leave a message for staff"),
    ("cancel", "先不填了，以后可以接着填", "先不填了，以後可以接著填", "Stop filling in; you can go on later"),
    ("help", "怎么用", "怎麼用", "How to use this bot"),
    ("language", "语言 / 語言 / Language", "語言 / 语言 / Language", "Language / 语言 / 語言"),
    ("privacy", "我们记什么、不记什么", "我們記什麼、不記什麼", "What we store"),
    ("forget", "删除我的全部记录", "刪除我的全部記錄", "Delete my records"),
)
_CHOICES = {
    "menu": "menu", "services": "menu", "laws": "statutes", "forms": "forms", "cases": "cases", "near": "directory", "news": "news",
    "message": "message", "cancel": "leave",
}  # fmt: skip
NAMES = ("start", *(name for name, *_ in MENU))
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def menu(language: Language) -> list[BotCommand]:
    column = ("zh-Hans", "zh-Hant", "en").index(language)
    return [BotCommand(name, texts[column]) for name, *texts in MENU]


class Commands:
    def __init__(self, answering: Answering, conversation: Conversation, settings: Settings) -> None:
        self._answering = answering
        self._conversation = conversation
        self._settings = settings

    async def publish(self) -> None:
        """The menu beside the input field: English where Telegram is in English, else Chinese; `use` sets another for one chat."""
        bot = self._answering.sender.bot
        for code, language in (("", "zh-Hans"), ("en", "en")):
            await self._answering.sender.quietly(
                bot.set_my_commands(menu(language), scope=BotCommandScopeDefault(), language_code=code or None)  # type: ignore[arg-type]
            )

    async def heard(self, update: Update, context: Any) -> None:
        message, place = update.effective_message, place_of_update(update)
        assert message is not None and place is not None and message.text is not None
        if not await self._conversation.admitted(place, message):
            return
        name = message.text[1:].split(maxsplit=1)[0].partition("@")[0].lower()
        argument = " ".join(context.args or ())
        own = {
            "start": self._start, "help": self._help, "language": self._language, "privacy": self._privacy, "forget": self._forget,
        }.get(name)  # fmt: skip
        if own is not None:
            await own(update, place, argument)
        else:
            await self._choose(update, place, _CHOICES[name], argument)

    async def unknown(self, update: Update, _: Any) -> None:
        """In a private chat only: in groups it is probably for another bot."""
        place = place_of_update(update)
        assert place is not None
        if place.private and await self._conversation.admitted(place, update.effective_message):
            await self._answering.say(place, "unknown_command")
            await self._answering.say(place, "help")

    async def use(self, place: Place, language: Language, update: Update) -> None:
        """Speak this language from now on; the menu of commands in a private chat follows."""
        if place.private:
            scope = BotCommandScopeChat(place.chat_id)
            await self._answering.sender.quietly(self._answering.sender.bot.set_my_commands(menu(language), scope=scope))
        await self._answering.answer(place, self._picked(update, place, "menu", language))

    async def _choose(self, update: Update, place: Place, choice: str, argument: str) -> None:
        """`/laws 民法典 1043` asks at once; a bare command opens the choice."""
        asked = self._picked(update, place, choice)
        if argument:
            asked = asked.model_copy(update={"choice": "", "text": argument})
        await self._answering.answer(place, asked)

    async def _start(self, update: Update, place: Place, payload: str) -> None:
        choice = links.choice_of(payload) if payload else "menu"
        if choice is None:
            await self._answering.say(place, "link_gone")
        language = await self._first_language(place, update.effective_user)
        under = _language_row(language or await self._answering.language(place)) if choice == "menu" and place.private else ()
        await self._answering.answer(place, self._picked(update, place, choice or "menu", language), under)

    async def _first_language(self, place: Place, user: User | None) -> Language | None:
        """Traditional script for who has Telegram in it and has not been here before. Telegram in English says nothing:
        it has no official Chinese, so many residents use it in English."""
        session = await self._answering.door.session(place.session)
        fresh = session.model_dump(exclude={"channel"}) == Session(key=place.session).model_dump(exclude={"channel"})
        code = (user.language_code or "").lower() if user else ""
        return "zh-Hant" if fresh and code.startswith(_TRADITIONAL) else None

    async def _help(self, _: Update, place: Place, __: str) -> None:
        await self._answering.say(place, "help")
        if not place.private:
            await self._answering.say(place, "help_group", bot=self._answering.name)

    async def _language(self, update: Update, place: Place, wanted: str) -> None:
        for language, _ in LANGUAGES:
            if wanted.lower() == language.lower():
                return await self.use(place, language, update)
        await self._answering.say(place, "language", tuple(ChoiceItem(id=LANGUAGE + code, label=name) for code, name in LANGUAGES))

    async def _privacy(self, _: Update, place: Place, __: str) -> None:
        kept = self._settings
        await self._answering.say(place, "privacy", session_days=kept.retention_days, ticket_days=kept.ticket_retention_days)

    async def _forget(self, _: Update, place: Place, __: str) -> None:
        language = await self._answering.language(place)
        await self._answering.door.forget(place.session)
        if not place.private:
            return await self._answering.send(place, text_messages(word("forgotten_group", language)))
        sender = self._answering.sender
        await sender.quietly(sender.bot.delete_my_commands(scope=BotCommandScopeChat(place.chat_id)))
        wipe = ChoiceItem(id=WIPE, label=word("wipe", language))
        await self._answering.send(place, text_messages(word("forgotten", language), (wipe,)))

    def _picked(self, update: Update, place: Place, choice: str, language: Language | None = None) -> Message:
        id = f"telegram:{update.update_id}"
        return Message(session=place.session, channel="telegram", choice=choice, id=id, language=language)


def _language_row(current: Language) -> Rows:
    return (tuple(Button(name, LANGUAGE + code) for code, name in LANGUAGES if code != current),)
