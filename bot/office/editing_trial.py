"""Trying a change on a copy of the knowledge base: what the checker says, and which questions get another answer."""

from __future__ import annotations

import asyncio
import multiprocessing
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.errors import BadRequest, KnowledgeError, Problem
from bot.inspection.linter import lint
from bot.inspection.preview import Outcome, golden_questions, outcome
from bot.knowledge import Knowledge, read_knowledge
from bot.knowledge.check import check_knowledge
from bot.library import Library


@dataclass(frozen=True)
class Effect:
    """A question that would get another answer; `titles` name the ids shown."""

    question: str
    before: str
    after: str


def problems_with(folder: Path, name: str, text: str | None, day: date) -> tuple[Problem, ...]:
    """All errors of the knowledge base with the file so, and the linter's warnings for that file."""
    with trial_copy(folder, name, text) as trial:
        return problems_of(trial, day, name)


def problems_of(folder: Path, day: date, only: str | None = None) -> tuple[Problem, ...]:
    """Errors and warnings; `only`: warnings of this file alone."""
    try:
        knowledge = read_knowledge(folder)
        check_knowledge(knowledge)
    except KnowledgeError as error:
        return error.problems
    found = tuple(lint(knowledge, day))
    return tuple(sorted(p for p in found if only is None or p.file.endswith(f"/{only}")))


@contextmanager
def trial_copy(folder: Path, name: str, text: str | None) -> Iterator[Path]:
    """The folder with one file changed, under the same name so that problems read the same; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="knowledge-trial-") as place:
        target = Path(place) / folder.name
        shutil.copytree(folder, target, ignore=shutil.ignore_patterns(".*", "_*", "schema"))
        if text is None:
            (target / name).unlink()
        else:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(text, "utf-8")
        yield target


async def effects(
    library: Library, folder: Path, statutes: Path | None, name: str, text: str | None, questions: tuple[str, ...]
) -> list[Effect]:
    """Residents are being answered meanwhile, so the new state is built and asked in another process. Raises KnowledgeError."""
    snapshot = library.snapshot
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        loop = asyncio.get_running_loop()
        asked = tuple(dict.fromkeys((*questions, *golden_questions(snapshot.knowledge))))
        later = loop.run_in_executor(pool, _asked_of_trial, folder, statutes, name, text, asked)
        before = await asyncio.to_thread(_asked_of_library, library, snapshot.number, asked)
        try:
            after, titles = await later
        except BrokenProcessPool:
            raise BadRequest("没能算出影响（内存可能不够）。可以先检查再保存，随时能退回。") from None
    known = {id: a.title for id, a in snapshot.knowledge.answers.items()} | titles
    rows = zip(asked, before, after, strict=True)
    return [Effect(q, told(b, known), told(a, known)) for q, b, a in rows if (b.outcome, b.shown[:1]) != (a.outcome, a.shown[:1])]


def told(found: Outcome, titles: dict[str, str]) -> str:
    said = {"sure": "直接回答", "maybe": "请居民选", "none": "答不了"}[found.outcome]
    return said + ("：" + "、".join(f"“{titles.get(id, id)}”" for id in found.shown[:3]) if found.shown else "")


@lru_cache(maxsize=2)
def _asked_of_library(library: Library, number: int, questions: tuple[str, ...]) -> list[Outcome]:
    """`number` of the snapshot keeps what is remembered true."""
    return [outcome(library.snapshot.finder, q) for q in questions]


def _asked_of_trial(
    folder: Path, statutes: Path | None, name: str, text: str | None, questions: tuple[str, ...]
) -> tuple[list[Outcome], dict[str, str]]:
    with trial_copy(folder, name, text) as trial:
        snapshot = Library(trial, statutes).snapshot
        titles = _titles(snapshot.knowledge)
        return [outcome(snapshot.finder, q) for q in questions], titles


def _titles(knowledge: Knowledge) -> dict[str, str]:
    return {id: a.title for id, a in knowledge.answers.items()}
