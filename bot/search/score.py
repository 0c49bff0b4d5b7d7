"""The second look, character by character: the only importer of rapidfuzz."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from bot.text.pinyin import syllable

_CODES: dict[str, str] = {}


@lru_cache(maxsize=32768)
def spoken(text: str) -> str:
    """The text with every syllable as one character, so that homophones are equal and one mistyped character is one edit."""
    return "".join(_CODES.setdefault(s, chr(0xE000 + len(_CODES))) if len(s := syllable(c)) > 1 else s for c in text)


def likeness(question: str, phrase: str) -> tuple[float, float]:
    """How alike two normalised texts are, 0 … 1: as written, and as spoken."""
    return fuzz.ratio(question, phrase) / 100, fuzz.ratio(spoken(question), spoken(phrase)) / 100


def best_likeness(question: str, parts: Sequence[str], phrase: str) -> float:
    """The better of written and spoken, over the whole question and its clauses (a clause counts a little less)."""
    whole = max(likeness(question, phrase))
    return max(whole, max((max(likeness(p, phrase)) * 0.9 for p in parts), default=0.0)) if len(parts) > 1 else whole
