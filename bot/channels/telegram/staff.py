"""The staff chat: replies and commands there go to the desk; what the desk says is shown there."""

from __future__ import annotations

from typing import Any, cast, get_args

import structlog
from telegram import BotCommand, Message, Update

from bot.channels.telegram.addressed import replies_to
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.place import place_of_update
from bot.channels.telegram.ports import Desk, DeskAnswer, StaffAct, Verb
from bot.channels.telegram.render import text_messages
from bot.errors import BotError

PREFIX = "desk:"
VERBS: tuple[Verb, ...] = get_args(Verb)
MENU = [
    BotCommand("tickets", "未办结的留言"),
    BotCommand("ticket", "看一件留言的往来：/ticket 编号"),
    BotCommand("assign", "交给谁办：/assign 编号 姓名；不写姓名就是我来办"),
    BotCommand("canned", "用常用答复：回复留言 /canned 名称 填空内容"),
    BotCommand("close", "办结：/close 编号，或直接回复那条留言"),
    BotCommand("reopen", "重新打开：/reopen 编号"),
    BotCommand("ban", "不再收此人的留言：/ban 编号"),
    BotCommand("unban", "恢复收此人的留言：/unban 编号"),
]
_FAILED = "系统出错，这一步没有办成，请再试一次。"
_NO_FILE = "图片和附件没有转给居民，请用文字答复。"
_EDITED = "改动不会再发给居民；要更正，请再回复一条。"

log = structlog.get_logger()


class StaffChat:
    def __init__(self, answering: Answering, desk: Desk) -> None:
        self._answering = answering
        self._desk = desk

    async def replied(self, update: Update, _: Any = None) -> bool:
        """A reply to one of our messages: to the resident, when it belongs to a ticket. False when it belongs to none."""
        message = update.effective_message
        assert message is not None
        if not replies_to(message, self._answering.sender.bot):
            return False
        if update.edited_message:
            await self._tell(update, DeskAnswer(_EDITED))
            return True
        text = message.text or message.caption or ""
        if text:
            answer = await self._safely(self._desk.staff_reply(self._act(update, text=text)))
            if answer is None:
                return False
            await self._tell(update, answer)
        if not message.text:
            await self._tell(update, DeskAnswer(_NO_FILE))
        return True

    async def commanded(self, update: Update, context: Any) -> None:
        message = update.effective_message
        assert message is not None and message.text is not None
        verb = cast(Verb, message.text[1:].split(maxsplit=1)[0].partition("@")[0].lower())
        ticket, text = _ticket_and_text(verb, list(context.args or ()), replying=message.reply_to_message is not None)
        await self._command(update, verb, self._act(update, text=text, ticket=ticket))

    async def pressed(self, update: Update, _: Any = None) -> None:
        """A button "desk:VERB:NUMBER" under a ticket's card."""
        query = update.callback_query
        assert query is not None and query.data is not None
        await self._answering.sender.quietly(query.answer())
        verb, _sep, ticket = query.data.removeprefix(PREFIX).partition(":")
        if verb in VERBS:
            await self._command(update, verb, self._act(update, ticket=ticket))

    async def _command(self, update: Update, verb: Verb, act: StaffAct) -> None:
        answer = await self._safely(self._desk.command(verb, act))
        await self._tell(update, answer or DeskAnswer("没有这件留言。"))

    async def _safely(self, work: Any) -> DeskAnswer | None:
        """Staff are told when a step failed; a mistake of theirs in the desk's own words."""
        try:
            answer: DeskAnswer | None = await work
        except BotError as error:
            return DeskAnswer(str(error))
        except Exception as error:
            log.error("desk_failed", error=type(error).__name__)
            return DeskAnswer(_FAILED)
        return answer

    async def _tell(self, update: Update, answer: DeskAnswer) -> None:
        place = place_of_update(update)
        assert place is not None
        await self._answering.sender.words(place, text_messages(answer.text, answer.choices))

    def _act(self, update: Update, *, text: str = "", ticket: str = "") -> StaffAct:
        message, user = update.effective_message, update.effective_user
        quoted = message.reply_to_message if isinstance(message, Message) and not update.callback_query else None
        return StaffAct(
            key=f"telegram:{update.update_id}", staff=user.full_name if user else "工作人员", staff_id=user.id if user else 0,
            text=text, reply_to=quoted.message_id if quoted else 0, quoted=(quoted.text or "") if quoted else "", ticket=ticket,
        )  # fmt: skip


def _ticket_and_text(verb: str, words: list[str], *, replying: bool) -> tuple[str, str]:
    """A ticket's number has a digit in it; in reply to a ticket a canned answer needs no number before its name."""
    named = bool(words) and any(c.isdigit() for c in words[0]) and not (verb == "canned" and replying)
    return (words[0], " ".join(words[1:])) if named else ("", " ".join(words))
