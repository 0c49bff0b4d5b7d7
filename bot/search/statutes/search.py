"""A layperson's story → the articles that may answer it, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.search.citation import CitationReader, Cited
from bot.search.entries import Entry
from bot.search.index import Bags
from bot.search.match import Candidate
from bot.search.statutes.evidence import Evidence, asked_of
from bot.search.statutes.laws import Law
from bot.search.statutes.library import Article, Scores, StatuteLibrary
from bot.search.statutes.postings import grams
from bot.search.statutes.rank import StatuteWeights, law_shares, share, windows
from bot.search.terms import Analyzer
from bot.text.normalize import normalize

LONGEST = 600  # characters of a question that are looked at
ALIKE = 0.5  # share of a name's pairs of characters
LOOKED_AT_TWICE = 400  # articles whose sentences are looked at
_BY_STANDING = {"in_force": 1.0, "not_yet": 0.8, "unverified": 0.75, "amended": 0.3, "repealed": 0.1}


class StatuteSearch:
    """Statutes of one snapshot: the index on disk and the knowledge base's evidence."""

    def __init__(
        self, library: StatuteLibrary, analyzer: Analyzer, day: date, weights: StatuteWeights | None = None, entries: Sequence[Entry] = (),
        asked: Bags | None = None,
    ) -> None:  # fmt: skip
        """`entries` are what the knowledge base says; `asked` the terms of their phrases, entry by entry, where a matcher has them already."""
        self.library = library
        coming = [law.title for law in library.laws if law.count and law.standing(day) == "not_yet"]
        self.citations = CitationReader((*library.titles(day), *coming), _gone(library, day))
        self.weights = weights or StatuteWeights()
        self._analyzer = analyzer
        self._day = day
        self._numbers = library.found_on.setdefault(day, {})  # a saved file leaves the laws as they are
        self._heard: tuple[str, _Words] | None = None  # of the last question: asked for twice a turn
        self.evidence = Evidence(entries, asked or asked_of(entries, analyzer), self.number, library.law_of, len(library.laws))
        self._prior = self._priors()

    def _priors(self) -> Scores:
        """What speaks for an article whatever the question: its law's standing, authority and citations, and its length."""
        w, library = self.weights, self.library
        standing = np.array([_BY_STANDING[library.standing(law, self._day).standing] for law in library.laws], np.float32)
        laws = standing * np.exp(w.citations * self.evidence.citations)
        length = np.maximum(library.characters, 20).astype(np.float32) ** w.length
        return np.asarray(laws[library.law_of] * library.authority**w.authority * length, np.float32)

    def cited(self, text: str) -> list[Cited]:
        return self.citations.read(text[:LONGEST])

    def titles_like(self, name: str, limit: int = 6) -> list[str]:
        """Laws in force whose names have most of the pairs of characters of `name`, shortest first."""
        wanted = set(grams(normalize(name))) - set(normalize(name))
        shared = ((len(wanted & set(grams(title))), -len(title), title) for title in self.library.titles(self._day))
        return [title for count, _, title in sorted(shared, reverse=True)[:limit] if wanted and count >= ALIKE * len(wanted)]

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
            self._numbers[key] = self.library.place(law, key[1]) if law else None
        return self._numbers[key]

    def shares(self, text: str) -> Scores:
        """Every article's score by its own words, as a share of the best one's: what the ranking of answers builds on (no circle)."""
        return self._words(text).shares

    def search(self, text: str, candidates: Sequence[Candidate] = (), limit: int = 100) -> list[tuple[int, float]]:
        """(number, score) best first; each law and article once, in the version now in force where there is one."""
        words = self._words(text)
        w = self.weights
        meant = self.evidence.meant(candidates, w.temperature)
        articles, asked = self.evidence.asked(self._analyzer.terms(normalize(text[:LONGEST])))
        if not words.terms and not meant.articles and not len(articles):
            return []
        known = np.zeros(self.library.size, np.float32)
        known[articles] = w.asked * asked
        for number, weight in meant.articles.items():
            known[number] += w.meant * weight
        law = self.library.law_of
        first = words.shares * (1 + meant.laws[law]) + known
        count = min(LOOKED_AT_TWICE, len(first))
        chosen = np.argpartition(-first, count - 1)[:count].astype(np.int64)
        by_words = self._second_look(words, chosen)
        total = by_words + known[chosen] - w.both * by_words * known[chosen]
        total += w.meant_law * meant.laws[law[chosen]] + w.law * words.laws[law[chosen]]
        total += w.near * windows(words.shares, self.library.firsts[chosen], self.library.ends[chosen], chosen)
        return self._best(chosen, total, limit)

    def _words(self, text: str) -> _Words:
        if self._heard is None or self._heard[0] != text:
            terms = self.library.known(self._terms(text[:LONGEST]))
            self._heard = (text, _Words(self.library, terms))
        return self._heard[1]

    def _terms(self, text: str) -> dict[str, float]:
        question = normalize(text)
        terms: dict[str, float] = dict(Counter(grams(question)))
        for concept in self._analyzer.concepts(question):
            for gram in grams(concept[1:]):
                terms[gram] = terms.get(gram, 0.0) + self.weights.concept
        return terms

    def _second_look(self, words: _Words, chosen: NDArray[np.int64]) -> Scores:
        """What the articles' own words say: all of them, the characters alone and the best sentence, times the priors."""
        w = self.weights
        sentences = self.library.best_sentences(chosen, words.terms)
        total = share(words.both[chosen]) + w.characters * share(words.ones[chosen]) + w.sentence * share(sentences)
        return np.asarray(share(total * self._prior[chosen]) ** w.power, np.float32)

    def _best(self, chosen: NDArray[np.int64], total: Scores, limit: int) -> list[tuple[int, float]]:
        seen: set[tuple[str, str]] = set()
        found = []
        for place in np.argsort(-total, kind="stable"):
            number = int(chosen[place])
            key = self.library.key(number)
            if key not in seen and total[place] > 0:
                seen.add(key)
                found.append((number, float(total[place])))
                if len(found) == limit:
                    break
        return found


def _gone(library: StatuteLibrary, day: date) -> dict[str, tuple[str, str]]:
    """Laws that are known but no longer (or not yet) hold → what took their place, since when; empty where that is not known."""
    here = set(library.titles(day))
    found = {title: ("", "") for title in library.titles() if title not in here and not _has_a_text_in_force(library, title, day)}
    for title, laws in library.repealed().items():
        successor = next((law for law in laws if law.title in here and law.title != title), None)
        if title not in here and successor:
            found[title] = (successor.title, successor.effective)
    return found


def _has_a_text_in_force(library: StatuteLibrary, title: str, day: date) -> bool:
    return any(library.in_force(law, day) or law.standing(day) == "not_yet" for law in library.versions(title))


class _Words:
    """The scores of all articles for one question by their own words, `shares` times the authority of their laws."""

    def __init__(self, library: StatuteLibrary, terms: list[tuple[int, float, bool]]) -> None:
        self.terms = terms
        self.ones, twos = library.scores(terms)
        self.both = self.ones + twos
        self.shares = share(self.both * library.authority)
        self._library = library

    @property
    def laws(self) -> Scores:
        return law_shares(self.shares, self._library.law_of, len(self._library.laws))
