"""Which of the twenty topics a question is about: the nearest centroid (Rocchio) of what the knowledge base says under each.

Beside it on the same words: complement naive Bayes, logistic regression and a linear SVM found the topic of real consultations as
often within a point (tests/benchmarks/matching.py topics), and take longer to learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.model import TOPICS
from bot.search.index import Documents
from bot.search.vocabulary import Terms, Vocabulary

Shares = NDArray[np.float32]
SHARPNESS = 30.0  # of the softmax over cosines; fitted by likelihood


class TopicModel:
    """Learnt at index time from phrases, titles and bodies alone; nothing is stored. Every topic counts alike, however many answers it has."""

    def __init__(self, vocabulary: Vocabulary, said: Documents, topics: NDArray[np.int64], shares: NDArray[np.float64]) -> None:
        """`said`: phrases, titles and bodies, coded by `vocabulary`; of each its topic's place in TOPICS (-1: none, not learnt from) and how much
        it counts."""
        self._vocabulary, self._width = vocabulary, len(vocabulary)
        learnt = topics[said.rows] >= 0
        rows, numbers, values = said.rows[learnt], said.numbers[learnt], said.values[learnt]
        used = np.bincount(numbers, minlength=self._width)
        self._idf = np.where(used > 0, np.log((np.count_nonzero(topics >= 0) + 1) / (used + 0.5)), 0.0)
        values = values * self._idf[numbers]
        norm = np.sqrt(np.bincount(rows, values**2, minlength=said.size))
        values *= (shares / np.maximum(norm, 1e-9))[rows]
        sums = np.bincount(topics[rows] * self._width + numbers, values, len(TOPICS) * self._width).reshape(len(TOPICS), self._width)
        self._centroids = (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)).astype(np.float32)

    def probabilities(self, terms: Terms) -> Shares:
        """One share a topic, in TOPICS' order, summing to one."""
        known = [(n, w) for t, w in terms.items() if (n := self._vocabulary.get(t, self._width)) < self._width and self._idf[n]]
        if not known:
            return np.full(len(TOPICS), 1 / len(TOPICS), np.float32)
        columns, weights = (np.array(x) for x in zip(*known, strict=True))
        question = weights * self._idf[columns]
        cosines = self._centroids[:, columns] @ question / max(float(np.linalg.norm(question)), 1e-9)
        shares = np.exp((cosines - cosines.max()) * SHARPNESS)
        return np.asarray(shares / shares.sum(), np.float32)
