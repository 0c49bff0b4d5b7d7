"""The current Snapshot (knowledge and its indexes). reload() swaps it whole, or keeps the old one and says why."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.errors import KnowledgeError, Problem
from bot.knowledge import Knowledge, read_knowledge
from bot.knowledge.check import check_knowledge
from bot.search import CURRENT, Finder, Guides
from bot.search.kept import digest_of, kept

log = structlog.get_logger()
_FILES = (".yaml", ".yml")


def keep_out_of_collection() -> None:
    """What is in service stays: the garbage collector need not look through its millions of objects, a tenth of a second each time."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Snapshot:
    """One consistent state: a turn of the dialogue uses one and the same throughout."""

    knowledge: Knowledge
    finder: Finder
    number: int
    built_in: float  # seconds
    since: float  # when it went into service, as time.time() has it


class Library:
    """Holds the snapshot in service. Thread-safe: readers see the old or the new one, never a mixture."""

    def __init__(self, folder: Path, statutes: Path | None = None, cache: Path | None = None) -> None:
        """`statutes`: where an index of laws is, or will be, imported; `cache`: where built indexes are kept between starts.

        Raises KnowledgeError when there is no good knowledge to begin with."""
        self._folder = folder
        self._cache = cache
        self._statutes = statutes
        self._lock = threading.Lock()
        self._read = self._files()
        self._snapshot = self._build(1, None)
        self._snapshot.finder.settle()
        self.problems: tuple[Problem, ...] = ()

    @property
    def snapshot(self) -> Snapshot:
        return self._snapshot

    def reload(self) -> bool:
        """Read the folder again. True when the new state is in service; otherwise `problems` say why it is not."""
        with self._lock:
            return self._reload(self._files())

    def refresh(self) -> bool:
        """As `reload`, but what was read last already is not read again: who saves a file and who watches the folder both ask."""
        with self._lock:
            files = self._files()
            return not self.problems if files == self._read else self._reload(files)

    def _reload(self, files: bytes) -> bool:
        """`files` is their state before they are read: what changes meanwhile differs from it, and is read the next time."""
        self._read = files
        try:
            self._snapshot = self._build(self._snapshot.number + 1, self._snapshot.finder)
        except KnowledgeError as error:
            self.problems = error.problems
            return False
        self.problems = ()
        self._snapshot.finder.settle()
        return True

    def _files(self) -> bytes:
        """A digest of all that a snapshot is made of."""
        digest = hashlib.blake2b()
        current = [self._statutes / CURRENT] if self._statutes is not None else []
        for path in (*sorted(p for p in self._folder.rglob("*") if p.suffix in _FILES), *current):
            try:
                content = path.read_bytes()
            except OSError:  # gone since, or nothing imported yet
                continue
            written = path.stat().st_mtime_ns if path in current else 0  # the same laws may have been imported anew
            digest.update(f"{path}\0{len(content)}\0{written}\0".encode() + content)
        return digest.digest()

    def _build(self, number: int, before: Finder | None) -> Snapshot:
        started = time.perf_counter()
        gc.disable()  # millions of small objects, none of them garbage: the collector would only slow the start
        try:
            return self._built(number, started, before)
        finally:
            gc.enable()

    def _built(self, number: int, started: float, before: Finder | None) -> Snapshot:
        guides = kept(self._cache, digest_of(self._folder), Guides) if self._cache and before is None else None
        knowledge = read_knowledge(self._folder, guides.by_file if guides else None)
        if not guides:  # what was kept was checked then
            check_knowledge(knowledge)
        finder = Finder(knowledge, self._statutes, cache=self._cache, before=before)
        return Snapshot(knowledge, finder, number, time.perf_counter() - started, time.time())

    async def watch(self, stop: asyncio.Event, changed: Callable[[bool], None]) -> None:
        """Reload when a file changes, or other laws were imported, until `stop`; `changed` hears whether the new state is in service."""
        from watchfiles import Change, awatch

        folders = [self._folder]
        if self._statutes is not None:
            self._statutes.mkdir(parents=True, exist_ok=True)  # what is not there can't be watched
            folders.append(self._statutes)

        def relevant(change: Change, path: str) -> bool:
            name = Path(path).name
            if self._statutes is not None and Path(path).is_relative_to(self._statutes.resolve()):
                return name == CURRENT
            return not name.startswith((".", "~")) and (name.endswith(_FILES) or "." not in name)

        await asyncio.to_thread(self._snapshot.finder.rehearse)
        async for _ in awatch(*folders, watch_filter=relevant, stop_event=stop, debounce=200, step=50, recursive=True):
            good = await asyncio.to_thread(self.refresh)
            await asyncio.to_thread(keep_out_of_collection)
            for problem in self.problems:
                log.error("knowledge_problem", problem=str(problem))
            log.info("knowledge_reloaded", in_service=good, snapshot=self._snapshot.number)
            changed(good)
