"""Who may import whom: the design's table, held. Channels never touch search, knowledge or store; nothing below knows a platform."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"

ALLOWED = {
    "errors": set(),
    "text": set(),
    "settings": {"errors"},
    "knowledge": {"errors", "text"},
    "store": {"errors", "settings"},
    "calculators": {"errors", "text", "knowledge"},
    "forms": {"errors", "text", "knowledge"},
    "search": {"errors", "text", "knowledge"},
    "wizards": {"errors", "text", "knowledge", "calculators"},
    "library": {"errors", "text", "knowledge", "search"},
    "answers": {"errors", "text", "knowledge", "calculators", "forms", "search", "wizards"},
    "inspection": {"errors", "text", "knowledge", "search", "library"},
    "dialogue": {"errors", "text", "settings", "knowledge", "calculators", "forms", "search", "wizards", "library", "answers", "store"},
    "office": {"errors", "settings", "text", "knowledge", "library", "inspection", "answers", "store"},
    "channels": {"errors", "settings", "answers", "dialogue", "office"},
    "app": {"errors", "settings", "text", "knowledge", "store", "search", "library", "answers", "dialogue", "office", "channels", "inspection"},
    "cli": {"errors", "settings", "app", "library", "knowledge", "inspection", "search", "store", "office", "text", "channels", "calculators", "forms"},
}
PLATFORMS = {"telegram", "starlette", "uvicorn", "httpx"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(BOT.rglob("*.py")):
        relative = path.relative_to(BOT)
        if relative.name != "__init__.py" or len(relative.parts) > 1:
            yield relative.parts[0].removesuffix(".py"), path


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree; without the collector, whose finalizers can run inside the parser of Python 3.11 and upset it."""
    gc.disable()
    try:
        return ast.parse(path.read_text("utf-8"))
    finally:
        gc.enable()


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "bot":
                yield from ((f"bot.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module, node.lineno


def test_every_room_imports_only_rooms_below_it() -> None:
    wrong = []
    for room, path in modules():
        assert room in ALLOWED, f"{path}: a room the table doesn't know"
        for name, line in imports(path):
            parts = name.split(".")
            if parts[0] == "bot" and len(parts) > 1 and parts[1] != room and parts[1] not in ALLOWED[room]:
                wrong.append(f"{path.relative_to(BOT)}:{line} imports {name}")
    # the console is started by the command line and needs the wired whole
    assert [w for w in wrong if not w.startswith("channels/console.py")] == []


def test_no_room_below_channels_knows_telegram_or_http() -> None:
    wrong = [
        f"{path.relative_to(BOT)}:{line} imports {name}"
        for room, path in modules() if room not in ("channels", "app", "cli")
        for name, line in imports(path) if name.split(".")[0] in PLATFORMS
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize(("library", "owner"), [("rapidfuzz", "search/score.py"), ("sqlalchemy", "store/"), ("docxtpl", "forms/")])
def test_a_library_is_imported_in_one_place_only(library: str, owner: str) -> None:
    users = {str(path.relative_to(BOT)) for _, path in modules() for name, _ in imports(path) if name.split(".")[0] == library}
    allowed = {u for u in users if u.startswith(owner)} | ({"app.py"} & users if library == "sqlalchemy" else set())
    # grouping near-duplicate phrases and unanswered questions is fuzzy too, for staff and never for residents
    if library == "rapidfuzz":
        allowed |= {u for u in users if u.startswith(("inspection/", "office/"))}
    assert users == allowed


def test_rooms_are_synchronous_but_for_the_edges() -> None:
    allowed = ("channels/", "store/", "office/", "app.py", "dialogue/assistant.py", "dialogue/desk.py", "library.py", "cli/")
    wrong = [
        str(path.relative_to(BOT)) for _, path in modules()
        if not str(path.relative_to(BOT)).startswith(allowed)
        and any(isinstance(n, ast.AsyncFunctionDef) for n in ast.walk(parsed(path)))
    ]  # fmt: skip
    assert wrong == []
