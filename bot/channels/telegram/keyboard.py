"""Choices → rows of buttons. Telegram's buttons hold one line of text and 64 bytes of data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.blocks import ChoiceItem, Choices

DATA_LIMIT = 64  # bytes of callback data
WIDEST = 36  # half-width columns that a button of a full row shows on a phone
_BY_COLUMNS = ((4, 5), (3, 9), (2, 16))  # buttons in a row, and how wide each may then be
_ICONS = {"forms": "📄 ", "tools": "🧮 ", "related": "› "}
_COURTS = "最高人民法院关于"
_ARTICLE = re.compile("第[〇零一二三四五六七八九十百千]+[条條](?:之[一二三四五六七八九十]+)?$")
_MOST = 96  # Telegram takes 100 buttons a message; the channel adds some of its own


@dataclass(frozen=True)
class Button:
    """Either `data` comes back when it is pressed, or `url` opens."""

    label: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


def rows(groups: Sequence[Choices]) -> Rows:
    """All choices of a reply on one keyboard, group after group, none twice; only the first 96 buttons."""
    found: list[tuple[Button, ...]] = []
    known: set[str] = set()
    for group in groups:
        new = group if numbered(group) else group.model_copy(update={"items": tuple(i for i in group.items if i.id not in known)})
        known |= {item.id for item in group.items}
        found += _group(new)
    while sum(map(len, found)) > _MOST:
        found.pop()
    return tuple(found)


def _group(group: Choices) -> list[tuple[Button, ...]]:
    icon = _ICONS.get(group.role, "")
    listed = needs_list(group) and numbered(group)
    buttons = [
        Button(shortened(f"{n}. {item.label}" if listed and answers(group, item) else icon + item.label), item.id)
        for n, item in enumerate(group.items, 1)
        if fits(item)
    ]
    return arranged(buttons)


def numbered(group: Choices) -> bool:
    """Which is meant, a wizard's answers (their number may be typed), or what to correct: the button's number leads to its line above."""
    return group.role in ("which", "wizard") or all(item.id.startswith("edit:") for item in group.items)


def answers(group: Choices, item: ChoiceItem) -> bool:
    """Not the ways out (back, don't know, stop) that stand under a wizard's answers."""
    return group.role != "wizard" or item.id.startswith("pick:")


def fits(item: ChoiceItem) -> bool:
    """Whether Telegram takes it as a button; one that doesn't fit is left out rather than losing the whole message."""
    return bool(item.label.strip()) and 0 < len(item.id.encode()) <= DATA_LIMIT


def arranged(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Rows of equal columns, as many as the widest label allows."""
    widest = max((width(b.label) for b in buttons), default=0)
    columns = next((c for c, most in _BY_COLUMNS if widest <= most), 1)
    return [tuple(buttons[at : at + columns]) for at in range(0, len(buttons), columns)]


def needs_list(group: Choices) -> bool:
    """Whether the text must list the choices, because a button shows no detail and cuts a long label."""
    return any(item.detail or width(item.label) > WIDEST for item in group.items)


def shortened(label: str, most: int = WIDEST) -> str:
    """Without the court, cut at the end or before the article that ends it: laws of the same court begin alike, and so would their buttons."""
    label = label if width(label) <= most else label.replace(_COURTS, "")
    if width(label) <= most:
        return label
    found = _ARTICLE.search(label)
    article = found[0] if found else ""
    kept = label.removesuffix(article)
    while width(kept) > most - 2 - width(article):
        kept = kept[:-1]
    return kept.rstrip("，、,：: ") + "…" + article


def width(text: str) -> int:
    """Columns as a fixed-width screen counts: a Chinese character is two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))
