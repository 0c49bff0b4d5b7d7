"""Which part of the channel handles which update: the first that fits, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.channels.telegram.answering import Answering
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.commands import NAMES, Commands
from bot.channels.telegram.conversation import Conversation
from bot.channels.telegram.inline import InlineMode
from bot.channels.telegram.membership import Membership
from bot.channels.telegram.ports import Desk
from bot.channels.telegram.staff import PREFIX, VERBS, StaffChat
from bot.channels.telegram.throttle import Throttle
from bot.settings import Settings

_NEW, _EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
_WORDS = filters.TEXT | filters.CAPTION


def register(
    application: Application[Any, Any, Any, Any, Any, Any], answering: Answering, settings: Settings, desk: Desk | None,
    staff_chat: filters.Chat, report: Callable[[str], None],
) -> Commands:  # fmt: skip
    """Hang all handlers on the application. `staff_chat` matches the staff chat only; it may learn a new number later."""
    throttle = Throttle(settings.requests_per_minute)
    conversation = Conversation(answering, throttle, desk)
    commands = Commands(answering, conversation, settings)
    buttons = Buttons(answering, commands, throttle)
    membership = Membership(answering, lambda: next(iter(staff_chat.chat_ids), 0), report)
    application.add_handlers([
        InlineQueryHandler(InlineMode(answering, throttle).asked),
        ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
        *(_staff_handlers(StaffChat(answering, desk), conversation, staff_chat) if desk else ()),
        CallbackQueryHandler(buttons.pressed),
        CommandHandler(NAMES, commands.heard),
        MessageHandler(_NEW & filters.COMMAND, commands.unknown),
        MessageHandler(_NEW & _WORDS, conversation.heard),
        MessageHandler(_EDITED & _WORDS, conversation.edited),
        MessageHandler(_NEW & ~filters.StatusUpdate.ALL, conversation.unreadable),
    ])  # fmt: skip
    return commands


def _staff_handlers(staff: StaffChat, conversation: Conversation, staff_chat: filters.Chat) -> list[Any]:
    async def replied(update: Update, context: Any) -> None:
        if not await staff.replied(update):  # among colleagues, or about an ordinary answer of ours: as in any group
            await (conversation.edited if update.edited_message else conversation.heard)(update, context)

    async def pressed(update: Update, context: Any) -> None:
        if update.effective_chat and update.effective_chat.id in staff_chat.chat_ids:
            await staff.pressed(update, context)
        # elsewhere it is forged: our cards with such buttons go to the staff chat only

    return [
        CommandHandler(VERBS, staff.commanded, filters=staff_chat & _NEW),
        MessageHandler(staff_chat & filters.REPLY & ~filters.COMMAND, replied),
        CallbackQueryHandler(pressed, pattern=f"^{PREFIX}"),
    ]
