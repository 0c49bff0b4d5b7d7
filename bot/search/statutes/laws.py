"""A law in one of its versions: whether it holds on a day, and how that is said to residents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.search.statutes.sources import plain_title

_REPEAL = re.compile(r"[^。]*(?:废止|停止执行)")
_NAMED = re.compile(r"《((?:[^《》]|《[^》]*》)+)》(?:（[^）]*）)?(第[^条]{1,8}条)?")
CLOSING_ARTICLES = 3  # the last ones say what a law puts an end to
SAME_VERSION = 31  # days
Standing = Literal["in_force", "not_yet", "amended", "repealed", "unverified"]
_GONE: dict[str, Standing] = {"已修改": "amended", "已废止": "repealed", "未核": "unverified"}


@dataclass(frozen=True)
class Law:
    """One version of a law; its articles are numbers first … first + count - 1 of the index. Dates are ISO, or empty when unknown."""

    title: str
    publication: str
    effective: str
    status: str  # as the source gives it
    kind: str
    first: int
    count: int
    repeals: tuple[str, ...] = ()  # what its closing articles put an end to, by title

    def in_force(self, day: date) -> bool:
        """By its own status alone: a later law that repeals it is the library's to know."""
        return self.standing(day) in ("in_force", "unverified")

    def standing(self, day: date) -> Standing:
        """What was not yet in force when the texts were gathered is so from its effective date on."""
        if self.effective > day.isoformat():
            return "not_yet"
        if self.status in ("有效", "尚未生效"):
            return "in_force" if self.status == "有效" or self.effective else "not_yet"
        return _GONE.get(self.status, "amended")


def repealed_in(closing: Iterable[str]) -> tuple[str, ...]:
    """Titles of the laws that the closing articles of a law repeal whole: 《…》同时废止. One of which a single article goes is not among them."""
    found: dict[str, None] = {}
    for text in closing:
        for clause in _REPEAL.findall(text):
            found |= {plain_title(title): None for title, article in _NAMED.findall(clause) if not article}
    return tuple(found)


@dataclass(frozen=True)
class Version:
    """What is said of a version beside its text: the standing in words, with dates, and the newer version, if any."""

    standing: Standing
    words: str
    newer: Law | None = None  # of the same name, or the law that took its place
    coming: Law | None = None  # published, in force later

    @property
    def in_force(self) -> bool:
        return self.standing in ("in_force", "unverified")

    @property
    def after(self) -> str:
        """What came after it, in a few words; empty where nothing did."""
        if self.newer is None:
            return {"not_yet": "还没有生效", "repealed": "已经废止", "amended": "已有新版本"}.get(self.standing, "")
        since = self.newer.effective or self.newer.publication
        return f"自 {since} 起由《{self.newer.title}》代替" if self.standing == "repealed" else f"已经修改，现行的是 {_dates(self.newer)}的版本"


def version(law: Law, known: Sequence[Law], successors: Sequence[Law], day: date) -> Version:
    """Where `law` stands on `day` among the `known` versions of it, oldest first, and the laws whose closing articles repeal it."""
    later = [v for v in known if v.publication > law.publication and (v.count or not same_version(v.publication, law.publication))]
    after = [s for s in successors if s.publication > law.publication]
    newer = next((v for v in reversed(later) if v.in_force(day)), None)
    successor = next((s for s in after if s.in_force(day)), None)
    coming = next((v for v in (*later, *after) if v.standing(day) == "not_yet"), None)
    standing = law.standing(day)
    if standing in ("in_force", "unverified") and (newer or successor):
        standing = "repealed" if successor and not newer else "amended"
    return Version(standing, _words(law, standing, newer, successor, coming), newer or successor, coming)


def same_version(one: str, other: str) -> bool:
    """Two ISO dates of publication so near that they are one version's: sources differ by days."""
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= SAME_VERSION
    except ValueError:
        return False


def _words(law: Law, standing: Standing, newer: Law | None, successor: Law | None, coming: Law | None) -> str:
    since = f"（{_dates(law)}）" if law.effective or law.publication else ""
    words = {"in_force": "现行有效", "amended": "旧版本，已经修改", "repealed": "已经废止", "unverified": "效力没有核对，来自较旧的汇编",
             "not_yet": "尚未生效"}[standing] + since  # fmt: skip
    if standing == "amended" and law.status not in ("已修改", "有效", "未核"):
        words = f"不是现行版本{since}"
    if newer:
        words += f"；现行的是 {_dates(newer)}的版本"
    elif successor and standing == "repealed":
        words += f"；自 {successor.effective or successor.publication} 起由《{successor.title}》代替"
    if coming:
        name = "新版本" if coming.title == law.title else f"《{coming.title}》"
        words += f"；{name} {_dates(coming)}，到时以它为准"
    return words


def _dates(law: Law) -> str:
    said = [f"{law.publication} 公布"] if law.publication else []
    return "、".join([*said, f"{law.effective} 起施行"] if law.effective else said)
