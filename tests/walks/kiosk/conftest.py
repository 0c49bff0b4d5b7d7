"""One program over the real knowledge base and one browser for all walks in front of the kiosk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def screen(chromium: Browser, kiosk: str) -> AsyncIterator[Page]:
    """The one screen, where one resident follows another: its browser has the style sheets and scripts already."""
    context = await chromium.new_context(viewport=PORTRAIT)  # type: ignore[arg-type]
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(screen: Page) -> AsyncIterator[Visitor]:
    visitor = Visitor(screen)
    yield visitor
    assert visitor.complaints == []
    visitor.goes()


Meet = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture(loop_scope="session")
async def another(chromium: Browser) -> AsyncIterator[Meet]:
    """Somebody at a screen of their own."""
    async with AsyncExitStack() as stack:

        async def meet(**options: Any) -> Visitor:
            context = await chromium.new_context(**{"viewport": PORTRAIT, **options})
            stack.push_async_callback(context.close)
            return Visitor(await context.new_page(), scripts=options.get("java_script_enabled", True))

        yield meet
