"""Editing the knowledge base from the staff page: only files there are (or a new answers file), checked before they are
written, refused when somebody else changed them meanwhile, every change kept with who and when, and rolled back at will."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path

from bot.errors import BadRequest, BotError, KnowledgeError, NotFound, Problem
from bot.knowledge.read import LAYOUT
from bot.library import Library
from bot.office.editing_trial import Effect, effects, problems_with
from bot.store.changes import ChangeStore, FileChange

NOBODY = ""  # version of a file that doesn't exist
OUTSIDE = "（直接改了文件夹）"
ADDED = "answers/added"  # where new entries of the gap loop go
LARGEST = 1_000_000  # characters of a file
_NEW = re.compile(rf"{ADDED}/[a-z0-9]+(-[a-z0-9]+)*\.yaml")
KINDS = {"edit": "修改", "publish": "发布新回答", "phrases": "补充问法", "rollback": "退回", "outside": "在文件夹里改的"}


class Conflict(BotError):
    """The file isn't any more as it was when editing began."""

    code = "conflict"


class Rejected(BotError):
    """The checker refuses it; `problems` say why."""

    code = "rejected"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("检查没有通过，没有保存。请先改正下面的问题。")


@dataclass(frozen=True)
class Source:
    """A file as it is: `version` changes with its content."""

    name: str
    text: str
    version: str


@dataclass(frozen=True)
class Proposal:
    """What saving would do. `problems` are of the whole knowledge base; with an error among them nothing is saved."""

    name: str
    problems: tuple[Problem, ...]
    diff: tuple[str, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if not p.warning)


class Editor:
    """One instance a process: saving is one at a time."""

    def __init__(self, folder: Path, library: Library, changes: ChangeStore, statutes: Path | None = None) -> None:
        self._folder = folder.resolve()
        self._library = library
        self._changes = changes
        self._statutes = statutes
        self._saving = asyncio.Lock()
        self._trying = asyncio.Lock()  # a second knowledge base in memory is enough

    def names(self) -> list[str]:
        """Every file that may be edited, by its path below the knowledge folder. A name not among them is not a file."""
        return sorted({name for pattern in LAYOUT for p in self._folder.glob(pattern) if (name := self._name(p))})

    def _name(self, path: Path) -> str:
        relative = path.relative_to(self._folder)
        hidden = relative.parts[0].startswith(("_", ".")) or path.name.startswith((".", "~", "_"))
        inside = path.is_file() and path.resolve().is_relative_to(self._folder)  # no link leads out
        return "" if hidden or not inside else relative.as_posix()

    def read(self, name: str) -> Source:
        """Raises NotFound for what is not one of `names`, whatever it says."""
        if name not in self.names():
            raise NotFound("没有这个文件。")
        text = (self._folder / name).read_bytes().decode("utf-8", "replace")
        return Source(name, text, _version(text))

    def _current(self, name: str) -> str | None:
        return self.read(name).text if name in self.names() else None

    async def propose(self, name: str, text: str | None) -> Proposal:
        """What the checker says of the knowledge base with this file so (None: without it), and the diff. Nothing is written."""
        before = await asyncio.to_thread(self._current, name)
        found = await self._problems(name, text)
        return Proposal(name, found, tuple(difference(name, before or "", text or "")))

    async def _problems(self, name: str, text: str | None) -> tuple[Problem, ...]:
        self._acceptable(name, text)
        return await asyncio.to_thread(problems_with, self._folder, name, text, date.today())

    def _acceptable(self, name: str, text: str | None) -> None:
        if name not in self.names() and not _NEW.fullmatch(name):
            raise NotFound("没有这个文件。")
        if text is not None and len(text) > LARGEST:
            raise BadRequest("文件太大，请拆成几个文件。")

    async def effects(self, name: str, text: str | None, questions: tuple[str, ...] = ()) -> list[Effect]:
        """The golden and given questions that would get another answer. Takes a while: asked in a process of its own. Raises Rejected."""
        self._acceptable(name, text)
        async with self._trying:
            try:
                return await effects(self._library, self._folder, self._statutes, name, text, questions)
            except KnowledgeError as error:
                raise Rejected(error.problems) from None

    async def save(self, name: str, text: str | None, version: str, who: str, *, kind: str = "edit", note: str = "") -> FileChange:
        """Write the file (None removes it) and take it into service. Raises Rejected, Conflict; then nothing has changed."""
        text = _tidy(text)
        async with self._saving:
            before = await asyncio.to_thread(self._current, name)
            if (NOBODY if before is None else _version(before)) != version:
                raise Conflict("这个文件刚刚被别人改过，没有保存。请打开最新的内容，再把您的改动加进去。")
            errors = tuple(p for p in await self._problems(name, text) if not p.warning)
            if errors:
                raise Rejected(errors)
            if before == text:
                raise BadRequest("内容没有变化，不用保存。")
            await self._note_outside_change(name, before)
            id = await self._changes.record(who, name, kind, note, before, text, lambda: self._replace(name, before, text))
            await asyncio.to_thread(self._library.refresh)
        change = await self._changes.get(id)
        assert change is not None
        return change

    async def _note_outside_change(self, name: str, before: str | None) -> None:
        """Somebody edited the file in its folder since our last record: kept too, so that rolling back is never blind."""
        last = next(iter(await self._changes.list(name, 1)), None)
        if last is not None and last.after != before:
            await self._changes.record(OUTSIDE, name, "outside", "", last.after, before)

    def _replace(self, name: str, expected: str | None, text: str | None) -> None:
        """Whole or not at all, and only what we have looked at."""
        if self._current(name) != expected:
            raise Conflict("这个文件刚刚被别人改过，没有保存。请打开最新的内容，再把您的改动加进去。")
        write_whole(self._folder / name, text)

    async def history(self, name: str | None = None, limit: int = 100) -> list[FileChange]:
        return await self._changes.list(name, limit)

    async def change(self, id: int) -> FileChange:
        found = await self._changes.get(id) if id < 2**31 else None
        if found is None:
            raise NotFound("没有这次改动的记录。")
        return found

    def version(self, name: str) -> str:
        """Of the file as it is now; of one that isn't there, NOBODY."""
        return self.read(name).version if name in self.names() else NOBODY

    async def roll_back(self, id: int, version: str, who: str) -> FileChange:
        """The file as it was before the change `id`, as a new change. Raises as `save`."""
        change = await self.change(id)
        return await self.save(change.file, change.before, version, who, kind="rollback", note=f"退回到第 {id} 次改动之前")


def write_whole(path: Path, text: str | None) -> None:
    """Replace (None: remove) a file so that nobody ever reads half of it."""
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".saving-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def difference(name: str, before: str, after: str) -> list[str]:
    """Lines that begin with +, -, space or @@; empty when nothing changes."""
    return list(unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=3))[2:]


def _tidy(text: str | None) -> str | None:
    """A browser's line ends become the file's; a file ends with a line end."""
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def _version(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
