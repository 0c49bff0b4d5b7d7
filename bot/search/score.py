"""The second look, character by character: the only importer of rapidfuzz."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from bot.text.pinyin import sound


@lru_cache(maxsize=262_144)  # all phrases of a large knowledge base, as in text.normalize
def spoken(text: str) -> str:
    """The text with every syllable as one character, so that homophones are equal and one mistyped character is one edit."""
    return "".join(map(sound, text))


def likeness(question: str, phrase: str) -> tuple[float, float]:
    """How alike two normalised texts are, 0 … 1: as written, and as spoken."""
    return fuzz.ratio(question, phrase) / 100, fuzz.ratio(spoken(question), spoken(phrase)) / 100


def best_likeness(question: str, parts: Sequence[str], phrase: str) -> float:
    """The better of written and spoken, over the whole question and its clauses (a clause counts a little less)."""
    whole = max(likeness(question, phrase))
    return max(whole, max((max(likeness(p, phrase)) * 0.9 for p in parts), default=0.0)) if len(parts) > 1 else whole


def likenesses(question: str, parts: Sequence[str], phrases: Sequence[str], sounds: Sequence[str]) -> NDArray[np.float32]:
    """`best_likeness` of a question with many phrases at once; `sounds` are the phrases as `spoken`."""
    asked = (question, *parts) if len(parts) > 1 else (question,)
    written = cdist(asked, phrases, scorer=fuzz.ratio, dtype=np.float32)
    heard = cdist([spoken(a) for a in asked], sounds, scorer=fuzz.ratio, dtype=np.float32)
    best = np.maximum(written, heard) / 100
    best[1:] *= 0.9
    return np.asarray(best.max(0), np.float32)
