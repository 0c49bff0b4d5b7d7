from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.walks.telegram.program import Program, running
from tests.walks.telegram.resident import Resident
from tests.walks.telegram.staff import opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """The program over the small knowledge base with a wizard and a form of every kind of question."""
    place = tmp_path_factory.mktemp("small")
    async with running(place / "data", opened(place / "knowledge")) as program:
        yield program


@pytest.fixture
def resident(small: Program) -> Resident:
    return Resident(small.telegram.person("陈伯"))


@pytest_asyncio.fixture(loop_scope="module")
async def own(tmp_path: Path) -> AsyncIterator[Program]:
    """A program of the test's own, to be stopped, or its files changed."""
    async with running(tmp_path / "data", opened(tmp_path / "knowledge")) as program:
        yield program
