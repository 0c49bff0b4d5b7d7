"""An inverted index in plain numpy over several fields at once: one pass over the postings of a question's terms scores them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.terms import Terms

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Field:
    """Documents of one kind. `cosine`: each of length one; otherwise BM25 with saturation `k` and length normalisation `b`.

    `counted`: how many documents, from the first, say which words are common and how long a document usually is; None is all."""

    name: str
    documents: Sequence[Terms]
    cosine: bool = False
    k: float = 1.2
    b: float = 0.4
    counted: int | None = None


@dataclass(frozen=True)
class Found:
    """Scores by field, and what the question itself weighs there: its length for cosine fields, its sum for the others."""

    scores: dict[str, Scores]
    weight: dict[str, float]

    def share(self, name: str) -> Scores:
        """The part of the question that each document of a field explains (its cosine, for cosine fields)."""
        return np.asarray(np.minimum(self.scores[name] / max(self.weight[name], 1e-6), 1.0), np.float32)


class FieldIndex:
    """All fields in one set of postings; documents of a field are numbered 0 … n-1 in the order given."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = tuple(fields)
        columns_of, self._numbers = numbered([field.documents for field in fields])
        sizes = [len(f.documents) for f in fields]
        self._offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self._idf = np.zeros((len(fields), len(self._numbers)), np.float32)
        parts = [self._weighed(i, field, columns) for i, (field, columns) in enumerate(zip(fields, columns_of, strict=True))]
        rows, columns, values = (np.concatenate([p[i] for p in parts]) for i in range(3))
        order = np.argsort(columns, kind="stable")
        self._rows, self._values = rows[order].astype(np.int32), values[order].astype(np.float32)
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(columns, minlength=len(self._numbers))))).astype(np.int64)
        self._rarest = self._idf.max(1) if len(self._numbers) else np.ones(len(fields), np.float32)

    def _weighed(self, number: int, field: Field, columns: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """(row, term, value × idf) of one field, whose terms in a row are `columns`."""
        lengths = [len(d) for d in field.documents]
        rows = np.repeat(np.arange(len(lengths)), lengths)
        values: NDArray[Any] = np.fromiter(chain.from_iterable(d.values() for d in field.documents), np.float64, sum(lengths))
        size = len(lengths)
        counted = min(field.counted or size, size)
        frequency = np.bincount(columns[rows < counted], minlength=len(self._numbers))
        idf = np.log1p((counted - frequency + 0.5) / (frequency + 0.5))
        self._idf[number, np.unique(columns)] = idf[np.unique(columns)]
        if field.cosine:
            values = values * idf[columns]
            norm = np.sqrt(np.bincount(rows, values**2, minlength=size))
            values = values / np.maximum(norm[rows], 1e-6)
        else:
            total = np.bincount(rows, values, minlength=size)
            relative = total / max(float(total[:counted].mean()), 1e-6) if size else total
            values = values / (values + field.k * (1 - field.b + field.b * relative[rows]))
        return rows + self._offsets[number], columns, values * idf[columns]

    def find(self, terms: Terms) -> Found:
        """Score every document of every field. A term that nobody uses still weighs in the question, as the rarest."""
        known = [(n, w) for t, w in terms.items() if (n := self._numbers.get(t)) is not None]
        strange = sum(w * _strangeness(t) for t, w in terms.items() if t not in self._numbers)
        strange_squared = sum((w * _strangeness(t)) ** 2 for t, w in terms.items() if t not in self._numbers)
        numbers = np.array([n for n, _ in known], np.int64)
        weights = np.array([w for _, w in known], np.float32)
        scores = self._scores(numbers, weights)
        idf = self._idf[:, numbers] * weights
        found, weight = {}, {}
        for i, field in enumerate(self._fields):
            found[field.name] = scores[self._offsets[i] : self._offsets[i + 1]]
            rarest = float(self._rarest[i])
            if field.cosine:
                weight[field.name] = float(np.sqrt((idf[i] ** 2).sum() + strange_squared * rarest**2))
            else:
                weight[field.name] = float(idf[i].sum() + strange * rarest)
        return Found(found, weight)

    def _scores(self, numbers: NDArray[np.int64], weights: Scores) -> Scores:
        total = int(self._offsets[-1])
        if not len(numbers):
            return np.zeros(total, np.float32)
        starts, ends = self._starts[numbers], self._starts[numbers + 1]
        rows = np.concatenate([self._rows[a:b] for a, b in zip(starts, ends, strict=True)])
        values = np.concatenate([self._values[a:b] for a, b in zip(starts, ends, strict=True)])
        return np.bincount(rows, values * np.repeat(weights, ends - starts), minlength=total).astype(np.float32)


def numbered(groups: Sequence[Sequence[Terms]]) -> tuple[list[NDArray[np.int64]], dict[str, int]]:
    """Of each group all its terms in a row, by number; and the number of each term, counted as they come."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    rows = [np.fromiter(map(numbers.__getitem__, chain.from_iterable(group)), np.int64, sum(map(len, group))) for group in groups]
    return rows, dict(numbers)


def _strangeness(term: str) -> float:
    """How much a term that the knowledge base never uses counts: pinyin and concepts not at all, Latin words a little."""
    if term[0] in "~§":
        return 0.0
    return 0.3 if term.isascii() and term.isalpha() else 1.0
