"""Deep links: `https://t.me/BOT?start=PAYLOAD` for posters, QR codes, links in a text — and back to what they open.

Telegram allows A-Z a-z 0-9 _ - in a payload, at most 64 of them; a choice id has ':' where the payload has '_'."""

from __future__ import annotations

import re

from bot.answers.blocks import Reply

_KINDS = {
    "service", "topic", "answer", "wizard", "form", "blank", "place", "community", "law", "case", "cases", "opinion",
}  # fmt: skip
_BARE = {"menu", "directory", "cases", "news", "forms", "statutes", "message", "person"}
_SERVICES = {
    "mediation", "notary", "community_correction", "legal_aid", "consultation", "statutes", "cases", "directory", "forms", "halls",
    "court_station", "publicity", "other", "news",
}  # fmt: skip
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def choice_of(payload: str) -> str | None:
    """The choice id a deep link opens; None when the payload means nothing. `legal-aid` on a poster is the service legal_aid."""
    if payload in _BARE:
        return payload
    if payload.replace("-", "_") in _SERVICES:
        return f"service:{payload.replace('-', '_')}"
    kind, _, rest = payload.partition("_")
    if kind not in _KINDS or not rest:
        return None
    if kind == "service":
        return f"service:{rest.replace('-', '_')}"
    return f"{kind}:{rest.replace('_', ':')}"


def payload_of(choice: str) -> str | None:
    """The payload that opens this choice; None when a link can't carry it."""
    payload = choice.replace(":", "_")
    return payload if _PAYLOAD.fullmatch(payload) and choice_of(payload) == choice else None


def address(bot: str, choice: str) -> str:
    """The deep link to `choice` at the bot with this user name; to the bot itself when there is none. Empty without a name."""
    payload = payload_of(choice)
    return f"https://t.me/{bot}" + (f"?start={payload}" if payload else "") if bot else ""


def opens(reply: Reply) -> str:
    """The choice that opens what the reply shows: an answer by its id; an article's, form's or case's id is a choice already."""
    if not reply.answers:
        return "menu"
    id = reply.answers[0].id
    return id if ":" in id else f"answer:{id}"
