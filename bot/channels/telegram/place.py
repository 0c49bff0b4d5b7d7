"""Where an answer goes, and whose conversation it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import Chat, MaybeInaccessibleMessage, Message, Update, User


@dataclass(frozen=True)
class Place:
    """A chat as one person uses it. In groups answers quote the message they answer and stay in its topic."""

    chat_id: int
    user_id: int
    private: bool
    thread: int | None = None
    reply_to: int | None = None

    @property
    def session(self) -> str:
        """In a group each person has a conversation of their own: nobody answers another's questions."""
        return f"telegram:{self.chat_id}" if self.private else f"telegram:{self.chat_id}:{self.user_id}"

    def quoting(self, message_id: int) -> Place:
        return replace(self, reply_to=message_id)


def place_of(chat: Chat, user: User | None, message: MaybeInaccessibleMessage | None) -> Place:
    """`user` is None where someone writes in a chat's name; then the chat itself is the person."""
    private = chat.type == Chat.PRIVATE
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    reply_to = message.message_id if message is not None and not private else None
    return Place(chat.id, user.id if user else chat.id, private, thread, reply_to)


def place_of_update(update: Update) -> Place | None:
    """None for updates that happen in no chat (inline queries)."""
    chat = update.effective_chat
    if chat is None:
        return None
    message = update.callback_query.message if update.callback_query else update.effective_message
    return place_of(chat, update.effective_user, message)


def place_of_session(session: str) -> Place | None:
    """The chat of a session key; None when it is none of Telegram's."""
    channel, _, rest = session.partition(":")
    parts = rest.split(":")
    try:
        numbers = [int(part) for part in parts]
    except ValueError:
        return None
    if channel != "telegram" or len(numbers) not in (1, 2):
        return None
    return Place(numbers[0], numbers[-1], private=len(numbers) == 1)
