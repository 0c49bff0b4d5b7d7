"""One database for all channels at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import select

from bot.store.database import MIGRATIONS, open_database
from bot.store.outbox import Outbox
from bot.store.tickets import Change, TicketStore


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


async def test_an_older_database_keeps_its_tickets_and_what_hangs_on_them(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/old.sqlite3"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url)
    await asyncio.to_thread(command.upgrade, config, "0003")
    for _ in range(2):  # filled, then gone through the change and back again
        engine = await open_database(url)
        store = TicketStore(engine)
        row = await store.open("a", {"code": "x", "channel": "kiosk"}, "欠薪", lambda row: [])
        await store.change(row.id, Change(messages=[("staff", "陈", "请来")]))
        assert row.messages[0].text == "欠薪" and row.id == 1 and await Outbox(engine).due() == []
        await engine.dispose()
        await asyncio.to_thread(command.downgrade, config, "0003")
    engine = await open_database(url)
    kept = await TicketStore(engine).get(1)
    assert kept is not None and [m.text for m in kept.messages] == ["欠薪", "请来", "请来"]
    async with engine.begin() as connection:
        assert (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all() == []
    await engine.dispose()
