"""Is a question one of our matters at all? Legal words and likeness to what is asked of us, against what is asked elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.search.index import Documents
from bot.search.vocabulary import Coded, Terms, Vocabulary


@dataclass(frozen=True)
class ScopeWeights:
    """A logistic regression of four features: held-out phrases of the knowledge base and consultations against held-out phrases of
    elsewhere.yaml and questions out of scope (tests/benchmarks/matching.py scope)."""

    constant: float = -4.6
    concept: float = 2.0  # a legal concept heard (synonyms.yaml), up to three: 97 % of consultations use one
    phrase: float = 8.1  # cosine with the nearest of our phrases
    leaning: float = 7.0  # mean log odds of its terms, our phrases against elsewhere's (naive Bayes)
    elsewhere: float = -13.1  # share of the question, by rarity, that the phrases of one matter of elsewhere.yaml explain


GOES_ON = 0.2  # likeness to our phrases, less OTHERWISE of the share that elsewhere explains, from which a short message goes on with our matter
OTHERWISE = 0.3
CLEARLY = 0.25  # share of a question from which it is named as somebody else's matter
SMOOTHING = 0.01


class Scope:
    """Built once a snapshot; without an elsewhere.yaml only concepts and our own phrases count."""

    def __init__(
        self, vocabulary: Vocabulary, ours: Documents, elsewhere: Mapping[str, Sequence[Coded]], weights: ScopeWeights | None = None
    ) -> None:
        """The phrases of our answers, and those of each matter that is not ours by its id, all coded by `vocabulary`.

        (Guides to laws are left out: there is a law about everything, from telephones to horse racing.)"""
        others = Documents.of([phrase for phrases in elsewhere.values() for phrase in phrases])
        self._vocabulary, self._width = vocabulary, len(vocabulary)
        self._ours, self._others = (np.bincount(d.numbers, minlength=self._width) for d in (ours, others))  # how many phrases use each term
        self._size, self._other_size = max(ours.size, 1), max(others.size, 1)
        self._matters = {id: frozenset(int(n) for numbers, _ in phrases for n in numbers) for id, phrases in elsewhere.items()}
        self._weights = weights or ScopeWeights()

    def chance(self, terms: Terms, concepts: int, phrase: float) -> float:
        """The chance, 0 … 1, that a question is ours. `phrase`: its cosine with the nearest of our phrases."""
        w, x = self._weights, self.features(terms, concepts, phrase)
        score = w.constant + w.concept * x[0] + w.phrase * x[1] + w.leaning * x[2] + w.elsewhere * x[3]
        return 1 / (1 + math.exp(-score))

    def features(self, terms: Terms, concepts: int, phrase: float) -> tuple[float, float, float, float]:
        """What the regression sees, in the order of its weights."""
        return min(concepts, 3), phrase, self._leaning(terms), self._nearest(terms)[0]

    def goes_on(self, terms: Terms, phrase: float) -> bool:
        """Can a short message belong to a matter of ours that was spoken of before? 能拿多少钱 can, 今天会下雨吗 can't."""
        return phrase - OTHERWISE * self._nearest(terms)[0] >= GOES_ON

    def whose(self, terms: Terms) -> str | None:
        """The id of the matter of elsewhere.yaml that a question clearly is."""
        share, matter = self._nearest(terms)
        return matter if share >= CLEARLY else None

    def _leaning(self, terms: Terms) -> float:
        odds = [self._log_odds(term) for term in terms if term[0] != "~"]
        return sum(odds) / max(len(odds), 1) if self._matters else 0.7

    def _log_odds(self, term: str) -> float:
        """How much more usual a term is in our phrases than in elsewhere's; 0 for what neither uses."""
        number = self._vocabulary.get(term, self._width)
        if number >= self._width:
            return 0.0
        here, there = self._ours[number], self._others[number]
        return math.log((here / self._size + SMOOTHING) / (there / self._other_size + SMOOTHING)) if here or there else 0.0

    def _nearest(self, terms: Terms) -> tuple[float, str]:
        """The best explained share and whose it is. Single characters explain nothing, nor does what everybody says (怎么办)."""
        said = ((self._vocabulary.get(t, self._width), w) for t, w in terms.items() if len(t) > 1 and t[0] != "~")
        weights = [(number, weight * self._rarity(number)) for number, weight in said]
        total = sum(weight for _, weight in weights)
        explained = ((sum(w for n, w in weights if n in matter), id) for id, matter in self._matters.items())
        best, id = max(explained, default=(0.0, ""))
        return (best / total if total else 0.0), id

    def _rarity(self, number: int) -> float:
        users = max(int(self._ours[number]), 1) if number < self._width else 1
        return math.log1p((self._size - users + 0.5) / (users + 0.5))
