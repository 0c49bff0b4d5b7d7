"""A database of one test's own with every table."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import open_database
from bot.store.staff_tables import gaps, knowledge_changes, staff_keys, staff_logins
from bot.store.tables import metadata


async def opened(tmp_path: Path) -> AsyncEngine:
    engine = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'office.sqlite'}")
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all, [gaps, knowledge_changes, staff_keys, staff_logins])
    return engine
