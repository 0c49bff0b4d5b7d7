"""Telegram's HTML → text and entities, refused where Telegram refuses it; entities of what people type."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.telegram_emulator.refusal import Refusal

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
    "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>")
_TYPED = re.compile(r"(?<![\w/])(/[a-zA-Z0-9_]{1,32}(?:@\w+)?)|(?<!\w)(@\w{5,32})|(https?://\S+)")

Entities = list[dict[str, Any]]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, Entities]:
    """Raises Refusal like the Bot API does."""
    text, entities, open_tags, at = "", [], [], 0
    for tag in _TAG.finditer(source):
        text += _plain(source[at : tag.start()], at)
        at = tag.end()
        closing, name, rest = tag[1], tag[2].lower(), tag[3]
        offset = len(source[: tag.start()].encode())
        if not closing:
            open_tags.append((name, utf16(text), _entity(name, rest, offset)))
            if name == "blockquote" and sum(n == "blockquote" for n, *_ in open_tags) > 1:
                raise Refusal(400, "Bad Request: can't parse entities: BlockQuote can't be nested")
            continue
        if not open_tags or open_tags[-1][0] != name:
            expected = f'expected "</{open_tags[-1][0]}>", ' if open_tags else ""
            raise Refusal(400, f"Bad Request: can't parse entities: Unmatched end tag at byte offset {offset}, {expected}found \"</{name}>\"")
        _, start, entity = open_tags.pop()
        if length := utf16(text) - start:
            entities.append({**entity, "offset": start, "length": length})
    if open_tags:
        raise Refusal(400, f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    text += _plain(source[at:], at)
    return _trimmed(text, sorted(entities, key=lambda e: (e["offset"], -e["length"])))


def _plain(part: str, at: int) -> str:
    if "<" in part:
        raise Refusal(400, f'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset {at}')
    return unescape(part)


def _entity(name: str, rest: str, offset: int) -> dict[str, Any]:
    if name not in _TYPES:
        raise Refusal(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" at byte offset {offset}')
    if name == "a":
        link = re.search(r'href="([^"]*)"', rest)
        return {"type": "text_link", "url": unescape(link[1]) if link else ""}
    if name == "blockquote" and "expandable" in rest:
        return {"type": "expandable_blockquote"}
    return {"type": _TYPES[name]}


def _trimmed(text: str, entities: Entities) -> tuple[str, Entities]:
    """Telegram cuts blanks at both ends."""
    left = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    end = utf16(text)
    found = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        length = min(entity["offset"] - left + entity["length"], end) - start
        if length > 0:
            found.append({**entity, "offset": start, "length": length})
    return text, found


def typed_entities(text: str) -> Entities:
    """Commands, mentions and addresses in what a person types."""
    names = ("bot_command", "mention", "url")
    return [
        {"type": names[(m.lastindex or 1) - 1], "offset": utf16(text[: m.start()]), "length": utf16(m[0])} for m in _TYPED.finditer(text)
    ]
