"""Laws → an index folder. Built beside the old one and swapped in whole by renaming a pointer; a failed build changes nothing.

Layout of `DATA/statutes/`: CURRENT names the folder in service; each folder holds format.json, laws.json, texts.bin, terms.txt and
numpy arrays that are mapped, not loaded. Our own postings rather than an engine's: every article is scored, so that authority
and the knowledge base's evidence weigh on all of them and not only on a first cut, and sentences are looked at by number, not by text."""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import StatuteImportError
from bot.search.statutes.laws import CLOSING_ARTICLES, repealed_in, same_version
from bot.search.statutes.postings import SETTINGS, Postings, grams
from bot.search.statutes.sources import LawText

FORMAT = 4
CURRENT = "CURRENT"


@dataclass(frozen=True)
class Built:
    """What an import did. `changed` is False when the same laws are in service already."""

    folder: Path
    changed: bool
    laws: int
    articles: int


def merge(old: Iterable[LawText], new: Iterable[LawText]) -> list[LawText]:
    """One text a law and date; the newer import wins, but never a mere mention over articles, nor an unconfirmed text over a confirmed one."""
    laws: dict[tuple[str, str], LawText] = {}
    for law in (*old, *new):
        key = (law.title, law.publication)
        known = laws.get(key)
        if known is not None and known.articles and not law.articles:
            law = LawText(law.title, law.publication, law.effective or known.effective, law.status, law.kind or known.kind, known.articles)
        if known is None or not known.articles or law.status != "未核" or known.status == "未核":
            laws[key] = law
    return _without_doubles(sorted(laws.values(), key=lambda x: (x.title, x.publication)))


def _without_doubles(laws: list[LawText]) -> list[LawText]:
    """One version from two collections, dated days apart or not at all: the one whose standing is confirmed stays."""
    by_title: dict[str, list[LawText]] = {}
    for law in laws:
        by_title.setdefault(law.title, []).append(law)
    return [law for law in laws if law.status != "未核" or not any(_confirms(other, law) for other in by_title[law.title])]


def _confirms(other: LawText, law: LawText) -> bool:
    return other.status != "未核" and bool(other.articles) and (not law.publication or same_version(other.publication, law.publication))


def build(laws: Sequence[LawText], home: Path, progress: Callable[[int, int], None] = lambda done, of: None) -> Built:
    """Write an index of `laws` below `home` and put it in service. Raises StatuteImportError; the old index then stays."""
    count = sum(len(law.articles) for law in laws)
    if not count:
        raise StatuteImportError("没有一条条文，不替换原来的索引")
    name = f"index-{_digest(laws)}"
    folder = home / name
    if current_folder(home) == folder and (folder / "format.json").exists():
        return Built(folder, False, len(laws), count)
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        scratch = home / f".{name}"
        for left in home.glob(".index-*"):  # of an import that was killed
            shutil.rmtree(left, ignore_errors=True)
        scratch.mkdir()
        try:
            _write(laws, scratch, count, progress)
            _swap(home, folder, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return Built(folder, True, len(laws), count)


def _swap(home: Path, folder: Path, scratch: Path) -> None:
    """Put a finished index in service. The one before it stays, for readers that are just opening it; older ones go."""
    before = current_folder(home)
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)
    pointer = home / f".{CURRENT}"
    pointer.write_text(folder.name, "utf-8")
    pointer.replace(home / CURRENT)
    for old in home.glob("index-*"):
        if old not in (folder, before):
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One import at a time; the lock goes with the process, however that ends."""
    with (home / ".lock").open("w") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # Windows
            pass
        except OSError:
            raise StatuteImportError("另一个导入正在进行，请等它做完") from None
        yield


def current_folder(home: Path) -> Path | None:
    """The index in service below `home`, or None."""
    try:
        folder = home / (home / CURRENT).read_text("utf-8").strip()
    except OSError:
        return None
    return folder if folder.is_dir() else None


def _digest(laws: Sequence[LawText]) -> str:
    digest = hashlib.sha256(f"{FORMAT} {SETTINGS}".encode())
    for law in laws:
        digest.update(json.dumps([law.title, law.publication, law.effective, law.status, law.kind, law.articles], ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


def _write(laws: Sequence[LawText], folder: Path, count: int, progress: Callable[[int, int], None]) -> None:
    table: list[dict[str, Any]] = []
    offsets = array("q", [0])
    law_of = array("i")
    names: list[str] = []
    postings = Postings()
    with (folder / "texts.bin").open("wb") as texts:
        for law in laws:
            table.append(
                {"title": law.title, "publication": law.publication, "effective": law.effective, "status": law.status, "kind": law.kind,
                 "first": len(law_of), "count": len(law.articles), "repeals": repealed_in(text for _, _, text in law.articles[-CLOSING_ARTICLES:])}
            )  # fmt: skip
            title = Counter(grams(law.title))
            for name, chapter, text in law.articles:
                texts.write(json.dumps([name, chapter, text], ensure_ascii=False).encode())
                offsets.append(texts.tell())
                law_of.append(len(table) - 1)
                names.append(name)
                postings.add(text, title)
                if len(law_of) % 2000 == 0:
                    progress(len(law_of), count)
    (folder / "laws.json").write_text(json.dumps(table, ensure_ascii=False), "utf-8")
    np.save(folder / "offsets.npy", np.frombuffer(offsets, np.int64))
    np.save(folder / "law_of.npy", np.frombuffer(law_of, np.int32))
    postings.write(folder)
    (folder / "names.txt").write_text("\n".join(names), "utf-8")
    (folder / "format.json").write_text(json.dumps({"format": FORMAT, "articles": count}), "utf-8")
    progress(count, count)
