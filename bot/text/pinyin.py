"""Toneless pinyin, with the confusions of southern speakers folded, as a key that homophone typos share."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def _dictionary() -> dict[int, str]:
    from pypinyin import pinyin_dict  # 0.2 s: only when first needed

    return dict(pinyin_dict.pinyin_dict)


def reading(character: str) -> str:
    """The commonest toneless reading of one character (女 → nv), or an empty string when it has none."""
    marked = _dictionary().get(ord(character), "").partition(",")[0]
    plain = unicodedata.normalize("NFD", marked.replace("ü", "v"))
    return "".join(c for c in plain.replace("u\u0308", "v") if not unicodedata.combining(c))


def fold(syllable: str) -> str:
    """zh/z, ch/c, sh/s, n/l and front/back nasals sound alike to many here."""
    for sound, same in _FOLDS:
        syllable = syllable.replace(sound, same)
    return "l" + syllable[1:] if syllable.startswith("n") and len(syllable) > 1 else syllable


@cache
def syllable(character: str) -> str:
    """The folded syllable of one character, or the character itself when it has none."""
    found = reading(character) if "\u4e00" <= character <= "\u9fff" else ""
    return fold(found) if found else character


@cache
def sound(character: str) -> str:
    """The folded syllable of one character as one character of its own (the same in every process), or the character itself."""
    found = syllable(character)
    return chr(0xE000 + _syllables()[found]) if found in _syllables() and len(found) > 1 else found


@cache
def _syllables() -> dict[str, int]:
    return {s: number for number, s in enumerate(sorted({fold(r) for r in _readings() if r}))}


def syllables(text: str) -> list[str]:
    return [syllable(c) for c in text]


_LATIN = re.compile(r"[a-z]{2,}(?:[ '][a-z]+)*")


@cache
def _readings() -> frozenset[str]:
    return frozenset(reading(chr(c)) for c in _dictionary() if 0x4E00 <= c <= 0x9FFF)


def split_latin(word: str) -> list[str] | None:
    """gongzhengchu → [gong, zheng, chu]; None when it is no pinyin. Longest syllables first, with backtracking."""
    word = word.replace("'", "").replace(" ", "")
    known = _readings()

    def rest(start: int) -> list[str] | None:
        if start == len(word):
            return []
        for end in range(min(len(word), start + 6), start, -1):
            if word[start:end] in known and (tail := rest(end)) is not None:
                return [word[start:end], *tail]
        return None

    return rest(0) if len(word) <= 40 else None


@lru_cache(maxsize=4096)
def is_pinyin(word: str) -> bool:
    """Whether Latin letters read as pinyin of two syllables or more."""
    return len(word) > 3 and word.isascii() and word.isalpha() and len(split_latin(word) or ()) >= 2


def typed_pinyin(text: str) -> list[list[str]]:
    """The runs of Latin letters in `text` that read as pinyin of two syllables or more, folded."""
    runs = (split_latin(m[0]) for m in _LATIN.finditer(text))
    return [[fold(s) for s in run] for run in runs if run and len(run) >= 2]
