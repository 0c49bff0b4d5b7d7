"""The statutes to check against: a folder or file of articles.jsonl(.gz), as in ../shared/laws, with versions.jsonl where it is beside it.

A law is not in force either when its status says so, or when the closing articles of a later law in force repeal it (《…》同时废止)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.errors import StatuteImportError
from bot.search.statutes.laws import CLOSING_ARTICLES, repealed_in, same_version
from bot.search.statutes.sources import plain_title


@dataclass(frozen=True)
class LawVersion:
    """The newest version of a law that the snapshot knows with its articles' texts, and what it knows to have come after."""

    law: str
    publication: date | None
    effective: date | None
    status: str
    articles: dict[str, str]
    later: list[tuple[str, date]] = field(default_factory=list)  # (law, effective): versions without texts, laws that repeal this one

    def in_force(self, day: date) -> bool:
        """By the snapshot's own status; what was not yet in force then is by its effective date; not when something took its place."""
        if self.status == "尚未生效":
            return self.effective is not None and self.effective <= day
        return self.status in ("有效", "未核") and self.successor(day) is None

    def successor(self, day: date) -> tuple[str, date] | None:
        """What has taken its place by `day`: a law's name (its own, for a newer version) and since when."""
        return next((later for later in self.later if later[1] <= day), None)

    def coming(self, day: date) -> tuple[str, date] | None:
        """What will take its place after `day`."""
        return next((later for later in self.later if later[1] > day), None)


def read_statutes(path: Path) -> dict[str, LawVersion]:
    """Laws by name. Where the snapshot has two versions of a law, the one published later stands."""
    file = path
    if path.is_dir():
        found = [path / n for n in ("articles.jsonl", "articles.jsonl.gz") if (path / n).exists()]
        if not found:
            raise StatuteImportError(f"{path} 里没有 articles.jsonl 或 articles.jsonl.gz")
        file = found[0]
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        laws = _by_law(json.loads(line) for line in lines)
    versions = file.parent / "versions.jsonl"
    if versions.exists():
        _add_versions(laws, (json.loads(line) for line in versions.read_text("utf-8").splitlines() if line.strip()))
    _add_repeals(laws)
    return laws


def _add_versions(laws: Mapping[str, LawVersion], rows: Iterable[dict[str, str]]) -> None:
    """Newer versions that are known by name and date only."""
    for row in rows:
        known, since = laws.get(row["title"]), _day(row["effective"]) or _day(row["publication"])
        published = row["publication"]
        if known is None or known.publication is None or since is None or row["status"] not in ("有效", "尚未生效"):
            continue
        if published > known.publication.isoformat() and not same_version(published, known.publication.isoformat()):
            known.later.append((known.law, since))


def _add_repeals(laws: Mapping[str, LawVersion]) -> None:
    plain = {plain_title(name): law for name, law in laws.items()}
    for law in laws.values():
        since = law.effective or law.publication
        for title in repealed_in(list(law.articles.values())[-CLOSING_ARTICLES:]) if since and law.status in ("有效", "尚未生效") else ():
            repealed = plain.get(title)
            if since and repealed and repealed is not law and (law.publication or date.min) > (repealed.publication or date.min):
                repealed.later.append((law.law, since))


def _by_law(rows: Iterable[dict[str, str]]) -> dict[str, LawVersion]:
    laws: dict[str, LawVersion] = {}
    for row in rows:
        published = _day(row["publication"])
        known = laws.get(row["law"])
        if known is None or (published or date.min) > (known.publication or date.min):
            known = laws[row["law"]] = LawVersion(row["law"], published, _day(row["effective"]), row["status"], {})
        if published == known.publication:
            known.articles[row["article"]] = row["text"]
    return laws


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
