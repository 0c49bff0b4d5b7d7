"""Telegram's updates, kept until they are handled: stored before the offset is confirmed or the webhook answered."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import now
from bot.store.tables import inbox

KEEP_HANDLED = timedelta(days=2)  # Telegram repeats an update for at most a day


class Inbox:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, update_id: int, body: str) -> bool:
        """Store an update; False when it is known already (a repeated delivery)."""
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(inbox).values(update_id=update_id, body=body, received=now()))
        except IntegrityError:
            return False
        return True

    async def pending(self) -> list[tuple[int, str]]:
        """Updates stored but not yet handled, oldest first."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(
                select(inbox.c.update_id, inbox.c.body).where(inbox.c.done.is_(False)).order_by(inbox.c.update_id)
            )
            return [(row.update_id, row.body) for row in rows]

    async def done(self, update_id: int) -> None:
        """Handled: the body is dropped at once, the number kept to know a repetition."""
        async with self._engine.begin() as connection:
            await connection.execute(update(inbox).where(inbox.c.update_id == update_id).values(done=True, body=""))
            await connection.execute(delete(inbox).where(inbox.c.done.is_(True), inbox.c.received < now() - KEEP_HANDLED))
