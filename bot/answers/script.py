"""A reply in traditional script: every text that is read, never an id."""

from __future__ import annotations

from typing import Any

from bot.answers.blocks import Reply
from bot.text.normalize import traditional

_KEPT = {"id", "kind", "role", "style", "outcome", "choice", "media", "input", "language", "version", "service", "topic", "number", "code", "website"}


def in_traditional(reply: Reply) -> Reply:
    """The same reply as Hong Kong readers write it."""
    return Reply.model_validate(_converted(reply.model_dump()) | {"language": "zh-Hant", "answers": reply.answers, "statutes": reply.statutes})


def _converted(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in _KEPT else traditional(value)
    if isinstance(value, dict):
        return {k: _converted(v, k) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_converted(v, key) for v in value]
    return value
