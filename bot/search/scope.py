"""Is a question one of our matters at all? Legal words and likeness to what is asked of us, against what is asked elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.search.terms import Terms


@dataclass(frozen=True)
class ScopeWeights:
    """A logistic regression of four features: held-out phrases of the knowledge base and consultations against held-out phrases of
    elsewhere.yaml and questions out of scope (tests/benchmarks/matching.py scope)."""

    constant: float = -4.7
    concept: float = 2.1  # a legal concept heard (synonyms.yaml), up to three: 97 % of consultations use one
    phrase: float = 11.3  # cosine with the nearest of our phrases
    leaning: float = 6.8  # mean log odds of its terms, our phrases against elsewhere's (naive Bayes)
    elsewhere: float = -14.3  # share of the question, by rarity, that the phrases of one matter of elsewhere.yaml explain


CLEARLY = 0.25  # share of a question from which it is named as somebody else's matter
SMOOTHING = 0.01


class Scope:
    """Built once a snapshot; without an elsewhere.yaml only concepts and our own phrases count."""

    def __init__(self, ours: Sequence[Terms], elsewhere: Mapping[str, Sequence[Terms]], weights: ScopeWeights | None = None) -> None:
        """Terms of our phrases, and of those of each matter that is not ours, by its id."""
        others = [phrase for phrases in elsewhere.values() for phrase in phrases]
        self._ours, self._size = _users(ours), max(len(ours), 1)
        self._others, self._other_size = _users(others), max(len(others), 1)
        self._matters = {id: set[str]().union(*phrases) for id, phrases in elsewhere.items()}
        self._weights = weights or ScopeWeights()

    def chance(self, terms: Terms, concepts: int, phrase: float) -> float:
        """The chance, 0 … 1, that a question is ours. `phrase`: its cosine with the nearest of our phrases."""
        w, x = self._weights, self.features(terms, concepts, phrase)
        score = w.constant + w.concept * x[0] + w.phrase * x[1] + w.leaning * x[2] + w.elsewhere * x[3]
        return 1 / (1 + math.exp(-score))

    def features(self, terms: Terms, concepts: int, phrase: float) -> tuple[float, float, float, float]:
        """What the regression sees, in the order of its weights."""
        return min(concepts, 3), phrase, self._leaning(terms), self._nearest(terms)[0]

    def whose(self, terms: Terms) -> str | None:
        """The id of the matter of elsewhere.yaml that a question clearly is."""
        share, matter = self._nearest(terms)
        return matter if share >= CLEARLY else None

    def _leaning(self, terms: Terms) -> float:
        odds = [self._log_odds(term) for term in terms if term[0] != "~"]
        return sum(odds) / max(len(odds), 1) if self._matters else 0.7

    def _log_odds(self, term: str) -> float:
        """How much more usual a term is in our phrases than in elsewhere's; 0 for what neither uses."""
        here, there = self._ours.get(term, 0), self._others.get(term, 0)
        return math.log((here / self._size + SMOOTHING) / (there / self._other_size + SMOOTHING)) if here or there else 0.0

    def _nearest(self, terms: Terms) -> tuple[float, str]:
        """The best explained share and whose it is. Single characters explain nothing, nor does what everybody says (怎么办)."""
        weights = {term: weight * self._rarity(term) for term, weight in terms.items() if len(term) > 1 and term[0] != "~"}
        total = sum(weights.values())
        explained = ((sum(w for t, w in weights.items() if t in said), id) for id, said in self._matters.items())
        best, id = max(explained, default=(0.0, ""))
        return (best / total if total else 0.0), id

    def _rarity(self, term: str) -> float:
        users = max(self._ours.get(term, 0), 1)
        return math.log1p((self._size - users + 0.5) / (users + 0.5))


def _users(phrases: Sequence[Terms]) -> Counter[str]:
    """How many phrases use each term."""
    counts: Counter[str] = Counter()
    for phrase in phrases:
        counts.update(phrase.keys())
    return counts
