"""How the evidence for an article becomes one score. Eleven scalars, none of them words.

Words of the law: BM25 over characters and pairs, the same over characters alone, and the best sentence; times priors of the law and
the article's length; cubed, so that a clear hit stays ahead of many middling ones. Knowledge: the answers that may be meant and the
phrases under which an article is cited, combined with the words as chances are (either is enough, both are little more)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
NEIGHBOURS = 4  # articles before and after that say what an article is about
PER_LAW = 3  # articles of a law that say whether the law is the right one
LOOKED_AT = 1500  # articles from which the laws are judged


@dataclass(frozen=True)
class StatuteWeights:
    """Scalars set on the development set (tests/benchmarks/statutes.py; five blocks, see docs/evaluation.md)."""

    concept: float = 0.35  # the law's word for what was said, from synonyms.yaml
    characters: float = 0.8  # BM25 over single characters, beside the one over characters and pairs
    sentence: float = 1.0  # the best sentence of the article
    citations: float = 0.05  # a law that many answers rest on, in logarithms
    authority: float = 0.1  # code over law over regulation over local rule
    length: float = -0.04  # long articles are about many things; a power of the number of characters
    power: float = 3.0
    meant: float = 0.35  # an answer that may be meant rests on the article
    asked: float = 0.8  # the question resembles the phrases under which the article is cited
    both: float = 0.2  # what words and knowledge count less together
    law: float = 0.2  # the best articles of the same law
    near: float = 0.2  # the articles around it
    meant_law: float = 0.2  # the answers that may be meant rest on this law
    temperature: float = 2.0  # how fast worse matches lose weight, in units of the raw score


def windows(shares: Scores, first: NDArray[np.int64], end: NDArray[np.int64], numbers: NDArray[np.int64]) -> Scores:
    """The mean share of the articles around each of `numbers`, within its law (first … end - 1)."""
    around = numbers[:, None] + np.arange(-NEIGHBOURS, NEIGHBOURS + 1)
    inside = (around >= first[:, None]) & (around < end[:, None])
    found = np.where(inside, shares[np.clip(around, 0, len(shares) - 1)], 0)
    return np.asarray(found.sum(1) / inside.sum(1), np.float32)


def law_shares(shares: Scores, law_of: NDArray[np.int32], laws: int) -> Scores:
    """Of each law the mean share of its best articles; the best law is 1."""
    count = min(LOOKED_AT, len(shares))
    top = np.argpartition(-shares, count - 1)[:count]
    top = top[np.lexsort((-shares[top], law_of[top]))]
    law = law_of[top]
    rank = np.arange(count) - np.maximum.accumulate(np.where(np.diff(law, prepend=-1) != 0, np.arange(count), 0))
    found = np.bincount(law[rank < PER_LAW], shares[top][rank < PER_LAW], minlength=laws)
    return np.asarray(found / max(float(found.max()), 1e-6), np.float32)


def share(values: Scores) -> Scores:
    return values / max(float(values.max()) if len(values) else 0.0, 1e-6)
