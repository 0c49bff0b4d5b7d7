"""A normalised text → the weighted terms it is found by: character n-grams, the concepts of synonyms.yaml, and pinyin pairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.knowledge.model import Synonyms
from bot.search.coding import coded_together
from bot.search.vocabulary import Coded, Terms, Vocabulary
from bot.text.normalize import clauses, normalize
from bot.text.pinyin import is_pinyin, syllables, typed_pinyin

GRAM_WEIGHTS = {1: 1.0, 2: 1.0}  # triples were tried: nothing gained, a third more postings
CONCEPT_WEIGHT = 1.5
PINYIN_WEIGHT = 0.35
TYPED_PINYIN = 4  # pinyin typed in Latin letters is all we have of the word
_NOT_PLAIN = re.compile(r"[a-z0-9%.\0]")
_LATIN_WORD = re.compile(r"[a-z0-9%.]+")
_SMALL_WORDS = (
    "a an the i me my we our you your he she his her him it its they them their this that is am are was were be been do does did done "
    "to of in on at for with from by as and or but if not no so what how when where who which why can could will would should shall may "
    "must have has had there here please about any some get got want need"
)
_ENGLISH_FILLERS = frozenset(_SMALL_WORDS.split())


class Analyzer:
    """Makes terms; knows the synonyms of one snapshot. Pure but for what it remembers."""

    def __init__(self, synonyms: Iterable[Synonyms], english: Mapping[str, str] | None = None) -> None:
        self._concepts: dict[str, tuple[str, ...]] = {}  # 没发钱 is wages and arrears at once
        groups = tuple(synonyms)
        self.ours = frozenset(f"§{group.meaning}" for group in groups if group.ours)  # whoever says one of these means us
        for group in groups:
            for word in (group.meaning, *group.words):
                self._also(normalize(word), group.meaning)
        for word, meaning in (english or {}).items():
            self._also(word, meaning)
        self._by_start: dict[str, list[str]] = {}  # first two characters → longest first; far faster than one alternation of all words
        for word in sorted(filter(None, self._concepts), key=len, reverse=True):
            self._by_start.setdefault(word[:2], []).append(word)
        self.vocabulary = Vocabulary()
        self.terms: Callable[[str], Terms] = lru_cache(maxsize=4096)(self._terms)
        self.plain_terms: Callable[[str], Terms] = lru_cache(maxsize=4096)(self._plain_terms)
        self._codes: dict[str, Coded] = {}  # of all that the knowledge base says: a saved file is the only one that is read anew
        self._plain_codes: dict[str, Coded] = {}

    def coded(self, text: str) -> Coded:
        """`terms` by number; remembered."""
        if text not in self._codes:
            self._codes[text] = self.vocabulary.code(self._terms(text))
        return self._codes[text]

    def plain_coded(self, text: str) -> Coded:
        """`plain_terms` by number; remembered."""
        if text not in self._plain_codes:
            self._plain_codes[text] = self.vocabulary.code(self._plain_terms(text))
        return self._plain_codes[text]

    def latin_coded(self, text: str) -> Coded:
        """The Latin words of a text by number. The English of an answer says nothing else: what it is about, the Chinese beside it has said
        already, and said twice it would count more than where there is no English."""
        words = Counter(_stem(word) for word in _LATIN_WORD.findall(text) if word not in _ENGLISH_FILLERS)
        return self.vocabulary.code(_weighted(words, GRAM_WEIGHTS[1]))

    def read(self, texts: Iterable[str], plain: Iterable[str]) -> int:
        """Code all that is new among `texts` and `plain` at once; how many were new."""
        return self._read(texts, self._codes, PINYIN_WEIGHT) + self._read(plain, self._plain_codes, 0.0)

    def _read(self, texts: Iterable[str], known: dict[str, Coded], sounds: float) -> int:
        new = [text for text in dict.fromkeys(texts) if text not in known and not _NOT_PLAIN.search(text)]
        weights = (GRAM_WEIGHTS[1], GRAM_WEIGHTS[2])
        known.update(zip(new, coded_together(new, self.vocabulary, weights, sounds, self._heard, CONCEPT_WEIGHT), strict=True) if new else ())
        return len(new)

    def _also(self, word: str, meaning: str) -> None:
        self._concepts[word] = tuple(dict.fromkeys((*self._concepts.get(word, ()), f"§{meaning}")))

    def concepts(self, text: str) -> set[str]:
        """The concepts heard in a normalised text, as §-terms: at each place the longest word, then on behind it."""
        found = self._heard(text)
        for run in map(tuple, typed_pinyin(text)):
            found.update(*(self._by_sound.get(run[i:j], ()) for i, j in _spans(run)))
        return found

    def _heard(self, text: str) -> set[str]:
        found: set[str] = set()
        place, size, starts, concepts = 0, len(text), self._by_start, self._concepts
        while place < size:
            for word in starts.get(text[place : place + 2], ()):
                if text.startswith(word, place) and (word[-1] > "z" or _stands_alone(word, text, place)):
                    break
            else:
                word = text[place]
            found.update(concepts.get(word, ()))
            place += len(word)
        return found

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Concepts by the reading of their words, for who types pinyin: nothing but its sound is known of the word."""
        return {tuple(syllables(word)): concepts for word, concepts in self._concepts.items() if len(word) > 1 and word[0] > "\u2e7f"}

    def _terms(self, text: str) -> Terms:
        ones: Counter[str] = Counter()
        twos: Counter[str] = Counter()
        spoken: Counter[str] = Counter()
        for clause in clauses(text):
            _add_grams(ones, twos, clause)
            _add_pinyin(spoken, clause)
        terms = _weighted(ones, GRAM_WEIGHTS[1]) | _weighted(twos, GRAM_WEIGHTS[2])
        terms |= _weighted(spoken, PINYIN_WEIGHT)
        terms |= dict.fromkeys(self.concepts(text), CONCEPT_WEIGHT)
        return terms

    def _plain_terms(self, text: str) -> Terms:
        """Characters, pairs and concepts only: for long texts, which are looked up by content and not by sound."""
        ones: Counter[str] = Counter()
        twos: Counter[str] = Counter()
        for clause in clauses(text):
            _add_grams(ones, twos, clause)
        return _weighted(ones, GRAM_WEIGHTS[1]) | _weighted(twos, GRAM_WEIGHTS[2]) | dict.fromkeys(self.concepts(text), CONCEPT_WEIGHT)


