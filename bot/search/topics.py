"""Which of the twenty topics a question is about: complement naive Bayes over the knowledge base's own phrases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.model import TOPICS
from bot.search.entries import Entry
from bot.search.terms import Analyzer, Terms

Shares = NDArray[np.float32]


class TopicModel:
    """Learnt at index time from phrases, titles and bodies alone; nothing is stored."""

    def __init__(self, entries: Sequence[Entry], analyzer: Analyzer, smoothing: float = 0.5) -> None:
        numbers: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for entry in entries:
            if entry.topic is None:
                continue
            row = TOPICS.index(entry.topic)
            for texts, share in ((entry.phrases, 1.0), (entry.words, 1.0), (entry.body, 0.3)):
                for text in texts:
                    for term, weight in analyzer.terms(text).items():
                        rows.append(row)
                        columns.append(numbers.setdefault(term, len(numbers)))
                        values.append(weight * share)
        self._numbers = numbers
        shape = (len(TOPICS), len(numbers))
        counts = np.bincount(np.array(rows, np.int64) * shape[1] + np.array(columns, np.int64), values, shape[0] * shape[1]).reshape(shape)
        self._weights = _complement_weights(counts, smoothing)

    def probabilities(self, terms: Terms, sharpness: float = 1.0) -> Shares:
        """One share a topic, in TOPICS' order, summing to one."""
        known = [(self._numbers[t], w) for t, w in terms.items() if t in self._numbers]
        if not known:
            return np.full(len(TOPICS), 1 / len(TOPICS), np.float32)
        columns, weights = zip(*known, strict=True)
        scores = self._weights[:, list(columns)] @ np.array(weights, np.float32)
        scores = scores * (sharpness * 8 / max(float(np.sum(weights)), 1e-6) ** 0.5)
        shares = np.exp(scores - scores.max())
        shares = shares / shares.sum()
        return np.asarray(shares, np.float32)


def _complement_weights(counts: NDArray[Any], smoothing: float) -> Shares:
    complement = counts.sum(0) - counts + smoothing
    weights = -np.log(complement / complement.sum(1, keepdims=True))
    frequency = (counts > 0).sum(0)
    weights -= weights.mean(0)  # what every topic shares says nothing
    norm = np.abs(weights).sum(1, keepdims=True)
    return np.asarray(weights / np.maximum(norm, 1e-9) * counts.shape[1] * (frequency > 0), np.float32)
