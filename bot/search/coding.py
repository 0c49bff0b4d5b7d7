"""Many short Chinese texts coded at once, in numpy: what `Analyzer` does one by one, which judges it (tests/search/test_coding.py).

A start on a new machine codes some hundred thousand texts; one by one that takes five times as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.index import by_number
from bot.search.vocabulary import Coded, Vocabulary
from bot.text.pinyin import syllable

Numbers = NDArray[np.int64]
_END, _COMMA, _CJK = 0, ord("，"), 0x2E7F
_BITS = 21  # of one character
AGAIN = 0.3  # said twice counts a little more than once


def coded_together(
    texts: Sequence[str], vocabulary: Vocabulary, grams: tuple[float, float], sounds: float, concepts: Callable[[str], Iterable[str]], concept: float
) -> Iterator[Coded]:
    """The codes of normalised `texts` without Latin letters, digits or end marks, in order.

    `grams` are the weights of characters and pairs, `sounds` that of pairs of syllables (0: none), `concept` that of `concepts(text)`."""
    codes = np.frombuffer("".join(text + "\0" for text in texts).encode("utf-32-le"), "<u4").astype(np.int64)
    text_of = np.cumsum(codes == _END) - (codes == _END)
    inside = (codes != _END) & (codes != _COMMA)
    pair = np.flatnonzero(inside[:-1] & inside[1:])
    parts = [
        _weighed(text_of[inside], codes[inside], lambda key: chr(key), vocabulary, grams[0]),
        _weighed(text_of[pair], codes[pair] << _BITS | codes[pair + 1], _both, vocabulary, grams[1]),
    ]
    if sounds:
        spoken = pair[(codes[pair] > _CJK) & (codes[pair + 1] > _CJK)]
        parts.append(_weighed(*_heard(text_of[spoken], codes[spoken], codes[spoken + 1]), vocabulary, sounds))
    named = [(i, vocabulary[name]) for i, text in enumerate(texts) for name in concepts(text)]
    rows, numbers = (np.array([pair[k] for pair in named], np.int64) for k in (0, 1))
    parts.append((rows, numbers, np.full(len(named), concept)))
    return _by_text(len(texts), *(np.concatenate([part[k] for part in parts]) for k in range(3)))


def _both(key: int) -> str:
    return chr(key >> _BITS) + chr(key & (1 << _BITS) - 1)


def _heard(rows: Numbers, first: Numbers, second: Numbers) -> tuple[Numbers, Numbers, Callable[[int], str]]:
    """Pairs of characters as pairs of syllables: (rows, keys, what a key is called)."""
    characters, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    sounds = [syllable(chr(c)) for c in characters]
    names = sorted(set(sounds))
    number_of = {name: number for number, name in enumerate(names)}
    each = np.array([number_of[s] for s in sounds], np.int64)[place]
    width = len(names) + 1
    return rows, each[: len(first)] * width + each[len(first) :], lambda key: f"~{names[key // width]} {names[key % width]}"


def _weighed(
    rows: Numbers, keys: Numbers, name: Callable[[int], str], vocabulary: Vocabulary, weight: float
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """(text, number of the term, weight) of the terms that `keys` stand for, each once a text."""
    distinct, place = np.unique(keys, return_inverse=True)
    cells, counts = np.unique(rows * (len(distinct) + 1) + place, return_counts=True)
    texts, terms = np.divmod(cells, len(distinct) + 1)
    numbers = np.array([vocabulary[name(key)] for key in distinct.tolist()], np.int64)
    return texts, numbers[terms], weight * (1 + AGAIN * (counts - 1))


def _by_text(size: int, rows: Numbers, numbers: Numbers, weights: NDArray[np.float64]) -> Iterator[Coded]:
    order = by_number(rows)
    ends = np.cumsum(np.bincount(rows, minlength=size)).tolist()
    sorted_numbers: NDArray[np.int32] = numbers[order].astype(np.int32)
    values: NDArray[np.float32] = weights[order].astype(np.float32)
    return ((sorted_numbers[a:b], values[a:b]) for a, b in zip([0, *ends], ends, strict=False))
