"""Backup of the embedded database while it is in use, and restoring it. (PostgreSQL has tools of its own.)"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.errors import BotError


class BackupError(BotError):
    code = "backup"


def database_file(url: str) -> Path:
    """The file of a SQLite URL. Raises BackupError for other databases."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise BackupError("这里只备份自带的 SQLite 数据库；PostgreSQL 请用 pg_dump。")
    return Path(parsed.database)


def backup(url: str, target: Path) -> int:
    """Write a consistent copy to `target`, also while the program runs; the size in bytes. Raises BackupError."""
    source = database_file(url)
    if not source.exists():
        raise BackupError(f"还没有数据库：{source}")
    if target.exists():
        raise BackupError(f"{target} 已经有了，换一个文件名，不覆盖旧备份。")
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(target.name + ".half")
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(half)) as copy:
        live.backup(copy)
    _sound(half)
    half.replace(target)
    return target.stat().st_size


def restore(url: str, source: Path) -> Path | None:
    """Put `source` in the database's place; what was there is kept beside it under a name of its own, which is returned. Raises
    BackupError when `source` is damaged or the program still runs on the database."""
    if not source.exists():
        raise BackupError(f"没有这个备份文件：{source}")
    _sound(source)
    target = database_file(url)
    if target.exists():
        _idle(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(target.name + ".half")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as stored, closing(sqlite3.connect(half)) as fresh:
        stored.backup(fresh)
    kept = _set_aside(target) if target.exists() else None
    half.replace(target)
    return kept


def _set_aside(file: Path) -> Path:
    """Rename a database nobody has open; an older one set aside before is never overwritten."""
    stem = f"{file.name}.before-restore-{datetime.now():%Y%m%d-%H%M%S}"
    names = (file.with_name(f"{stem}{again}") for again in chain(("",), (f"-{n}" for n in count(2))))
    kept = next(name for name in names if not name.exists())
    file.replace(kept)
    for rest in ("-wal", "-shm"):
        Path(f"{file}{rest}").unlink(missing_ok=True)
    return kept


def _sound(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as connection:
            told = connection.execute("pragma integrity_check").fetchone()[0]
            tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} 不是完好的数据库文件：{error}") from None
    if told != "ok" or "alembic_version" not in tables:
        raise BackupError(f"{file} 不是本助手的数据库，或者已经损坏：{told}")


def _idle(file: Path) -> None:
    """Nobody else has the database open: in WAL mode only then can it be locked for oneself."""
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            connection.execute("pragma locking_mode = exclusive")
            connection.execute("begin exclusive")
            connection.rollback()
            connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.OperationalError:
        raise BackupError("助手还在运行，请先停下再恢复。") from None
