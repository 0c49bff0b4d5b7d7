"""What was backed up comes back; nothing is overwritten by mistake."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.store.backup import BackupError, backup, restore
from bot.store.conversations import Conversations
from bot.store.database import open_database


def url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'assistant.sqlite'}"


async def test_a_backup_of_a_running_database_can_be_restored(tmp_path: Path) -> None:
    engine = await open_database(url(tmp_path))
    await Conversations(engine).save("kiosk:1", {"n": 1})
    await asyncio.to_thread(backup, url(tmp_path), tmp_path / "copies" / "monday.sqlite")
    await Conversations(engine).save("kiosk:1", {"n": 2})
    await engine.dispose()
    kept = await asyncio.to_thread(restore, url(tmp_path), tmp_path / "copies" / "monday.sqlite")
    engine = await open_database(url(tmp_path))
    assert await Conversations(engine).load("kiosk:1") == {"n": 1}
    await engine.dispose()
    assert kept is not None and sqlite3.connect(kept).execute("select count(*) from sessions").fetchone() == (1,)


async def test_restoring_twice_keeps_both_of_what_was_there(tmp_path: Path) -> None:
    engine = await open_database(url(tmp_path))
    await asyncio.to_thread(backup, url(tmp_path), tmp_path / "empty.sqlite")
    await Conversations(engine).save("kiosk:1", {"the": "original"})
    await engine.dispose()
    first = await asyncio.to_thread(restore, url(tmp_path), tmp_path / "empty.sqlite")
    second = await asyncio.to_thread(restore, url(tmp_path), tmp_path / "empty.sqlite")
    assert first is not None and second is not None and first != second
    assert sqlite3.connect(first).execute("select count(*) from sessions").fetchone() == (1,)
    assert sqlite3.connect(second).execute("select count(*) from sessions").fetchone() == (0,)


async def test_restoring_under_a_running_program_is_refused(tmp_path: Path) -> None:
    engine = await open_database(url(tmp_path))
    await Conversations(engine).save("kiosk:1", {"n": 1})
    await asyncio.to_thread(backup, url(tmp_path), tmp_path / "copy.sqlite")
    async with engine.connect() as connection:
        await connection.exec_driver_sql("select * from sessions")
        with pytest.raises(BackupError, match="还在运行"):
            await asyncio.to_thread(restore, url(tmp_path), tmp_path / "copy.sqlite")
    assert await Conversations(engine).load("kiosk:1") == {"n": 1}
    await engine.dispose()


async def test_an_old_backup_is_not_overwritten_and_a_damaged_one_not_used(tmp_path: Path) -> None:
    engine = await open_database(url(tmp_path))
    await engine.dispose()
    copy = tmp_path / "copy.sqlite"
    backup(url(tmp_path), copy)
    with pytest.raises(BackupError, match="不覆盖"):
        backup(url(tmp_path), copy)
    copy.write_bytes(copy.read_bytes()[:2000])
    with pytest.raises(BackupError):
        restore(url(tmp_path), copy)
    (tmp_path / "other.sqlite").write_text("not a database at all, but long enough to be read as one" * 10)
    with pytest.raises(BackupError):
        restore(url(tmp_path), tmp_path / "other.sqlite")
    with sqlite3.connect(tmp_path / "shopping.sqlite") as other:
        other.execute("create table shopping (thing)")
    with pytest.raises(BackupError, match="不是本助手的数据库"):
        restore(url(tmp_path), tmp_path / "shopping.sqlite")
    with pytest.raises(BackupError, match="没有这个备份"):
        restore(url(tmp_path), tmp_path / "nothing.sqlite")
    assert (tmp_path / "assistant.sqlite").exists()


def test_other_databases_have_their_own_tools() -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        backup("postgresql+asyncpg://u:p@h/d", Path("x"))
