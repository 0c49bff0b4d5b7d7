"""A database of one test's own, migrated as a real one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import open_database


async def opened(tmp_path: Path) -> AsyncEngine:
    return await open_database(f"sqlite+aiosqlite:///{tmp_path / 'office.sqlite'}")
