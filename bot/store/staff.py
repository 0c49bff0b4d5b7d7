"""Staff keys made by command, and who is logged in. Digests only: who reads the database can't log in."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import aware, now
from bot.store.staff_tables import staff_keys, staff_logins


class StaffStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keys(self) -> dict[str, str]:
        """The digest of each name's key."""
        async with self._engine.connect() as connection:
            return {row.name: row.digest for row in await connection.execute(select(staff_keys).order_by(staff_keys.c.name))}

    async def set_key(self, name: str, digest: str) -> None:
        """A name has one key: a new one replaces it."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(staff_keys).where(staff_keys.c.name == name))
            await connection.execute(insert(staff_keys).values(name=name, digest=digest, made=now()))

    async def drop_key(self, name: str) -> bool:
        async with self._engine.begin() as connection:
            dropped = await connection.execute(delete(staff_keys).where(staff_keys.c.name == name))
            return dropped.rowcount == 1

    async def log_in(self, digest: str, name: str, key_digest: str, lasts: timedelta) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(staff_logins).where(staff_logins.c.until < now()))
            await connection.execute(insert(staff_logins).values(digest=digest, name=name, key_digest=key_digest, until=now() + lasts))

    async def login(self, digest: str) -> tuple[str, str] | None:
        """(name, digest of the key) of a login that still holds."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(staff_logins).where(staff_logins.c.digest == digest))).first()
        return (row.name, row.key_digest) if row is not None and aware(row.until) > now() else None

    async def log_out(self, digest: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(staff_logins).where(staff_logins.c.digest == digest))
