"""What the knowledge base knows of statutes: which laws residents' matters rest on, how people ask for what an article settles, and,
for one question, which articles the answers cite that may be meant. Learnt from knowledge/ alone, when a snapshot is built."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.entries import Entry
from bot.search.index import Bags, Documents, Texts, by_number
from bot.search.match import Candidate
from bot.search.terms import Analyzer
from bot.search.vocabulary import Terms

Scores = NDArray[np.float32]
Number = Callable[[tuple[str, str]], int | None]
LATER = 0.5  # the second citation counts 1 / 1.5, the third 1 / 2, …
_K, _B = 1.2, 0.5


def cited_in(entry: Entry, number: Number) -> Iterator[tuple[int, float]]:
    """(place in the index, share) of the articles an entry rests on, the decisive one first."""
    for place, key in enumerate(entry.statutes):
        found = number(key)
        if found is not None:
            yield found, 1 / (1 + LATER * place)


@dataclass(frozen=True)
class Meant:
    """By article (and by law): how much the answers that may be meant rest on it, 0 … 1."""

    articles: dict[int, float]
    laws: Scores


class Evidence:
    """Built once a snapshot."""

    def __init__(self, entries: Sequence[Entry], asked: Bags, number: Number, law_of: NDArray[np.int32], laws: int) -> None:
        self._number, self._law_of, self._laws = number, law_of, laws
        self.citations = self._count_citations(entries)
        self._asked = _Asked(entries, asked, number)

    def _count_citations(self, entries: Sequence[Entry]) -> Scores:
        """By law: how many answers rest on it, in logarithms. What residents ask about is settled by few laws."""
        cited = [self._law_of[n] for e in entries if e.kind == "answers" for n, _ in cited_in(e, self._number)]
        return np.log1p(np.bincount(np.array(cited, np.int64), minlength=self._laws)).astype(np.float32)

    def asked(self, terms: Terms) -> tuple[NDArray[np.int64], Scores]:
        """Articles that answers or guides cite, and how the question resembles what is asked there; the best is 1."""
        return self._asked.scores(terms)

    def meant(self, candidates: Sequence[Candidate], temperature: float) -> Meant:
        """From the answers that may be meant: `temperature` is how fast worse matches lose weight, in units of their raw score."""
        articles: dict[int, float] = {}
        laws = np.zeros(self._laws, np.float32)
        best = max((c.raw for c in candidates), default=0.0)
        total = 0.0
        for candidate in candidates:
            near = math.exp((candidate.raw - best) / temperature)
            for number, share in cited_in(candidate.entry, self._number):
                articles[number] = max(articles.get(number, 0.0), near * share)
                laws[self._law_of[number]] += near * share
                total += near * share
        return Meant(articles, laws / max(total, 1e-6))


def asked_of(entries: Sequence[Entry], analyzer: Analyzer) -> Bags:
    """The terms of the phrases of each entry."""
    return Bags(analyzer.vocabulary, Texts.of([[analyzer.coded(p) for p in e.phrases] for e in entries]).counted())


class _Asked:
    """BM25 over the phrases under which articles are cited: each article's document is all phrases of all entries that cite it."""

    def __init__(self, entries: Sequence[Entry], asked: Bags, number: Number) -> None:
        pairs = [(i, n, share) for i, e in enumerate(entries) for n, share in cited_in(e, number)]
        citing = np.array([i for i, _, _ in pairs], np.int64)
        self.articles, row_of = np.unique(np.array([n for _, n, _ in pairs], np.int64), return_inverse=True)
        said, part_of = asked.documents.taken(citing)
        share = np.array([s for _, _, s in pairs])
        self._vocabulary, self._width = asked.vocabulary, len(asked.vocabulary)
        self._index(said.merged(row_of, said.values * share[part_of], len(self.articles)))

    def _index(self, said: Documents) -> None:
        lengths = np.bincount(said.rows, said.values, minlength=said.size)
        frequency = np.bincount(said.numbers, minlength=self._width)
        idf = np.log1p((said.size - frequency + 0.5) / (frequency + 0.5))
        relative = lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1e-6)
        order = by_number(said.numbers)
        rows, counts, terms = said.rows[order], said.values[order], said.numbers[order]
        self._weights = (counts * (_K + 1) / (counts + _K * (1 - _B + _B * relative[rows])) * idf[terms]).astype(np.float32)
        self._rows = rows.astype(np.int32)
        self._starts = np.concatenate(([0], np.cumsum(frequency)))

    def scores(self, terms: Terms) -> tuple[NDArray[np.int64], Scores]:
        known = [(n, w) for t, w in terms.items() if (n := self._vocabulary.get(t, self._width)) < self._width]
        if not known or not len(self.articles):
            return self.articles[:0], np.zeros(0, np.float32)
        spans = [(int(self._starts[n]), int(self._starts[n + 1])) for n, _ in known]
        rows = np.concatenate([self._rows[a:b] for a, b in spans])
        weights = np.concatenate([self._weights[a:b] * w for (a, b), (_, w) in zip(spans, known, strict=True)])
        found = np.bincount(rows, weights, minlength=len(self.articles)).astype(np.float32)
        return self.articles, found / max(float(found.max()), 1e-6)
