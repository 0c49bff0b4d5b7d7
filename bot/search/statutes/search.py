"""A layperson's story → the articles that may answer it, best first.

BM25 over characters and pairs, times the authority of the law, plus what the knowledge base knows: answers and article guides that
match the question lend weight to the articles they cite. Pseudo-relevance feedback (RM3) was tried and left out: it lost 0.02 to
0.06 of hit@3 at every setting, and three milliseconds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.search.citation import CitationReader, Cited
from bot.search.match import Candidate
from bot.search.statutes.build import grams
from bot.search.statutes.library import Article, Law, StatuteLibrary
from bot.search.terms import Analyzer
from bot.text.normalize import normalize

LONGEST = 600  # characters of a question that are looked at


@dataclass(frozen=True)
class StatuteWeights:
    """Scalars tuned on the development set (tests/benchmarks/statutes.py)."""

    concept: float = 0.35  # the law's word for what was said, from synonyms.yaml
    evidence: float = 0.3  # an answer or guide that matches best, for its first citation; later ones and worse matches less
    temperature: float = 2.0  # how fast worse matches lose weight, in units of the raw score


class StatuteSearch:
    """Statutes of one snapshot: the index on disk and the knowledge base's evidence."""

    def __init__(self, library: StatuteLibrary, analyzer: Analyzer, day: date, weights: StatuteWeights | None = None) -> None:
        self.library = library
        self.citations = CitationReader(library.titles(day))
        self._analyzer = analyzer
        self._weights = weights or StatuteWeights()
        self._day = day
        self._numbers: dict[tuple[str, str], int | None] = {}
        self._heard: tuple[str, NDArray[np.float32]] = ("", np.zeros(library.size, np.float32))  # of the last question: asked for twice a turn

    def cited(self, text: str) -> list[Cited]:
        return self.citations.read(text[:LONGEST])

    def current(self, title: str) -> Law | None:
        return self.library.current(title, self._day)

    def article(self, law: str, name: str) -> Article | None:
        """An article of the version now in force."""
        number = self.number((law, name))
        return None if number is None else self.library.article(number)

    def number(self, key: tuple[str, str]) -> int | None:
        """The place in the index of (law, article), by the version now in force."""
        if key not in self._numbers:
            law = self.current(key[0])
            found = self.library.find(law, key[1]) if law else None
            self._numbers[key] = found.number if found else None
        return self._numbers[key]

    def search(self, text: str, candidates: Sequence[Candidate] = (), limit: int = 100) -> list[tuple[int, float]]:
        """(number, score) best first; each law and article once, in the version now in force where there is one."""
        return self._best(self._with_evidence(self.shares(text), self._evidence(candidates)), limit)

    def shares(self, text: str) -> NDArray[np.float32]:
        """Every article's score by its own words, as a share of the best one's: what the ranking of answers builds on (no circle)."""
        if self._heard[0] != text:
            scores = self.library.scores(self._terms(text[:LONGEST])) * self.library.authority
            self._heard = (text, scores / max(float(scores.max()), 1e-6))
        return self._heard[1]

    def _terms(self, text: str) -> dict[str, float]:
        question = normalize(text)
        terms: dict[str, float] = dict(Counter(grams(question)))
        for concept in self._analyzer.concepts(question):
            for gram in grams(concept[1:]):
                terms[gram] = terms.get(gram, 0.0) + self._weights.concept
        return terms

    def _evidence(self, candidates: Sequence[Candidate]) -> Mapping[int, float]:
        found: dict[int, float] = {}
        best = max((c.raw for c in candidates), default=0.0)
        for candidate in candidates:
            near = math.exp((candidate.raw - best) / self._weights.temperature)
            for place, key in enumerate(candidate.entry.statutes):
                number = self.number(key)
                if number is not None:
                    found[number] = max(found.get(number, 0.0), self._weights.evidence * near / (1 + 0.5 * place))
        return found

    def _with_evidence(self, scores: NDArray[np.float32], evidence: Mapping[int, float]) -> NDArray[np.float32]:
        total = scores.copy()
        for number, weight in evidence.items():
            total[number] += weight
        return total

    def _best(self, total: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        wide = min(limit * 2, len(total) - 1)
        chosen = np.argpartition(-total, wide)[:wide]
        chosen = chosen[np.argsort(-total[chosen])]
        seen: set[tuple[str, str]] = set()
        found = []
        for number in map(int, chosen):
            key = self.library.key(number)
            if key not in seen:
                seen.add(key)
                found.append((number, float(total[number])))
        return found[:limit]
