"""The index in service: articles by law and number, and scores of all articles for weighted terms."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import StatuteImportError
from bot.search.statutes.build import FORMAT, current_folder
from bot.search.statutes.laws import Law, Version, version
from bot.search.statutes.sources import LawText, plain_title

AGAIN = "python run_bot.py statutes import 法规文件夹"
LONG_SENTENCE = 0.005  # a sentence of 200 different characters and pairs counts half
COMMON = 0.35  # a character in more than this share of all articles says nothing
_AUTHORITY = {"法律": 1.0, "宪法": 0.9, "司法解释": 0.8, "行政法规": 0.6, "部门规章": 0.5, "监察法规": 0.4, "地方性法规": 0.35}
_BY_STATUS = {"有效": 1.0, "尚未生效": 0.8, "未核": 0.75, "非现行": 0.3, "已修改": 0.1, "已废止": 0.1}
_CIVIL_CODE = 1.25
MOST_TERMS = 160  # of a long story the rarest terms are looked up
_FILES = ("laws.json", "offsets.npy", "law_of.npy", "documents.npy", "weights.npy", "starts.npy", "said.npy", "sentences.npy",
          "article_sentences.npy", "characters.npy", "terms.txt", "texts.bin", "names.txt")  # fmt: skip
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Article:
    """One article of one version of a law; `number` is its place in the index."""

    law: Law
    name: str
    chapter: str
    text: str
    number: int

    @property
    def key(self) -> tuple[str, str]:
        return self.law.title, self.name


class StatuteLibrary:
    """Opens in a fraction of a second: arrays are mapped, texts read when shown."""

    def __init__(self, home: Path) -> None:
        """Raises StatuteImportError when there is no whole index of this format below `home`."""
        folder = current_folder(home)
        if folder is None:
            raise StatuteImportError("还没有导入法规")
        _check(folder)
        self.folder = folder
        self.found_on: dict[date, dict[tuple[str, str], int | None]] = {}  # by day: where articles of laws in force stand, as searches learn it
        try:
            self._open(folder)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StatuteImportError(f"法规索引损坏（{error}），请重新导入：{AGAIN}") from None

    def _open(self, folder: Path) -> None:
        self.laws = tuple(Law(**(row | {"repeals": tuple(row["repeals"])})) for row in json.loads((folder / "laws.json").read_text("utf-8")))
        self._offsets: NDArray[np.int64] = _mapped(folder / "offsets.npy")
        self.law_of: NDArray[np.int32] = np.load(folder / "law_of.npy")
        self._documents: NDArray[np.int32] = _mapped(folder / "documents.npy")
        self._weights: NDArray[np.float16] = _mapped(folder / "weights.npy")
        self._starts: NDArray[np.int64] = np.load(folder / "starts.npy")
        self._said: NDArray[np.int32] = _mapped(folder / "said.npy")
        self._sentences: NDArray[np.int64] = _mapped(folder / "sentences.npy")
        self._article_sentences: NDArray[np.int32] = np.load(folder / "article_sentences.npy")
        self.characters: NDArray[np.int32] = np.load(folder / "characters.npy")
        self._terms = {term: i for i, term in enumerate((folder / "terms.txt").read_text("utf-8").split("\n"))}
        with (folder / "texts.bin").open("rb") as texts:
            self._texts = mmap.mmap(texts.fileno(), 0, access=mmap.ACCESS_READ)
        self._article_names = (folder / "names.txt").read_text("utf-8").split("\n")
        self.size = len(self.law_of)
        frequency = np.diff(self._starts)
        self._idf = np.log1p((self.size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        self._idf[frequency > COMMON * self.size] = 0

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """Of each article the number of the first article of its law."""
        return np.array([law.first for law in self.laws], np.int64)[self.law_of]

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """… and of the first article after it."""
        return np.array([law.first + law.count for law in self.laws], np.int64)[self.law_of]

    @cached_property
    def authority(self) -> Scores:
        """A prior a law and its standing give each article: code over law over regulation over local rule."""
        by_law = [
            _AUTHORITY.get(law.kind, 0.6) * _BY_STATUS.get(law.status, 0.5) * (_CIVIL_CODE if law.title == "民法典" else 1) for law in self.laws
        ]
        return np.array(by_law, np.float32)[self.law_of]

    @cached_property
    def _versions(self) -> dict[str, list[Law]]:
        found: dict[str, list[Law]] = {}
        for law in self.laws:
            found.setdefault(law.title, []).append(law)
        return found

    def titles(self, day: date | None = None) -> list[str]:
        """Names of laws; with `day`, of those that have articles in force then."""
        return [t for t, known in self._versions.items() if day is None or any(v.count and self.in_force(v, day) for v in known)]

    def versions(self, title: str) -> list[Law]:
        """All known versions of a law, oldest first; those without articles are known by name only. 中华人民共和国 may stand in the name."""
        return self._versions.get(title) or self._versions.get(plain_title(title), [])

    def current(self, title: str, day: date) -> Law | None:
        """The newest version with articles in force on `day`, else the newest with articles."""
        known = [law for law in self.versions(title) if law.count]
        return next((law for law in reversed(known) if self.in_force(law, day)), known[-1] if known else None)

    def in_force(self, law: Law, day: date) -> bool:
        """By its own status, unless a later law in force repeals it."""
        return law.in_force(day) and not any(s.publication > law.publication and s.in_force(day) for s in self.successors(law.title))

    def standing(self, law: Law, day: date) -> Version:
        """Whether a version holds on `day`, in words, and the newer one or the law that took its place, if any."""
        return version(law, self.versions(law.title), self.successors(law.title), day)

    @cached_property
    def _successors(self) -> dict[str, list[Law]]:
        found: dict[str, list[Law]] = {}
        for law in self.laws:
            for title in law.repeals:
                if title != law.title:
                    found.setdefault(title, []).append(law)
        return found

    def successors(self, title: str) -> list[Law]:
        """The laws whose closing articles say that they repeal the one called `title`, newest first."""
        return sorted(self._successors.get(plain_title(title), []), key=lambda s: s.publication, reverse=True)

    def repealed(self) -> dict[str, list[Law]]:
        """All titles that some law in the index says it repeals, and by which."""
        return self._successors

    def article(self, number: int) -> Article:
        name, chapter, text = json.loads(self._texts[self._offsets[number] : self._offsets[number + 1]])
        return Article(self.laws[self.law_of[number]], name, chapter, text, number)

    def key(self, number: int) -> tuple[str, str]:
        """(law, article) without reading the text: names are kept apart."""
        return self.laws[self.law_of[number]].title, self._article_names[number]

    def articles(self, law: Law) -> list[Article]:
        return [self.article(i) for i in range(law.first, law.first + law.count)]

    def find(self, law: Law, name: str) -> Article | None:
        """The article called 第三十一条 of a law."""
        number = self.place(law, name)
        return None if number is None else self.article(number)

    def place(self, law: Law, name: str) -> int | None:
        """Its number in the index. Reads at most the law's own names."""
        names = self._article_names
        return next((i for i in range(law.first, law.first + law.count) if names[i] == name), None)

    def chapter(self, article: Article) -> list[Article]:
        """The articles of the same chapter; empty where the source gave no chapters."""
        return [a for a in self.articles(article.law) if a.chapter == article.chapter] if article.chapter else []

    def known(self, terms: Mapping[str, float]) -> list[tuple[int, float, bool]]:
        """(term's number, weight × rarity, is one character) of the terms that articles use; of very many the rarest."""
        found = [(n, w * float(self._idf[n]), len(t) == 1) for t, w in terms.items() if (n := self._terms.get(t)) is not None and self._idf[n] > 0]
        return found if len(found) <= MOST_TERMS else sorted(found, key=lambda f: -f[1])[:MOST_TERMS]

    def scores(self, terms: Sequence[tuple[int, float, bool]]) -> tuple[Scores, Scores]:
        """The weighted BM25 score of every article: by characters, and by pairs of them."""
        ones, twos = ([(n, w) for n, w, one in terms if one is single] for single in (True, False))
        return self._sums(ones), self._sums(twos)

    def _sums(self, terms: list[tuple[int, float]]) -> Scores:
        if not terms:
            return np.zeros(self.size, np.float32)
        spans = [(int(self._starts[n]), int(self._starts[n + 1])) for n, _ in terms]
        documents = np.concatenate([self._documents[a:b] for a, b in spans])
        weights = np.concatenate([self._weights[a:b].astype(np.float32) * w for (a, b), (_, w) in zip(spans, terms, strict=True)])
        return np.bincount(documents, weights, minlength=self.size).astype(np.float32)

    def best_sentences(self, numbers: NDArray[np.int64], terms: Sequence[tuple[int, float, bool]]) -> Scores:
        """Of each article the weight of the terms in the sentence that has most of them, long sentences counting a little less."""
        weights = np.zeros(len(self._idf), np.float32)
        for number, weight, _ in terms:
            weights[number] = weight
        sentences = _ranges(self._article_sentences[numbers], self._article_sentences[numbers + 1])
        starts, ends = self._sentences[sentences], self._sentences[sentences + 1]
        said = self._said[_ranges(starts, ends)]
        stops = np.cumsum(ends - starts)
        sums = np.concatenate(([0], np.cumsum(weights[said], dtype=np.float64)))
        scores = (sums[stops] - sums[stops - (ends - starts)]) / (1 + LONG_SENTENCE * (ends - starts))
        counts = self._article_sentences[numbers + 1] - self._article_sentences[numbers]
        return np.asarray(np.maximum.reduceat(scores, np.cumsum(counts) - counts), np.float32)

    def law_texts(self) -> list[LawText]:
        """Everything in the index as it was imported, for merging with a new import."""
        return [
            LawText(x.title, x.publication, x.effective, x.status, x.kind, tuple((a.name, a.chapter, a.text) for a in self.articles(x)))
            for x in self.laws
        ]


def _mapped(file: Path) -> Any:
    """An array on disk, read as it is used; a plain array, since slices of numpy's memmap are slow."""
    return np.load(file, mmap_mode="r").view(np.ndarray)


def _ranges(starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.int64]:
    """All numbers of all ranges start … end - 1, one range after another."""
    lengths = (ends - starts).astype(np.int64)
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths), np.int64)


def _check(folder: Path) -> None:
    try:
        found = json.loads((folder / "format.json").read_text("utf-8"))["format"]
    except (OSError, ValueError, TypeError, KeyError):
        found = None
    if found != FORMAT:
        raise StatuteImportError(f"法规索引是旧版本的，请重新导入：{AGAIN}")
    if missing := [name for name in _FILES if not (folder / name).exists()]:
        raise StatuteImportError(f"法规索引不完整（缺 {missing[0]}），请重新导入：{AGAIN}")
