"""Terms of articles and of their sentences, gathered in flat arrays and written as two indexes: by term, and by article."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from pathlib import Path

import numpy as np

TITLE_SHARE = 0.6  # what a law's title counts in each of its articles
K, B = 1.2, 0.65
SETTINGS = f"{TITLE_SHARE} {K} {B}"  # changed settings make another index
_SOUND = re.compile(r"[^\w%]+")
_SENTENCE = re.compile(r"[。；\n]")


def grams(text: str) -> list[str]:
    """Characters and pairs of them, within runs of letters and digits."""
    found: list[str] = []
    for run in _SOUND.split(text):
        found += run
        found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def sentences(text: str) -> list[str]:
    """What an article says, piece by piece: the items of a list are pieces of their own. At least one, be it empty."""
    return [piece for piece in _SENTENCE.split(text) if piece.strip()] or [""]


class Postings:
    """About 12 bytes a posting while gathering. Written as BM25 weights by term, and the distinct terms of each sentence by article."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._rows, self._terms, self._values = array("i"), array("i"), array("f")
        self._lengths, self._characters = array("f"), array("i")
        self._said, self._sentences, self._articles = array("i"), array("q", [0]), array("i", [0])

    def add(self, text: str, title: Counter[str]) -> None:
        """One article; `title` holds the grams of its law's name."""
        counts: Counter[str] = Counter()
        for sentence in sentences(text):
            found = Counter(grams(sentence))
            counts.update(found)
            self._said.extend([self._number(gram) for gram in found])
            self._sentences.append(len(self._said))
        self._articles.append(len(self._sentences) - 1)
        self._characters.append(len(text))
        self._weigh(counts, title)

    def _number(self, gram: str) -> int:
        return self._numbers.setdefault(gram, len(self._numbers))

    def _weigh(self, text: Counter[str], title: Counter[str]) -> None:
        counts: dict[str, float] = dict(text)
        for gram, times in title.items():
            counts[gram] = counts.get(gram, 0.0) + TITLE_SHARE * times
        row = len(self._lengths)
        self._rows.extend([row] * len(counts))
        self._terms.extend([self._number(gram) for gram in counts])
        self._values.extend(counts.values())
        self._lengths.append(sum(counts.values()))

    def write(self, folder: Path) -> None:
        rows, terms = np.frombuffer(self._rows, np.int32), np.frombuffer(self._terms, np.int32)
        values, lengths = np.frombuffer(self._values, np.float32), np.frombuffer(self._lengths, np.float32)
        relative = lengths / lengths.mean()
        weights = values * (K + 1) / (values + K * (1 - B + B * relative[rows]))
        order = np.argsort(terms, kind="stable")
        frequency = np.bincount(terms, minlength=len(self._numbers))
        np.save(folder / "documents.npy", rows[order])
        np.save(folder / "weights.npy", weights[order].astype(np.float16))
        np.save(folder / "starts.npy", np.concatenate(([0], np.cumsum(frequency))).astype(np.int64))
        np.save(folder / "said.npy", np.frombuffer(self._said, np.int32))
        np.save(folder / "sentences.npy", np.frombuffer(self._sentences, np.int64))
        np.save(folder / "article_sentences.npy", np.frombuffer(self._articles, np.int32))
        np.save(folder / "characters.npy", np.frombuffer(self._characters, np.int32))
        (folder / "terms.txt").write_text("\n".join(self._numbers), "utf-8")
