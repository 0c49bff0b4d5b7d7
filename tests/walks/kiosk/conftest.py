"""One program over the real knowledge base and one browser for all walks in front of the kiosk."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.channels.web.conftest import PORTRAIT, launched
from tests.conftest import ROOT
from tests.test_front_door import running
from tests.walks.kiosk.visitor import Visitor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kiosk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of the whole program, as in production but for the number of presses it takes a minute."""
    async with running(tmp_path_factory.mktemp("kiosk"), ROOT / "knowledge", requests_per_minute=100_000) as program:
        yield program.url


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(chromium: Browser) -> AsyncIterator[Visitor]:
    context = await chromium.new_context(viewport=PORTRAIT)  # type: ignore[arg-type]
    visitor = Visitor(await context.new_page())
    yield visitor
    await context.close()
    assert visitor.complaints == []
