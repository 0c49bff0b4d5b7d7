"""Taking an answer home: a QR code with a link that opens once, or, where phones can't reach us, with the short text itself."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import segno

from bot.answers.blocks import ArticleBlock, Basis, Choices, Contacts, Listing, Reply, Text, Ticket
from bot.channels.web.shown_pages import new_token
from bot.dialogue.papers import Document

EXPIRES = 600.0  # seconds
QR_BYTES = 480  # what a phone reads easily from a screen
KEPT = 300  # links at a time; the oldest goes first
_KEPT = {"list", "basis", "contacts", "article", "figures", "ticket"}  # blocks that are of use later
REMEMBERED = 3000  # links that are over, to say which way


Fate = Literal["used", "expired", "erased", "unknown"]


@dataclass(frozen=True)
class Parcel:
    """What a link opens: the reply, or a document. `session` took it and may erase it."""

    session: str
    until: float
    look: str
    reply: Reply | None = None
    document: Document | None = None


class Parcels:
    """One-time links, in memory. A look does not consume; `take` does. Of a link that is over we keep only why."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, Parcel] = {}
        self._over: dict[str, Fate] = {}

    def put(self, session: str, look: str, reply: Reply | None = None, document: Document | None = None) -> str:
        """The new link's token."""
        self._drop_expired()
        while len(self._kept) >= KEPT:
            self._end(next(iter(self._kept)), "erased")
        token = new_token()
        self._kept[token] = Parcel(session, self._clock() + EXPIRES, look, reply, document)
        return token

    def look(self, token: str) -> Parcel | None:
        self._drop_expired()
        return self._kept.get(token)

    def take(self, token: str) -> Parcel | None:
        self._drop_expired()
        return self._end(token, "used") if token in self._kept else None

    def fate(self, token: str) -> Fate:
        """Why a link opens nothing."""
        return self._over.get(token, "unknown")

    def forget(self, session: str) -> None:
        """Nothing that this session took can be opened any more."""
        for token in [token for token, parcel in self._kept.items() if parcel.session == session]:
            self._end(token, "erased")

    def _end(self, token: str, why: Fate) -> Parcel:
        while len(self._over) >= REMEMBERED:
            self._over.pop(next(iter(self._over)))
        self._over[token] = why
        return self._kept.pop(token)

    def _drop_expired(self) -> None:
        now = self._clock()
        for token in [token for token, parcel in self._kept.items() if parcel.until <= now]:
            self._end(token, "expired")


def qr_svg(content: str) -> str:
    """An inline SVG, four modules of margin. `micro=False`: phones do not read Micro QR."""
    out = io.BytesIO()
    segno.make(content, error="l" if len(content) > 200 else "m", micro=False, encoding="utf-8").save(
        out, kind="svg", xmldecl=False, svgns=True, border=4, svgclass="qr", lineclass=None, omitsize=True, light="#fff"
    )
    return out.getvalue().decode()


def worth_keeping(reply: Reply) -> bool:
    """Whether paper or a phone is any use: not for a page that only asks which one is meant, nor for a message not sent yet."""
    if any(item.id == "send" for block in reply.blocks if isinstance(block, Choices) for item in block.items):
        return False
    told = any(isinstance(block, Text) and block.style != "title" for block in reply.blocks)
    return any(block.kind in _KEPT for block in reply.blocks) or (told and reply.outcome not in ("maybe", "menu"))


def short_text(reply: Reply, t: Callable[..., str]) -> str:
    """The answer's core in plain words, cut at a line so that the code stays easy to read."""
    lines: list[str] = [] if reply.discreet else [reply.title]
    for block in reply.blocks:
        if isinstance(block, Text) and block.style in ("danger", "lead"):
            lines.append(block.text)
        elif isinstance(block, Listing) and block.numbered:
            lines += [f"{n}. {item}" for n, item in enumerate(block.items, 1)]
        elif isinstance(block, Ticket):
            lines += [f"{t('ticket_number')} {block.number}", f"{t('ticket_code')} {block.code}"]
        elif isinstance(block, ArticleBlock):
            lines += [f"《{block.law}》{block.article}（{block.status}）", *block.text.split("\n")]
    tail = [_basis(reply), _numbers(reply), t("brand")]
    return _fitting(list(filter(None, lines)), list(filter(None, tail)))


def _basis(reply: Reply) -> str:
    items = next((b.items for b in reply.blocks if isinstance(b, Basis)), ())
    return "".join(f"《{i.law}》{i.article} " for i in items[:2]).strip()


def _numbers(reply: Reply) -> str:
    places = [c for b in reply.blocks if isinstance(b, Contacts) for c in b.items if c.phone]
    return "，".join(dict.fromkeys(f"{c.name} {c.phone}" for c in places[:3]))


def _fitting(lines: list[str], tail: list[str]) -> str:
    """As many whole lines as fit, then the tail that must be there."""
    end = "\n".join(tail)
    room = QR_BYTES - len(end.encode()) - 8
    kept: list[str] = []
    for line in lines:
        if len("\n".join([*kept, line]).encode()) > room:
            kept.append("……")
            break
        kept.append(line)
    return "\n".join([*kept, end])
