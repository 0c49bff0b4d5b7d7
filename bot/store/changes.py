"""Every change of a knowledge file, with who and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import aware, now
from bot.store.staff_tables import knowledge_changes


@dataclass(frozen=True)
class FileChange:
    """`before` is None for a new file, `after` for a removed one."""

    id: int
    at: datetime
    who: str
    file: str
    kind: str
    note: str
    before: str | None
    after: str | None


class ChangeStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(
        self, who: str, file: str, kind: str, note: str, before: str | None, after: str | None, write: Callable[[], None] = lambda: None
    ) -> int:
        """Keep a change and do it: `write` runs before the record is committed, so that neither stands without the other."""
        async with self._engine.begin() as connection:
            made = await connection.execute(
                insert(knowledge_changes).values(at=now(), who=who, file=file, kind=kind, note=note[:300], before=before, after=after)
            )
            write()
            assert made.inserted_primary_key is not None
            return int(made.inserted_primary_key[0])

    async def list(self, file: str | None = None, limit: int = 100) -> list[FileChange]:
        """The newest first."""
        query = select(knowledge_changes).order_by(knowledge_changes.c.id.desc()).limit(limit)
        if file is not None:
            query = query.where(knowledge_changes.c.file == file)
        async with self._engine.connect() as connection:
            return [_change(row) for row in await connection.execute(query)]

    async def get(self, id: int) -> FileChange | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(knowledge_changes).where(knowledge_changes.c.id == id))).first()
        return _change(row) if row is not None else None


def _change(row: Any) -> FileChange:
    return FileChange(row.id, aware(row.at), row.who, row.file, row.kind, row.note, row.before, row.after)
