"""Is a question one of our matters at all? What our own phrases explain of it, against what other people's matters explain."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.search.entries import Entry
from bot.search.index import Field, FieldIndex
from bot.search.terms import Analyzer, Terms


@dataclass(frozen=True)
class ScopeWeights:
    """A logistic regression of three features on the development sets (tests/benchmarks/matching.py calibrate)."""

    constant: float = 0.5
    concept: float = 2.7  # a legal concept heard (synonyms.yaml), up to three: 96 % of consultations use one
    ours: float = 3.9  # share of the question that the phrases of the best of our entries explain
    elsewhere: float = -23.0  # … that those of the best matter that is none of ours explain (elsewhere.yaml)


CLEARLY = 0.2  # share of a question from which it is named as somebody else's matter


class Scope:
    """Built once a snapshot from knowledge/elsewhere.yaml; without entries only concepts and our own phrases count."""

    def __init__(self, entries: Sequence[Entry], analyzer: Analyzer, weights: ScopeWeights | None = None) -> None:
        self._entries = tuple(entries)
        self._weights = weights or ScopeWeights()
        self._index = FieldIndex([Field("said", [_counted(e.phrases, analyzer) for e in entries], k=1.0, b=0.3)])

    def chance(self, terms: Terms, concepts: int, explained: float) -> float:
        """The chance, 0 … 1, that a question is ours. `explained`: the share of it that our best entry's phrases explain."""
        w = self._weights
        score = w.constant + w.concept * min(concepts, 3) + w.ours * explained + w.elsewhere * self._nearest(terms)[0]
        return 1 / (1 + math.exp(-score))

    def whose(self, terms: Terms) -> str | None:
        """The id of the matter of elsewhere.yaml that a question clearly is."""
        share, number = self._nearest(terms)
        return self._entries[number].id if share >= CLEARLY else None

    def _nearest(self, terms: Terms) -> tuple[float, int]:
        if not self._entries:
            return 0.0, 0
        shares = self._index.find(terms).share("said")
        best = int(shares.argmax())
        return float(shares[best]), best


def _counted(texts: Sequence[str], analyzer: Analyzer) -> Terms:
    return dict(Counter(term for text in texts for term in analyzer.terms(text)))
