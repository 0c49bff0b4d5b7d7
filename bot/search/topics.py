"""Which of the twenty topics a question is about: the nearest centroid (Rocchio) of what the knowledge base says under each.

Beside it on the same words: complement naive Bayes, logistic regression and a linear SVM found the topic of real consultations as
often within a point (tests/benchmarks/matching.py topics), and take longer to learn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.model import TOPICS
from bot.search.index import numbered
from bot.search.terms import Terms

Shares = NDArray[np.float32]
SHARPNESS = 30.0  # of the softmax over cosines; fitted by likelihood


class TopicModel:
    """Learnt at index time from phrases, titles and bodies alone; nothing is stored. Every topic counts alike, however many answers it has."""

    def __init__(self, said: Sequence[tuple[str, float, Terms]]) -> None:
        """`said`: (topic, how much it counts, terms) of every phrase, title and body."""
        (columns,), self._numbers = numbered([[t for _, _, t in said]])
        lengths = [len(t) for _, _, t in said]
        documents = np.repeat(np.arange(len(said)), lengths)
        values = np.fromiter(chain.from_iterable(t.values() for _, _, t in said), np.float64, sum(lengths))
        size = len(self._numbers)
        self._idf = np.log((len(said) + 1) / (np.bincount(columns, minlength=size) + 0.5))
        values *= self._idf[columns]
        norm = np.sqrt(np.bincount(documents, values**2, minlength=len(said)))
        shares = np.array([share for _, share, _ in said])
        values *= (shares / np.maximum(norm, 1e-9))[documents]
        topics = np.array([TOPICS.index(topic) for topic, _, _ in said], np.int64)[documents]
        sums = np.bincount(topics * size + columns, values, len(TOPICS) * size).reshape(len(TOPICS), size)
        self._centroids = (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)).astype(np.float32)

    def probabilities(self, terms: Terms) -> Shares:
        """One share a topic, in TOPICS' order, summing to one."""
        known = [(self._numbers[t], w) for t, w in terms.items() if t in self._numbers]
        if not known:
            return np.full(len(TOPICS), 1 / len(TOPICS), np.float32)
        columns, weights = (np.array(x) for x in zip(*known, strict=True))
        question = weights * self._idf[columns]
        cosines = self._centroids[:, columns] @ question / max(float(np.linalg.norm(question)), 1e-9)
        shares = np.exp((cosines - cosines.max()) * SHARPNESS)
        return np.asarray(shares / shares.sum(), np.float32)
