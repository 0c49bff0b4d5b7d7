"""Shared parts: a small knowledge base of its own, an assistant over it, and a clock that stands still."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.app import ShortMemory
from bot.dialogue.assistant import SHENZHEN, Assistant
from bot.library import Library

# deadlines and generation speed say something of the machine, never of the code
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "small_knowledge"
SHARED = ROOT.parent / "shared"
NOW = datetime(2026, 11, 23, 23, 0, tzinfo=SHENZHEN)


def needs_shared(part: str) -> pytest.MarkDecorator:
    """Skips loudly where ../shared is not there."""
    return pytest.mark.skipif(not (SHARED / part).exists(), reason=f"../shared/{part} is not on this machine: NOT CHECKED")


def required_program(*names: str) -> str:
    """The path of a system program; skips loudly without it, fails in CI."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        message = f"none of {names} is installed: NOT CHECKED"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small knowledge base that a test may spoil."""
    target = tmp_path / "knowledge"
    shutil.copytree(SMALL, target)
    return target


@pytest.fixture(scope="session")
def small_library() -> Library:
    return Library(SMALL)


@pytest.fixture
def memory() -> ShortMemory:
    return ShortMemory()


@pytest.fixture
def assistant(small_library: Library, memory: ShortMemory) -> Assistant:
    return Assistant(small_library, memory, lambda: NOW)


@pytest.fixture
def assistant_at(small_library: Library, memory: ShortMemory) -> Callable[[Callable[[], datetime]], Assistant]:
    """An assistant with a clock of the test's own."""
    return lambda clock: Assistant(small_library, memory, clock)
