"""An inverted index in plain numpy over several fields at once: one pass over the postings of a question's terms scores them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.vocabulary import Coded, Terms, Vocabulary

Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Documents:
    """Bags of coded terms, all in a row, document after document: `numbers[i]` weighs `values[i]` in document `rows[i]`, 0 … size - 1."""

    size: int
    rows: Numbers
    numbers: Numbers
    values: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[Coded]) -> Documents:
        """Each text is a document."""
        rows = np.repeat(np.arange(len(texts)), [len(numbers) for numbers, _ in texts])
        numbers = np.concatenate([np.zeros(0, np.int32), *(n for n, _ in texts)])
        values = np.concatenate([np.zeros(0, np.float32), *(v for _, v in texts)])
        return cls(len(texts), rows, numbers.astype(np.int64), values.astype(np.float64))

    @classmethod
    def joined(cls, parts: Sequence[Documents]) -> Documents:
        """The documents of all parts, one part after the other."""
        first = np.cumsum([0, *(part.size for part in parts)])
        rows = np.concatenate([part.rows + start for part, start in zip(parts, first[:-1], strict=True)])
        numbers, values = np.concatenate([p.numbers for p in parts]), np.concatenate([p.values for p in parts])
        return cls(int(first[-1]), rows, numbers, values)

    def first(self, size: int) -> Documents:
        """The first `size` documents."""
        inside = self.rows < size
        return Documents(size, self.rows[inside], self.numbers[inside], self.values[inside])

    def taken(self, which: Numbers) -> tuple[Documents, Numbers]:
        """The documents of those places, one after the other (one may be taken twice); and of each term its place in `which`."""
        sizes = np.bincount(self.rows, minlength=self.size)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        part_of = np.repeat(np.arange(len(which)), sizes[which])
        first = np.concatenate(([0], np.cumsum(sizes[which])))[:-1]
        place = starts[which][part_of] + np.arange(len(part_of)) - first[part_of]
        return Documents(len(which), part_of, self.numbers[place], self.values[place]), part_of

    def merged(self, owners: Numbers, values: NDArray[np.float64], size: int) -> Documents:
        """Document i becomes a part of document `owners[i]` of `size`; the `values` of a term said in several parts add up."""
        width = int(self.numbers.max()) + 1 if len(self.numbers) else 1
        cells = owners[self.rows] * width + self.numbers
        order = by_number(cells)
        cells = cells[order]
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        rows, numbers = np.divmod(cells[first], width)
        return Documents(size, rows, numbers, np.add.reduceat(values[order], first) if len(first) else values)


@dataclass(frozen=True)
class Texts:
    """Texts of several owners: `documents` holds them one by one, `owners` whose each is, 0 … size - 1."""

    documents: Documents
    owners: Numbers
    size: int

    @classmethod
    def of(cls, groups: Sequence[Sequence[Coded]]) -> Texts:
        owners = np.repeat(np.arange(len(groups)), [len(group) for group in groups]).astype(np.int64)
        return cls(Documents.of([text for group in groups for text in group]), owners, len(groups))

    def counted(self) -> Documents:
        """By owner: how many of its texts use each term."""
        return self.documents.merged(self.owners, np.ones(len(self.documents.rows)), self.size)


class Bags(NamedTuple):
    """Documents with the vocabulary that coded them: numbers say nothing without it."""

    vocabulary: Vocabulary
    documents: Documents


@dataclass(frozen=True)
class Field:
    """Documents of one kind. `cosine`: each of length one; otherwise BM25 with saturation `k` and length normalisation `b`.

    `common`: how many documents, from the first, say which words are common and how long a document usually is; None is all."""

    name: str
    documents: Documents
    cosine: bool = False
    k: float = 1.2
    b: float = 0.4
    common: int | None = None


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

    def __init__(self, vocabulary: Vocabulary, fields: Sequence[Field]) -> None:
        """`vocabulary` is the one that coded the documents."""
        self._vocabulary, self._width = vocabulary, len(vocabulary)
        self._fields = tuple((field.name, field.cosine) for field in fields)
        self._offsets = np.concatenate(([0], np.cumsum([f.documents.size for f in fields]))).astype(np.int64)
        self._idf = np.zeros((len(fields), self._width), np.float32)
        long = np.array([not _is_latin(term) for term in vocabulary], np.float64)  # what makes a document long: not its English
        parts = [self._weighed(i, field, long) for i, field in enumerate(fields)]
        columns = np.concatenate([f.documents.numbers for f in fields])
        order = by_number(columns)
        self._rows = np.concatenate([rows for rows, _ in parts])[order].astype(np.int32)
        self._values = np.concatenate([values for _, values in parts])[order].astype(np.float32)
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(columns, minlength=self._width)))).astype(np.int64)
        self._first_ends = self._starts[:-1] + np.bincount(fields[0].documents.numbers, minlength=self._width)  # its rows come first
        self._rarest = self._idf.max(1) if self._width else np.ones(len(fields), np.float32)

    def _weighed(self, number: int, field: Field, long: NDArray[np.float64]) -> tuple[Numbers, NDArray[Any]]:
        """(row, value × idf) of the terms of one field."""
        rows, columns, values, size = field.documents.rows, field.documents.numbers, field.documents.values, field.documents.size
        common = min(field.common or size, size)
        frequency = np.bincount(columns[rows < common], minlength=self._width)
        here = np.bincount(columns, minlength=self._width) > 0
        idf = np.where(here, np.log1p((common - frequency + 0.5) / (frequency + 0.5)), 0.0)
        self._idf[number] = idf
        if field.cosine:
            values = values * idf[columns]
            norm = np.sqrt(np.bincount(rows, values**2, minlength=size))
            values = values / np.maximum(norm[rows], 1e-6)
        else:
            total = np.bincount(rows, values * long[columns], minlength=size)
            relative = total / max(float(total[:common].mean()), 1e-6) if size else total
            values = values / (values + field.k * (1 - field.b + field.b * relative[rows]))
        return rows + self._offsets[number], values * idf[columns]

    def _known(self, terms: Terms) -> tuple[list[tuple[int, float]], list[tuple[str, float]]]:
        """(number, weight) of the terms that some document uses, and (term, weight) of those that none does."""
        known, strange = [], []
        for term, weight in terms.items():
            number = self._vocabulary.get(term, self._width)
            if number < self._width and self._starts[number] < self._starts[number + 1]:
                known.append((number, weight))
            else:
                strange.append((term, weight))
        return known, strange

    def find(self, terms: Terms, only_first: bool = False) -> Found:
        """Score every document of every field, or of the first. A term that nobody uses still weighs in the question, as the rarest."""
        known, unknown = self._known(terms)
        strange = sum(w * _strangeness(t) for t, w in unknown)
        strange_squared = sum((w * _strangeness(t)) ** 2 for t, w in unknown)
        numbers = np.array([n for n, _ in known], np.int64)
        weights = np.array([w for _, w in known], np.float32)
        fields = self._fields[:1] if only_first else self._fields
        scores = self._scores(numbers, weights, self._first_ends[numbers] if only_first else self._starts[numbers + 1], len(fields))
        idf = self._idf[:, numbers] * weights
        found, weight = {}, {}
        for i, (name, cosine) in enumerate(fields):
            found[name] = scores[self._offsets[i] : self._offsets[i + 1]]
            rarest = float(self._rarest[i])
            if cosine:
                weight[name] = float(np.sqrt((idf[i] ** 2).sum() + strange_squared * rarest**2))
            else:
                weight[name] = float(idf[i].sum() + strange * rarest)
        return Found(found, weight)

    def _scores(self, numbers: Numbers, weights: Scores, ends: Numbers, fields: int) -> Scores:
        total = int(self._offsets[fields])
        if not len(numbers):
            return np.zeros(total, np.float32)
        starts = self._starts[numbers]
        rows = np.concatenate([self._rows[a:b] for a, b in zip(starts, ends, strict=True)])
        values = np.concatenate([self._values[a:b] for a, b in zip(starts, ends, strict=True)])
        return np.bincount(rows, values * np.repeat(weights, ends - starts), minlength=total).astype(np.float32)


def by_number(numbers: Numbers) -> Numbers:
    """The order that sorts `numbers`, equal ones as they stand. Number and place sorted as one word: several times faster than argsort."""
    bits = max(len(numbers) - 1, 1).bit_length()
    if len(numbers) and int(numbers.max()) >> (62 - bits):
        return np.argsort(numbers, kind="stable")
    return np.sort(numbers << bits | np.arange(len(numbers))) & (1 << bits) - 1


def _strangeness(term: str) -> float:
    """How much a term that the knowledge base never uses counts: pinyin and concepts not at all, Latin words a little."""
    if term[0] in "~§":
        return 0.0
    return 0.3 if _is_latin(term) else 1.0


def _is_latin(term: str) -> bool:
    return term.isascii() and term.isalpha()
