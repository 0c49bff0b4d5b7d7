"""The statutes to check against: a folder or file of articles.jsonl(.gz), as in ../shared/laws."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import StatuteImportError


@dataclass(frozen=True)
class LawVersion:
    """The newest version of a law that the snapshot knows, with its articles' texts."""

    law: str
    publication: date | None
    effective: date | None
    status: str
    articles: dict[str, str]

    def in_force(self, day: date) -> bool:
        """By the snapshot's own status; what was not yet in force then is by its effective date."""
        if self.status == "尚未生效":
            return self.effective is not None and self.effective <= day
        return self.status in ("有效", "未核")


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
        return _by_law(json.loads(line) for line in lines)


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
