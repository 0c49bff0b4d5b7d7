"""A question typed in haste, put right where the knowledge base has never seen its characters side by side.

A small model of three characters in a row, learnt from everything the knowledge base says, judges each change: a character that sounds the
same (工姿 → 工资), any other that fits between its neighbours, or two that changed places. A change must make the text far likelier, or
people's own words would be bent into ours: the costs below leave 95 of 100 held-out phrases as they are (tests/benchmarks/matching.py robust).

The noisy-channel idea of Kernighan, Church and Gale (1990); smoothing after Witten and Bell (1991)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from bot.text.normalize import clauses
from bot.text.pinyin import syllable

SOUND, SWAPPED, ANY = 7.0, 8.0, 14.0  # nats that a change of each kind must gain
DOUBTFUL = 11.0  # by sound, when one side of the character is nothing strange: 天花板泡了 is not 老板跑了
CHANGES = 2  # in one clause
START, END = "^", "$"
UNSEEN = 2000  # characters that may come though the knowledge base has none of them
CHINESE = "\u2e80"
BITS = 21  # of one character


class Spelling:
    """Pure once built. About 80,000 pairs and 200,000 triples for a thousand answers."""

    def __init__(self, texts: Iterable[str]) -> None:
        told = "".join(START + clause + END for text in texts for clause in clauses(text))
        codes = np.frombuffer(told.encode("utf-32-le", "replace"), "<u4").astype(np.int64)
        self._ones = Counter(told[1:])
        self._total = len(told[1:])
        self._pairs, self._after = _counted(codes, 2)
        self._triples, self._after_pair = _counted(codes, 3)
        self._behind = _grouped((pair[0], pair[1]) for pair in self._pairs if pair[1] > CHINESE)
        self._alike = _grouped((syllable(c), c) for c in self._ones if c > CHINESE)

    def mend(self, text: str) -> str:
        """A normalised text with its likely slips put right; as it is where nothing is clearly better."""
        for clause in clauses(text):
            if len(clause) > 2 and not clause.isascii():
                text = text.replace(clause, self._mended(clause), 1)
        return text

    def _mended(self, clause: str) -> str:
        for _ in range(CHANGES):
            better = self._better(START + clause + END)
            if better == clause:
                break
            clause = better
        return clause

    def _better(self, framed: str) -> str:
        """The best of all single changes."""
        best, most = framed, 0.0
        for place, length, change, cost in self._changes(framed):
            changed = framed[:place] + change + framed[place + length :]
            end = place + length + 2
            gain = self._log_chance(changed, place, end) - self._log_chance(framed, place, end) - cost
            if gain > most:
                best, most = changed, gain
        return best[1:-1]

    def _changes(self, framed: str) -> Iterator[tuple[int, int, str, float]]:
        """(place, characters replaced, by what, cost), only where two characters were never seen side by side."""
        pairs = self._pairs
        for i in range(1, len(framed) - 1):
            before, here, behind = framed[i - 1], framed[i], framed[i + 1]
            if here < CHINESE:
                continue
            strange_before, strange_behind = before + here not in pairs, here + behind not in pairs
            if strange_before or strange_behind:
                for other in self._alike.get(syllable(here), ""):
                    if other != here and before + other in pairs and other + behind in pairs:
                        yield i, 1, other, SOUND if strange_before and strange_behind else DOUBTFUL
            if strange_before and strange_behind:
                for other in self._behind.get(before, ""):
                    if before + other + behind in self._triples:
                        yield i, 1, other, ANY
            if strange_behind and behind > CHINESE and behind + here in pairs:
                yield i, 2, behind + here, SWAPPED

    def _log_chance(self, framed: str, start: int, end: int) -> float:
        """Of the characters start … end-1, each after the two before it."""
        return sum(math.log(self._chance(framed[max(i - 2, 0) : i], framed[i])) for i in range(start, min(end, len(framed))))

    def _chance(self, before: str, character: str) -> float:
        """Witten-Bell: what was seen after two characters, then after one, then at all."""
        chance = (self._ones.get(character, 0) + 0.5) / (self._total + 0.5 * (len(self._ones) + UNSEEN))
        seen, kinds = self._after.get(before[-1], (0, 0))
        if seen:
            chance = (self._pairs.get(before[-1] + character, 0) + kinds * chance) / (seen + kinds)
        seen, kinds = self._after_pair.get(before, (0, 0))
        if seen:
            chance = (self._triples.get(before + character, 0) + kinds * chance) / (seen + kinds)
        return chance


def _counted(codes: NDArray[np.int64], length: int) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Runs of `length` characters → how often each was seen; and what stands before the last → (how often, by how many followed)."""
    count = max(len(codes) - length + 1, 0)
    keys = sum((codes[i : i + count] << BITS * (length - 1 - i) for i in range(length)), np.zeros(count, np.int64))
    runs, seen = np.unique(keys, return_counts=True)
    starts, first, kinds = np.unique(runs >> BITS, return_index=True, return_counts=True)
    sums = np.add.reduceat(seen, first) if count else seen
    after = zip(sums.tolist(), kinds.tolist(), strict=True)
    return dict(zip(_written(runs, length), seen.tolist(), strict=True)), dict(zip(_written(starts, length - 1), after, strict=True))


def _written(keys: NDArray[np.int64], length: int) -> Iterator[str]:
    """The runs of characters that keys stand for."""
    codes = np.stack([keys >> BITS * (length - 1 - i) & (1 << BITS) - 1 for i in range(length)], 1)
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    return (text[i : i + length] for i in range(0, len(text), length))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Key → its characters in a row."""
    found: dict[str, list[str]] = {}
    for key, character in pairs:
        found.setdefault(key, []).append(character)
    return {key: "".join(characters) for key, characters in found.items()}
