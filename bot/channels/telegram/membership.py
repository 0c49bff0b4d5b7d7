"""Being added to a group, or thrown out of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from telegram import Chat, ChatMember, Update

from bot.channels.telegram.answering import Answering
from bot.channels.telegram.place import place_of_update

_INSIDE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)

log = structlog.get_logger()


class Membership:
    def __init__(self, answering: Answering, staff_chat: Callable[[], int], report: Callable[[str], None]) -> None:
        self._answering = answering
        self._staff_chat = staff_chat
        self._report = report

    async def changed(self, update: Update, _: Any = None) -> None:
        """Says in a new group when it answers, and reports its number; reports when the staff chat is lost."""
        change, place = update.my_chat_member, place_of_update(update)
        assert change is not None and place is not None
        was_inside, is_inside = change.old_chat_member.status in _INSIDE, change.new_chat_member.status in _INSIDE
        if change.chat.type in (Chat.GROUP, Chat.SUPERGROUP) and is_inside and not was_inside:
            if change.chat.id != self._staff_chat():
                self._report(f"Telegram：机器人加进了一个群，编号 {change.chat.id}。要用它作工作群，设 BOT_STAFF_CHAT_ID={change.chat.id} 再重启。")
            await self._answering.say(place, "help_group", bot=self._answering.name)
        elif was_inside and not is_inside:
            log.info("telegram_left", kind=change.chat.type)
            if change.chat.id == self._staff_chat():
                self._report("Telegram：机器人被移出了工作群，留言只能在工作页上看；请把它加回去，或改 BOT_STAFF_CHAT_ID")
