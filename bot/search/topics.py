"""Which of the twenty topics a question is about: complement naive Bayes over the knowledge base's own phrases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
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
        said = [
            (TOPICS.index(entry.topic), share, terms(text))
            for entry in entries if entry.topic
            for texts, share, terms in (
                (entry.phrases, 1.0, analyzer.terms), (entry.words, 1.0, analyzer.terms), (entry.body, 0.3, analyzer.plain_terms),
            )
            for text in texts
        ]  # fmt: skip
        numbers = {term: i for i, term in enumerate(dict.fromkeys(chain.from_iterable(t for _, _, t in said)))}
        lengths = [len(t) for _, _, t in said]
        rows = np.repeat(np.array([row for row, _, _ in said], np.int64), lengths)
        columns = np.fromiter(map(numbers.__getitem__, chain.from_iterable(t for _, _, t in said)), np.int64, sum(lengths))
        values = np.fromiter(chain.from_iterable(t.values() for _, _, t in said), np.float64, sum(lengths))
        values *= np.repeat(np.array([share for _, share, _ in said]), lengths)
        self._numbers = numbers
        shape = (len(TOPICS), len(numbers))
        counts = np.bincount(rows * shape[1] + columns, values, shape[0] * shape[1]).reshape(shape)
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
