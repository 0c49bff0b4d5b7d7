"""An inverted index in plain numpy: weighted terms of documents, scored by dot product with a question's terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.terms import Terms

Scores = NDArray[np.float32]


class TermIndex:
    """Documents are numbered 0 … n-1 in the order given.

    `cosine`: weights are term × idf, each document of length one. Otherwise BM25 with `b` and saturation `k`."""

    def __init__(self, documents: Sequence[Terms], *, cosine: bool, k: float = 1.2, b: float = 0.4) -> None:
        self.size = len(documents)
        numbers: dict[str, int] = {}
        rows, columns, values = [], [], []
        for row, terms in enumerate(documents):
            for term, weight in terms.items():
                rows.append(row)
                columns.append(numbers.setdefault(term, len(numbers)))
                values.append(weight)
        self._numbers = numbers
        self._build(np.array(rows, np.int32), np.array(columns, np.int32), np.array(values, np.float32), cosine, k, b)

    def _build(
        self, rows: NDArray[np.int32], columns: NDArray[np.int32], values: NDArray[Any], cosine: bool, k: float, b: float
    ) -> None:
        frequency = np.bincount(columns, minlength=len(self._numbers))
        self.idf = np.log1p((self.size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        self._rarest = float(self.idf.max()) if len(self.idf) else 1.0
        if cosine:
            values = values * self.idf[columns]
            lengths = np.sqrt(np.bincount(rows, values**2, minlength=self.size))
            values = values / np.maximum(lengths[rows], 1e-6)
        else:
            lengths = np.bincount(rows, values, minlength=self.size)
            relative = lengths / max(float(lengths.mean()), 1e-6) if self.size else lengths
            values = values * (k + 1) / (values + k * (1 - b + b * relative[rows]))
        order = np.argsort(columns, kind="stable")
        self._documents = rows[order]
        self._values = values[order].astype(np.float32)
        self._starts = np.concatenate(([0], np.cumsum(frequency))).astype(np.int64)

    def idf_of(self, term: str) -> float:
        """How rare a term is; a term nobody uses counts as the rarest."""
        number = self._numbers.get(term)
        if number is not None:
            return float(self.idf[number])
        if term[0] in "~§":
            return 0.0
        return self._rarest * (0.3 if term.isascii() and term.isalpha() else 1.0)

    def explained(self, terms: Terms) -> Scores:
        """Per document, the share of the question's weight that it explains (beyond one where it says a term often)."""
        scores, _ = self.scores(terms)
        return (scores / max(sum(w * self.idf_of(t) for t, w in terms.items()), 1e-6)).astype(np.float32)

    def scores(self, terms: Terms) -> tuple[Scores, float]:
        """The score of every document, and the question's own length (√ of its squared weights, unknown terms at the rarest idf)."""
        pieces, weights = [], []
        squared = 0.0
        for term, weight in terms.items():
            number = self._numbers.get(term)
            if number is None:
                squared += (weight * self.idf_of(term)) ** 2
                continue
            value = weight * float(self.idf[number])
            squared += value**2
            start, end = self._starts[number], self._starts[number + 1]
            pieces.append((start, end))
            weights.append(value)
        result = np.zeros(self.size, np.float32)
        if pieces:
            documents = np.concatenate([self._documents[s:e] for s, e in pieces])
            values = np.concatenate([self._values[s:e] * w for (s, e), w in zip(pieces, weights, strict=True)])
            result = np.bincount(documents, values, minlength=self.size).astype(np.float32)
        return result, float(np.sqrt(squared))
