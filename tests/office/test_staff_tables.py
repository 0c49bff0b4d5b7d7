"""The staff page's migration makes what the tables say, and takes it away again."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from bot.store.database import MIGRATIONS
from bot.store.staff_tables import gaps, knowledge_changes, staff_keys, staff_logins
from bot.store.tables import metadata
from tests.office.staff_store import opened

OURS = {t.name for t in (gaps, knowledge_changes, staff_keys, staff_logins)}


async def test_the_migrated_database_has_the_tables_as_written(tmp_path: Path) -> None:
    await (await opened(tmp_path)).dispose()
    engine = create_engine(f"sqlite:///{tmp_path / 'office.sqlite'}")
    with engine.connect() as connection:
        differences = [d for d in compare_metadata(MigrationContext.configure(connection), metadata) if any(name in str(d) for name in OURS)]
        assert differences == [] and set(inspect(connection).get_table_names()) >= OURS
    engine.dispose()


async def test_it_can_be_taken_back_and_made_again(tmp_path: Path) -> None:
    await (await opened(tmp_path)).dispose()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", f"sqlite+aiosqlite:///{tmp_path / 'office.sqlite'}")
    import asyncio

    await asyncio.to_thread(command.downgrade, config, "0001")
    await asyncio.to_thread(command.upgrade, config, "head")
