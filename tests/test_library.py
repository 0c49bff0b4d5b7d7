"""The snapshot in service: read anew when the files changed, and only then."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from bot.library import Library
from bot.office.editing import Editor
from bot.store.changes import ChangeStore
from tests.office.staff_store import opened

ANSWERS = "answers/answers.yaml"


def says(folder: Path, old: str, new: str) -> None:
    path = folder / ANSWERS
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


async def begun(told: asyncio.Queue[bool], folder: Path) -> None:
    """Touch a file until the watcher tells of it: it hears nothing of what was done before it began."""
    while True:
        os.utime(folder / ANSWERS)
        with suppress(TimeoutError):
            await asyncio.wait_for(told.get(), 1)
            return


async def test_a_file_saved_by_staff_is_taken_into_service_once_and_the_watcher_tells_of_it(folder: Path, tmp_path: Path) -> None:
    engine = await opened(tmp_path)
    library = Library(folder)
    editor = Editor(folder, library, ChangeStore(engine))
    told: asyncio.Queue[bool] = asyncio.Queue()
    stop = asyncio.Event()
    watching = asyncio.create_task(library.watch(stop, told.put_nowait))
    await begun(told, folder)
    before = library.snapshot.number
    await editor.save(ANSWERS, editor.read(ANSWERS).text.replace("不收费。", "不收任何费用。", 1), editor.version(ANSWERS), "陈小梅")
    assert "不收任何费用" in library.snapshot.knowledge.answers["labour-wages-owed"].summary, "in service when saving returns"
    assert await asyncio.wait_for(told.get(), 20)
    assert library.snapshot.number == before + 1
    stop.set()
    await watching
    await engine.dispose()


def test_what_did_not_change_is_not_read_again(folder: Path) -> None:
    library = Library(folder)
    os.utime(folder / ANSWERS)
    assert library.refresh() and library.snapshot.number == 1
    says(folder, "不收费。", "不收任何费用。")
    assert library.refresh() and library.snapshot.number == 2
    assert library.refresh() and library.snapshot.number == 2
    (folder / ANSWERS).with_name("more.yaml").write_text("answers: []\n", "utf-8")
    assert library.refresh() and library.snapshot.number == 3
    (folder / ANSWERS).with_name("more.yaml").unlink()
    assert library.refresh() and library.snapshot.number == 4


def test_a_mistake_stays_told_until_it_is_mended(folder: Path) -> None:
    library = Library(folder)
    says(folder, "summary:", "sumary:")
    assert not library.refresh() and library.problems
    assert not library.refresh() and library.problems, "asked again without a change: still not in service"
    says(folder, "sumary:", "summary:")
    assert library.refresh() and not library.problems and library.snapshot.number == 2
