"""Whether a typed reply says yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.text.amounts import tidy

_TAIL = re.compile("(的|啊|呀|呢|吧|了|哦|喔|嘛|啦|过|哈|嗯)+$")


def parse_yes_no(text: str, yes: Iterable[str], no: Iterable[str]) -> bool | None:
    """True or False when `text` is one of the words (particles and dialect aside), or opens with one before a comma; else None."""
    words = {_bare(w): True for w in yes} | {_bare(w): False for w in no}
    said = tidy(text[:200])
    for part in (said, re.split("[，,。.!！、;；]", said)[0]):
        if (answer := words.get(_bare(part))) is not None:
            return answer
    return None


def _bare(word: str) -> str:
    word = tidy(word)
    return _TAIL.sub("", word) or word