def _stands_alone(word: str, text: str, place: int) -> bool:
    """A Latin word is no part of another: no rent in parents. Its plural will do."""
    before, after = text[place - 1 : place], text[place + len(word) :]
    after = after.removeprefix("s")
    return not (before.isascii() and before.isalnum()) and not (after[:1].isascii() and after[:1].isalnum())


def _weighted(counts: Mapping[str, int], weight: float) -> dict[str, float]:
    """Said twice counts a little more than once."""
    return {term: weight if n == 1 else weight * (1 + 0.3 * (n - 1)) for term, n in counts.items()}


def _add_grams(ones: Counter[str], twos: Counter[str], clause: str) -> None:
    """Runs of Latin letters and digits are one unit each; the rest by characters and pairs. Pinyin is left to _add_pinyin."""
    if not _LATIN_WORD.search(clause):
        ones.update(clause)
        twos.update([clause[i : i + 2] for i in range(len(clause) - 1)])
        return
    units = [_stem(unit) for unit in _units(clause) if unit not in _ENGLISH_FILLERS]
    ones.update(unit for unit in units if not is_pinyin(unit))
    for a, b in pairwise(units):
        if len(a) == 1 or len(b) == 1:  # pairs of Latin words say little
            twos[a + b] += 1


def _spans(run: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(len(run)) for j in range(i + 2, min(i + 5, len(run)) + 1))


def _stem(unit: str) -> str:
    """wages → wag, refused → refus, refuse → refus; numbers and short words as they are."""
    if not (len(unit) > 3 and unit.isalpha() and unit.isascii()):
        return unit
    word = unit[:-1] if unit.endswith("s") and not unit.endswith("ss") else unit
    for ending in ("ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word.removesuffix(ending)
    return word


def _units(clause: str) -> list[str]:
    units: list[str] = []
    position = 0
    for match in _LATIN_WORD.finditer(clause):
        units += clause[position : match.start()].replace(" ", "")
        units.append(match[0])
        position = match.end()
    return [*units, *clause[position:].replace(" ", "")]


def _add_pinyin(found: Counter[str], clause: str) -> None:
    for (a, b), (c, d) in zip(pairwise(clause), pairwise(syllables(clause)), strict=True):
        if a > "\u2e7f" and b > "\u2e7f":  # not between Latin letters
            found[f"~{c} {d}"] += 1
    for run in typed_pinyin(clause):
        for a, b in pairwise(run):
            found[f"~{a} {b}"] += TYPED_PINYIN
