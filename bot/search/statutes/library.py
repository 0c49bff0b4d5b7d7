"""The index in service: articles by law and number, and scores of all articles for weighted terms."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import StatuteImportError
from bot.search.statutes.build import FORMAT, current_folder
from bot.search.statutes.sources import LawText, plain_title

COMMON = 0.35  # a character in more than this share of all articles says nothing
_AUTHORITY = {"法律": 1.0, "宪法": 0.9, "司法解释": 0.8, "行政法规": 0.6, "部门规章": 0.5, "监察法规": 0.4, "地方性法规": 0.35}
_STANDING = {"有效": 1.0, "尚未生效": 0.8, "未核": 0.75, "非现行": 0.3, "已修改": 0.1, "已废止": 0.1}
_CIVIL_CODE = 1.25


@dataclass(frozen=True)
class Law:
    """One version of a law; its articles are numbers first … first + count - 1 of the index."""

    title: str
    publication: str
    effective: str
    status: str
    kind: str
    first: int
    count: int

    def in_force(self, day: date) -> bool:
        if self.status == "尚未生效":
            return bool(self.effective) and self.effective <= day.isoformat()
        return self.status in ("有效", "未核")

    def standing(self, day: date) -> str:
        """In plain words, with dates."""
        since = f"{self.effective} 起施行" if self.effective else f"{self.publication} 公布" if self.publication else ""
        if self.status == "尚未生效" and not self.in_force(day):
            return f"尚未生效（{since}）"
        if self.status in ("有效", "尚未生效"):
            return f"现行有效（{since}）" if since else "现行有效"
        return {"未核": f"效力未核（{since}，来自较旧汇编）", "已修改": f"已被修改（{since}的旧版本）", "已废止": f"已废止（{since}）"}.get(
            self.status, f"不是现行版本（{since}）"
        )


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
        """Raises StatuteImportError when there is no index of this format below `home`."""
        folder = current_folder(home)
        if folder is None:
            raise StatuteImportError("还没有导入法规")
        if json.loads((folder / "format.json").read_text("utf-8"))["format"] != FORMAT:
            raise StatuteImportError("法规索引是旧版本的，请重新导入：python run_bot.py statutes import 法规文件夹")
        self.laws = tuple(Law(**row) for row in json.loads((folder / "laws.json").read_text("utf-8")))
        self._offsets: NDArray[np.int64] = np.load(folder / "offsets.npy", mmap_mode="r")
        self._law_of: NDArray[np.int32] = np.load(folder / "law_of.npy", mmap_mode="r")
        self._documents: NDArray[np.int32] = np.load(folder / "documents.npy", mmap_mode="r")
        self._weights: NDArray[np.float16] = np.load(folder / "weights.npy", mmap_mode="r")
        self._starts: NDArray[np.int64] = np.load(folder / "starts.npy")
        self._terms = {term: i for i, term in enumerate((folder / "terms.txt").read_text("utf-8").split("\n"))}
        with (folder / "texts.bin").open("rb") as texts:
            self._texts = mmap.mmap(texts.fileno(), 0, access=mmap.ACCESS_READ)
        self._article_names = (folder / "names.txt").read_text("utf-8").split("\n")
        self.size = len(self._law_of)
        frequency = np.diff(self._starts)
        self._idf = np.log1p((self.size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        self._idf[frequency > COMMON * self.size] = 0

    @cached_property
    def authority(self) -> NDArray[np.float32]:
        """A prior a law and its standing give each article: code over law over regulation over local rule."""
        by_law = [
            _AUTHORITY.get(law.kind, 0.6) * _STANDING.get(law.status, 0.5) * (_CIVIL_CODE if law.title == "民法典" else 1) for law in self.laws
        ]
        return np.array(by_law, np.float32)[self._law_of]

    @cached_property
    def _versions(self) -> dict[str, list[Law]]:
        found: dict[str, list[Law]] = {}
        for law in self.laws:
            found.setdefault(law.title, []).append(law)
        return found

    def titles(self, day: date | None = None) -> list[str]:
        """Names of laws; with `day`, of those that have articles in force then."""
        return [t for t, known in self._versions.items() if day is None or any(v.count and v.in_force(day) for v in known)]

    def versions(self, title: str) -> list[Law]:
        """All known versions of a law, oldest first; those without articles are known by name only. 中华人民共和国 may stand in the name."""
        return self._versions.get(title) or self._versions.get(plain_title(title), [])

    def current(self, title: str, day: date) -> Law | None:
        """The newest version with articles in force on `day`, else the newest with articles."""
        known = [law for law in self.versions(title) if law.count]
        return next((law for law in reversed(known) if law.in_force(day)), known[-1] if known else None)

    def newer(self, law: Law, day: date) -> Law | None:
        """A version published after `law` that is in force, if there is one."""
        return next((v for v in reversed(self.versions(law.title)) if v.publication > law.publication and v.in_force(day)), None)

    def article(self, number: int) -> Article:
        name, chapter, text = json.loads(self._texts[self._offsets[number] : self._offsets[number + 1]])
        return Article(self.laws[self._law_of[number]], name, chapter, text, number)

    def key(self, number: int) -> tuple[str, str]:
        """(law, article) without reading the text: names are kept apart."""
        return self.laws[self._law_of[number]].title, self._article_names[number]

    def articles(self, law: Law) -> list[Article]:
        return [self.article(i) for i in range(law.first, law.first + law.count)]

    def find(self, law: Law, name: str) -> Article | None:
        """The article called 第三十一条 of a law. Reads at most the law's own names."""
        names = self._article_names
        number = next((i for i in range(law.first, law.first + law.count) if names[i] == name), None)
        return None if number is None else self.article(number)

    def idf(self, term: str) -> float:
        number = self._terms.get(term)
        return float(self._idf[number]) if number is not None else 0.0

    def scores(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """The weighted BM25 score of every article."""
        pieces = [(n, w * float(self._idf[n])) for t, w in terms.items() if (n := self._terms.get(t)) is not None and self._idf[n] > 0]
        if not pieces:
            return np.zeros(self.size, np.float32)
        spans = [(int(self._starts[n]), int(self._starts[n + 1])) for n, _ in pieces]
        documents = np.concatenate([self._documents[a:b] for a, b in spans])
        weights = np.concatenate([self._weights[a:b].astype(np.float32) * w for (a, b), (_, w) in zip(spans, pieces, strict=True)])
        return np.bincount(documents, weights, minlength=self.size).astype(np.float32)

    def law_texts(self) -> list[LawText]:
        """Everything in the index as it was imported, for merging with a new import."""
        return [
            LawText(x.title, x.publication, x.effective, x.status, x.kind, tuple((a.name, a.chapter, a.text) for a in self.articles(x)))
            for x in self.laws
        ]
