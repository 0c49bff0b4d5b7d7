"""Is a question one of our matters at all? Legal words and likeness to what is asked of us, against what other people's matters explain of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.search.entries import Entry
from bot.search.terms import Analyzer, Terms


@dataclass(frozen=True)
class ScopeWeights:
    """A logistic regression of three features: held-out phrases of the knowledge base and consultations against held-out phrases of
    elsewhere.yaml and questions out of scope (tests/benchmarks/matching.py scope)."""

    constant: float = -0.5
    concept: float = 2.3  # a legal concept heard (synonyms.yaml), up to three: 97 % of consultations use one
    phrase: float = 11.9  # cosine with the nearest of our phrases
    elsewhere: float = -19.7  # share of the question, by rarity, that the phrases of one matter of elsewhere.yaml explain


CLEARLY = 0.25  # share of a question from which it is named as somebody else's matter


class Scope:
    """Built once a snapshot from knowledge/elsewhere.yaml; without it only concepts and our own phrases count.

    `rarity` is how rare a term is in our own phrases: 怎么办 explains nothing, wherever it stands."""

    def __init__(self, entries: Sequence[Entry], analyzer: Analyzer, rarity: Callable[[str], float], weights: ScopeWeights | None = None) -> None:
        self._matters = [(e.id, {term for p in e.phrases for term in analyzer.terms(p)}) for e in entries]
        self._rarity = rarity
        self._weights = weights or ScopeWeights()

    def chance(self, terms: Terms, concepts: int, phrase: float) -> float:
        """The chance, 0 … 1, that a question is ours. `phrase`: its cosine with the nearest of our phrases."""
        w = self._weights
        score = w.constant + w.concept * min(concepts, 3) + w.phrase * phrase + w.elsewhere * self._nearest(terms)[0]
        return 1 / (1 + math.exp(-score))

    def whose(self, terms: Terms) -> str | None:
        """The id of the matter of elsewhere.yaml that a question clearly is."""
        share, matter = self._nearest(terms)
        return matter if share >= CLEARLY else None

    def _nearest(self, terms: Terms) -> tuple[float, str]:
        weights = {term: weight * self._rarity(term) for term, weight in terms.items()}
        total = sum(weights.values())
        explained = ((sum(w for t, w in weights.items() if t in said), id) for id, said in self._matters)
        best, id = max(explained, default=(0.0, ""))
        return (best / total if total else 0.0), id
