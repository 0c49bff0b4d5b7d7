"""A law in one of its versions: whether it holds on a day, and how that is said to residents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

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

    def in_force(self, day: date) -> bool:
        """By the source's status; what was not yet in force when the texts were gathered is so from its effective date on."""
        return self.standing(day) in ("in_force", "unverified")

    def standing(self, day: date) -> Standing:
        if self.effective > day.isoformat():
            return "not_yet"
        if self.status in ("有效", "尚未生效"):
            return "in_force" if self.status == "有效" or self.effective else "not_yet"
        return _GONE.get(self.status, "amended")


@dataclass(frozen=True)
class Version:
    """What is said of a version beside its text: the standing in words, with dates, and the newer version, if any."""

    standing: Standing
    words: str
    newer: Law | None = None
    coming: Law | None = None  # published, in force later

    @property
    def in_force(self) -> bool:
        return self.standing in ("in_force", "unverified")


def version(law: Law, known: Sequence[Law], day: date) -> Version:
    """Where `law` stands on `day` among the `known` versions of it, oldest first."""
    later = [v for v in known if v.publication > law.publication]
    newer = next((v for v in reversed(later) if v.in_force(day)), None)
    coming = next((v for v in later if v.standing(day) == "not_yet"), None)
    standing = law.standing(day)
    if newer and standing in ("in_force", "unverified"):
        standing = "amended"
    words = _words(law, standing)
    if newer:
        words += f"；新版本 {_dates(newer)}"
    if coming:
        words += f"；已有新版本 {_dates(coming)}，到时以新版本为准"
    return Version(standing, words, newer, coming)


def _words(law: Law, standing: Standing) -> str:
    since = f"（{_dates(law)}）" if law.effective or law.publication else ""
    if standing == "not_yet":
        return f"尚未生效{since}" if law.effective else f"尚未生效（{law.publication} 公布，施行日期见原文）"
    if standing == "amended" and law.status not in ("已修改", "有效", "未核"):
        return f"不是现行版本{since}"
    return {"in_force": "现行有效", "amended": "旧版本，已经修改", "repealed": "已经废止", "unverified": "效力没有核对，来自较旧的汇编"}[standing] + since


def _dates(law: Law) -> str:
    said = [f"{law.publication} 公布"] if law.publication else []
    return "、".join([*said, f"{law.effective} 起施行"] if law.effective else said)
