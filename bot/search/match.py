"""A question → the entries that may answer it, best first, each with the parts of its score; and how sure we are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.model import TOPICS
from bot.search.entries import Entry
from bot.search.index import TermIndex
from bot.search.roles import agreement, sides
from bot.search.score import best_likeness
from bot.search.terms import Analyzer, Terms
from bot.search.topics import TopicModel
from bot.text.normalize import clauses, normalize

LOOKED_AT_TWICE = 24  # candidates that get the second look
CLAUSES_LOOKED_AT = 8


@dataclass(frozen=True)
class Weights:
    """The scalars of the score. Tuned on the knowledge base's held-out phrases and the development sets (see README, evaluation)."""

    phrase: float = 1.0  # best phrase by n-gram cosine
    second: float = 0.25  # mean of the next two phrases: an answer whose phrasings agree
    entry: float = 0.8  # how much of the question the whole entry explains
    topic: float = 0.35  # probability of the entry's topic
    fuzzy: float = 0.45  # rapidfuzz, written or spoken
    role: float = 0.12  # roles and negation agree (or three times that against)
    not_for: float = 0.5
    article: float = -0.08  # an article alone is less of an answer than an answer
    sure: float = 0.62  # limits on the probability
    maybe: float = 0.22
    margin: float = 0.1  # a second place closer than this turns sure into "which one?"


@dataclass(frozen=True)
class Candidate:
    """`score` is the calibrated probability that a resident who asks this wants this entry; `parts` add up to `raw`."""

    entry: Entry
    score: float
    raw: float
    phrase: str  # the phrase that matched best
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    outcome: Literal["sure", "maybe", "none"]
    candidates: tuple[Candidate, ...]  # best first, above the limit of `maybe` unless outcome is none


class Matcher:
    """Built once a snapshot. `match` is pure and takes about a millisecond."""

    def __init__(self, entries: Sequence[Entry], analyzer: Analyzer, weights: Weights | None = None) -> None:
        self.entries = tuple(entries)
        self.weights = weights or Weights()
        self._analyzer = analyzer
        self._phrases = [p for e in entries for p in (e.phrases or ("",))]
        counts = [max(len(e.phrases), 1) for e in entries]
        self._starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        self._phrase_index = TermIndex([analyzer.terms(p) for p in self._phrases], cosine=True)
        self._entry_index = TermIndex([self._document(e) for e in entries], cosine=False)
        self._topics = TopicModel(entries, analyzer)
        self._topic_of = np.array([TOPICS.index(e.topic) if e.topic else -1 for e in entries], np.int64)
        self._sides = [_majority([sides(p) for p in e.phrases]) for e in entries]
        self._is_article = np.array([e.kind == "articles" for e in entries], np.float32)

    def _document(self, entry: Entry) -> Terms:
        """All words of an entry, weighted by field."""
        document: dict[str, float] = {}
        for texts, share in ((entry.phrases, 1.0), (entry.words, 1.2), (entry.body, 0.35)):
            for text in texts:
                for term, weight in self._analyzer.terms(text).items():
                    document[term] = document.get(term, 0.0) + weight * share
        return document

    def topic_shares(self, question: str) -> NDArray[np.float32]:
        return self._topics.probabilities(self._analyzer.terms(question))

    def candidates(self, text: str, limit: int = 10) -> list[Candidate]:
        """The best entries for a question as typed. No thresholds: that is `match`."""
        question = normalize(text)
        if not question or not self.entries:
            return []
        first, parts = self._first_look(question)
        chosen = np.argpartition(-first, min(LOOKED_AT_TWICE, len(first) - 1))[:LOOKED_AT_TWICE]
        pieces = self._pieces(question)
        found = [self._second_look(int(i), question, pieces, {n: float(v[i]) for n, v in parts.items()}) for i in chosen]
        return sorted(found, key=lambda c: -c.raw)[:limit]

    def match(self, text: str, limit: int = 5) -> Match:
        w = self.weights
        found = [c for c in self.candidates(text) if c.score >= w.maybe][:limit]
        if not found:
            return Match("none", ())
        close = len(found) > 1 and found[0].score - found[1].score < w.margin
        sure = found[0].score >= w.sure and not close and found[0].entry.kind != "articles"
        return Match("sure" if sure else "maybe", tuple(found))

    def _pieces(self, question: str) -> list[str]:
        """The clauses that say most, when there are several; very short ones belong to their neighbour."""
        found = [c for c in clauses(question) if len(c) >= 4]
        found.sort(key=len, reverse=True)
        return found[:CLAUSES_LOOKED_AT] if len(found) > 1 else []

    def _first_look(self, question: str) -> tuple[NDArray[np.float32], dict[str, NDArray[np.float32]]]:
        w = self.weights
        terms = self._analyzer.terms(question)
        phrase, second = self._phrase_scores(question, terms)
        explained, _ = self._entry_index.scores(terms)
        most = float(sum(weight * self._entry_index.idf_of(t) for t, weight in terms.items())) or 1.0
        shares = self._topics.probabilities(terms)
        topic = np.where(self._topic_of >= 0, shares[self._topic_of], 1 / len(TOPICS)).astype(np.float32)
        parts = {
            "phrase": w.phrase * phrase, "second": w.second * second, "entry": w.entry * explained / (most * 1.6),
            "topic": w.topic * topic, "article": w.article * self._is_article,
        }  # fmt: skip
        return sum(parts.values()), parts  # type: ignore[return-value]

    def _phrase_scores(self, question: str, terms: Terms) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Per entry: its best phrase, and the mean of the two next; clauses count by their share of the whole."""
        scores, whole = self._phrase_index.scores(terms)
        scores = scores / max(whole, 1e-6)
        for piece in self._pieces(question):
            piece_scores, length = self._phrase_index.scores(self._analyzer.terms(piece))
            share = min(length / max(whole, 1e-6), 1.0)
            scores = np.maximum(scores, piece_scores / max(length, 1e-6) * (0.55 + 0.4 * share))
        best = np.maximum.reduceat(scores, self._starts[:-1])
        total = np.add.reduceat(scores, self._starts[:-1])
        counts = np.diff(self._starts)
        return best, ((total - best) / np.maximum(counts - 1, 1)).astype(np.float32)

    def _second_look(self, number: int, question: str, pieces: list[str], parts: dict[str, float]) -> Candidate:
        w = self.weights
        entry = self.entries[number]
        likeness, phrase = max(((best_likeness(question, pieces, p), p) for p in entry.phrases), default=(0.0, ""))
        asked = sides(question)
        role = agreement(asked, self._sides[number]) if any(asked) else 0
        against = max((best_likeness(question, pieces, p) for p in entry.not_for), default=0.0)
        parts["fuzzy"] = w.fuzzy * likeness
        parts["role"] = w.role * max(-3, min(role, 2))
        parts["not_for"] = -w.not_for if against > 0.75 and against > likeness else 0.0
        raw = sum(parts.values())
        return Candidate(entry, probability(raw), raw, phrase, parts)


def _majority(found: list[tuple[int, ...]]) -> tuple[int, ...]:
    """The side that most phrases of an entry take, pair by pair."""
    return tuple((total > 0) - (total < 0) for total in map(sum, zip(*found, strict=True)))


def probability(raw: float) -> float:
    """The calibrated chance that the entry is wanted: a logistic curve fitted on held-out phrases (benchmarks/calibrate)."""
    return 1 / (1 + math.exp(-SLOPE * (raw - MIDDLE)))


SLOPE, MIDDLE = 5.0, 1.0
