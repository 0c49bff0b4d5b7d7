"""Opening the database: SQLite in the data folder, or PostgreSQL by BOT_DATABASE_URL; migrations on start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"


async def open_database(url: str) -> AsyncEngine:
    """A migrated engine for `url`. SQLite: WAL, waits for locks, and overwrites what it deletes."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed)
    if parsed.get_backend_name() == "sqlite":
        engine = _OneWriter(engine.sync_engine)
        event.listen(engine.sync_engine, "connect", _sqlite_pragmas)
    await asyncio.to_thread(migrate, url)
    return engine


class _OneWriter(AsyncEngine):
    """SQLite lets one transaction write at a time, and the others try again after ever longer pauses, by luck. Here they queue."""

    def __init__(self, sync_engine: Engine) -> None:
        super().__init__(sync_engine)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        async with self._turn, super().begin() as connection:
            yield connection


def _sqlite_pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=10000", "synchronous=NORMAL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def empty_log(engine: AsyncEngine) -> None:
    """What was deleted goes from SQLite's write-ahead log too, at once; without this it can be read there until the log is overwritten."""
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.attributes["configure_logger"] = False
    command.upgrade(config, "head")


def now() -> datetime:
    return datetime.now(UTC)


def aware(moment: datetime) -> datetime:
    """SQLite gives naive times back; all of ours are UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
