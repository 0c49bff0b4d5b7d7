"""Is a group's message meant for us, and what does it ask?"""

from __future__ import annotations

from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType

_MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


def question(message: Message, bot: Bot) -> str | None:
    """What the message asks us; None when it is not for us. May be empty: called by name, nothing said.

    Everything in a private chat is for us. In a group a message is when it mentions us or replies to us; a bare
    mention in reply to someone else asks what that message asks."""
    text = message.text or message.caption or ""
    if message.via_bot is not None and message.via_bot.id == bot.id:
        return None  # our own card, sent from inline mode
    if message.chat.type == ChatType.PRIVATE:
        return text
    mentions = _our_mentions(message, bot)
    if not mentions:
        return text if replies_to(message, bot) else None
    for mention in mentions:
        text = text.replace(mention, " ")
    text = " ".join(text.split())
    quoted = message.reply_to_message
    if not text and quoted is not None and not replies_to(message, bot):
        text = quoted.text or quoted.caption or ""
    return text


def _our_mentions(message: Message, bot: Bot) -> list[str]:
    found = {**message.parse_entities(_MENTIONS), **message.parse_caption_entities(_MENTIONS)}
    ours = f"@{bot.username}".lower()
    return [shown for entity, shown in found.items() if shown.lower() == ours or (entity.user and entity.user.id == bot.id)]


def replies_to(message: Message, bot: Bot) -> bool:
    """Whether it is a reply to a message of ours (in a forum every message quotes the one that opened its topic)."""
    quoted = message.reply_to_message
    return quoted is not None and quoted.from_user is not None and quoted.from_user.id == bot.id and not quoted.forum_topic_created
