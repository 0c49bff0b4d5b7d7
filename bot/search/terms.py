"""A normalised text → the weighted terms it is found by: character n-grams, the concepts of synonyms.yaml, and pinyin pairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from bot.knowledge.model import Synonyms
from bot.text.normalize import clauses, normalize
from bot.text.pinyin import syllables, typed_pinyin

Terms = Mapping[str, float]

GRAM_WEIGHTS = {1: 0.35, 2: 1.0, 3: 0.6}
CONCEPT_WEIGHT = 1.6
PINYIN_WEIGHT = 0.35
_LATIN_WORD = re.compile(r"[a-z0-9%.]+")


class Analyzer:
    """Makes terms; knows the synonyms of one snapshot. Pure but for its cache."""

    def __init__(self, synonyms: Iterable[Synonyms], english: Mapping[str, str] | None = None) -> None:
        self._concepts: dict[str, str] = {}
        for group in synonyms:
            for word in (group.meaning, *group.words):
                self._concepts.setdefault(normalize(word), f"§{group.meaning}")
        for word, meaning in (english or {}).items():
            self._concepts[word] = f"§{meaning}"
        longest_first = sorted(filter(None, self._concepts), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        self.terms: Callable[[str], Terms] = lru_cache(maxsize=8192)(self._terms)

    def concepts(self, text: str) -> set[str]:
        """The concepts heard in a normalised text, as §-terms."""
        return {self._concepts[m[0]] for m in self._pattern.finditer(text)} if self._pattern else set()

    def _terms(self, text: str) -> Terms:
        found: Counter[str] = Counter()
        for clause in clauses(text):
            _add_grams(found, clause)
            _add_pinyin(found, clause)
        terms = {t: _weight(t) * (1 + 0.3 * (n - 1) if n > 1 else 1) for t, n in found.items()}
        terms |= dict.fromkeys(self.concepts(text), CONCEPT_WEIGHT)
        return terms


def _add_grams(found: Counter[str], clause: str) -> None:
    """Runs of Latin letters and digits are one character each; the rest by n-grams."""
    units = _units(clause)
    for size in GRAM_WEIGHTS:
        for i in range(len(units) - size + 1):
            found["".join(units[i : i + size]) if size > 1 else units[i]] += 1


def _units(clause: str) -> list[str]:
    units: list[str] = []
    position = 0
    for match in _LATIN_WORD.finditer(clause):
        units += clause[position : match.start()]
        units.append(match[0])
        position = match.end()
    return [*units, *clause[position:]]


def _add_pinyin(found: Counter[str], clause: str) -> None:
    spoken = syllables(clause)
    for run in (spoken, *typed_pinyin(clause)):
        for a, b in zip(run, run[1:], strict=False):
            found[f"~{a} {b}"] += 1


def _weight(term: str) -> float:
    if term[0] == "~":
        return PINYIN_WEIGHT
    return GRAM_WEIGHTS.get(len(_units(term)), 1.0)
