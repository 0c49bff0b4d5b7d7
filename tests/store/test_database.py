"""One database for all channels at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import select

from bot.store.database import open_database


async def test_who_writes_while_another_does_waits_for_their_turn(tmp_path: Path) -> None:
    engine = await open_database(f"sqlite+aiosqlite:///{tmp_path}/one.sqlite3")
    began: list[str] = []

    async def write(name: str) -> None:
        async with engine.begin():
            began.append(name)

    async with engine.begin():
        waiting = [asyncio.create_task(write(name)) for name in ("second", "third")]
        for _ in range(20):  # readers go on meanwhile; long enough for the others to have begun, if they could
            async with engine.connect() as reader:
                await reader.execute(select(1))
        assert began == []
    await asyncio.gather(*waiting)
    assert began == ["second", "third"]
    await engine.dispose()
