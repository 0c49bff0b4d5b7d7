"""Counts for reports: no text, no person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import aware
from bot.store.tables import feedback, usage


@dataclass(frozen=True)
class Use:
    """One turn of a conversation, as counted."""

    at: datetime
    channel: str
    outcome: str
    service: str | None
    topic: str | None
    answer: str | None
    milliseconds: int


@dataclass(frozen=True)
class Said:
    """One "was this helpful?" answered."""

    at: datetime
    answer: str
    helpful: bool
    channel: str


class FigureStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def uses(self, since: datetime, until: datetime) -> AsyncIterator[Use]:
        """Turns in [since, until), a thousand at a time."""
        query = select(usage).where(usage.c.at >= _utc(since), usage.c.at < _utc(until)).order_by(usage.c.id)
        async with self._engine.connect() as connection:
            async for row in await connection.stream(query):
                yield Use(aware(row.at), row.channel, row.outcome, row.service, row.topic, row.answer, row.milliseconds)

    async def feedback(self, since: datetime, until: datetime) -> list[Said]:
        query = select(feedback).where(feedback.c.at >= _utc(since), feedback.c.at < _utc(until)).order_by(feedback.c.id)
        async with self._engine.connect() as connection:
            return [Said(aware(row.at), row.answer, row.helpful, row.channel) for row in await connection.execute(query)]


def _utc(moment: datetime) -> datetime:
    """SQLite drops the zone of what it is asked with: all of ours are UTC there."""
    return moment.astimezone(UTC)
