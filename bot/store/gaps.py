"""Questions nobody could answer, and the gaps they are grouped into."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.conversations import language_of
from bot.store.database import aware, now
from bot.store.staff_tables import gaps
from bot.store.tables import questions

WORKED_ON = ("new", "drafted")  # states whose gaps can be joined and parted
OPEN = ("new", "drafted", "dismissed")  # states whose gaps take in further questions; what was published and asked again is a new gap


@dataclass(frozen=True)
class Asked:
    """One redacted question. `wished` is true when its session wants to hear of an answer."""

    id: int
    text: str
    reason: str
    nearest: tuple[str, ...]
    channel: str
    at: datetime
    gap: str | None
    wished: bool


@dataclass(frozen=True)
class GapRow:
    id: str
    state: str
    draft: str
    answer: str
    asked: int
    who: str
    created: datetime
    changed: datetime


class GapStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def questions(self, *, gap: str | None = None, loose: bool = False) -> list[Asked]:
        """The questions of one gap, those in none yet (`loose`), or all, oldest first."""
        query = select(questions).order_by(questions.c.id)
        if gap is not None:
            query = query.where(questions.c.cluster == gap)
        elif loose:
            query = query.where(questions.c.cluster.is_(None))
        async with self._engine.connect() as connection:
            return [_asked(row) for row in await connection.execute(query)]

    async def gaps(self) -> list[GapRow]:
        async with self._engine.connect() as connection:
            return [_gap(row) for row in await connection.execute(select(gaps))]

    async def gap(self, id: str) -> GapRow | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(gaps).where(gaps.c.id == id))).first()
        return _gap(row) if row is not None else None

    async def group(self, joined: Mapping[str, Iterable[int]], founded: Iterable[Iterable[int]]) -> None:
        """Put questions (by id) into gaps there are, and found a new gap for each further group; a question already in one stays there."""
        async with self._engine.begin() as connection:
            for gap, ids in joined.items():
                await connection.execute(_taking(ids, gap))
            for ids in founded:
                id, moment = secrets.token_hex(6), now()
                taken = await connection.execute(_taking(ids, id))
                if taken.rowcount:
                    await connection.execute(insert(gaps).values(id=id, state="new", created=moment, changed=moment))

    async def change(self, id: str, seen: datetime, **values: Any) -> bool:
        """Change a gap that nobody changed since `seen`; False when somebody did."""
        async with self._engine.begin() as connection:
            row = (await connection.execute(select(gaps.c.changed).where(gaps.c.id == id).with_for_update())).first()
            if row is None or aware(row.changed) != seen:
                return False
            changed = await connection.execute(
                update(gaps).where(gaps.c.id == id, gaps.c.changed == row.changed).values(changed=now(), **values)
            )
            return changed.rowcount == 1

    async def merge(self, gap: str, into: str, seen: datetime, who: str) -> bool:
        """All questions of `gap` go into `into`, its draft too, and `gap` is no more. False, and nothing changes, when somebody changed
        `gap` since `seen`, `into` is worked on no more, or both have a draft."""
        async with self._engine.begin() as connection:
            source, target = await _worked_on(connection, gap), await _worked_on(connection, into)
            if source is None or target is None or gap == into or source.changed != seen or (source.draft and target.draft):
                return False
            draft = target.draft or source.draft
            await connection.execute(update(questions).where(questions.c.cluster == gap).values(cluster=into))
            await connection.execute(delete(gaps).where(gaps.c.id == gap))
            values = {"draft": draft, "state": "drafted" if draft else "new", "who": who, "changed": now()}
            await connection.execute(update(gaps).where(gaps.c.id == into).values(values))
            return True

    async def part(self, gap: str, texts: Sequence[str], into: str, seen: datetime, who: str) -> str:
        """The questions of `gap` that say one of `texts` go into the gap `into`, or (empty) one of their own; its id. Empty, and nothing
        changes, when somebody changed `gap` since `seen`, it has no such question, or `into` is worked on no more."""
        async with self._engine.begin() as connection:
            source = await _worked_on(connection, gap)
            if source is None or source.changed != seen or gap == into or (into and await _worked_on(connection, into) is None):
                return ""
            target, moment = into or secrets.token_hex(6), now()
            moved = update(questions).where(questions.c.cluster == gap, questions.c.text.in_(texts)).values(cluster=target)
            if (await connection.execute(moved)).rowcount == 0:
                return ""
            if not into:
                await connection.execute(insert(gaps).values(id=target, state="new", who=who, created=moment, changed=moment))
            await connection.execute(update(gaps).where(gaps.c.id.in_((gap, target))).values(changed=moment))
            return target

    async def wishes(self, gap: str) -> list[tuple[int, str]]:
        """(question id, session) of those who wish to be told."""
        query = select(questions.c.id, questions.c.tell).where(questions.c.cluster == gap, questions.c.tell.is_not(None))
        async with self._engine.connect() as connection:
            return [(row.id, row.tell) for row in await connection.execute(query)]

    async def language(self, session: str) -> str:
        """What the session's resident reads; empty when nothing is stored of it."""
        return await language_of(self._engine, session)

    async def told(self, ids: Iterable[int]) -> None:
        """Whoever was told is told once, and no session is kept longer than it is needed."""
        async with self._engine.begin() as connection:
            await connection.execute(update(questions).where(questions.c.id.in_(list(ids))).values(tell=None))

    async def sweep(self) -> None:
        """Gaps without a draft whose questions retention has deleted go with them."""
        alive = select(questions.c.cluster).where(questions.c.cluster.is_not(None))
        async with self._engine.begin() as connection:
            await connection.execute(delete(gaps).where(gaps.c.state.in_(("new", "dismissed")), gaps.c.id.not_in(alive)))


async def _worked_on(connection: AsyncConnection, id: str) -> GapRow | None:
    query = select(gaps).where(gaps.c.id == id, gaps.c.state.in_(WORKED_ON)).with_for_update()
    row = (await connection.execute(query)).first()
    return _gap(row) if row is not None else None


def _taking(ids: Iterable[int], gap: str) -> Any:
    return update(questions).where(questions.c.id.in_(list(ids)), questions.c.cluster.is_(None)).values(cluster=gap)


def _asked(row: Any) -> Asked:
    return Asked(row.id, row.text, row.reason, tuple(row.nearest), row.channel, aware(row.asked), row.cluster, row.tell is not None)


def _gap(row: Any) -> GapRow:
    return GapRow(row.id, row.state, row.draft, row.answer, row.asked, row.who, aware(row.created), aware(row.changed))
