"""The web application over the small knowledge base: in process for the API, on loopback for a real browser."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, async_playwright
from starlette.types import ASGIApp

from bot.channels.web.channel import _Server
from bot.channels.web.server import web_app
from bot.dialogue.assistant import Assistant
from bot.settings import Settings
from tests.conftest import required_program

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PORTRAIT = {"width": 1080, "height": 1920}


async def healthy() -> dict[str, Any]:
    return {"ok": True}


@pytest.fixture
def app_with(assistant: Assistant) -> Callable[..., Any]:
    """The application with settings of the test's own."""
    return lambda telegram=None, **settings: web_app(assistant, healthy, settings=Settings(**settings), telegram=telegram)


@pytest.fixture
async def client_of() -> AsyncIterator[Callable[..., Awaitable[httpx.AsyncClient]]]:
    async with AsyncExitStack() as stack:

        async def make(app: Any, address: str = "127.0.0.1") -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 5000))
            return await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://kiosk"))

        yield make


@pytest.fixture
async def client(app_with: Callable[..., Any], client_of: Callable[..., Awaitable[httpx.AsyncClient]]) -> httpx.AsyncClient:
    return await client_of(app_with())


class _Started(_Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@asynccontextmanager
async def served(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """`app` on loopback; its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    server = _Started(config)
    task = asyncio.create_task(server.serve())
    try:
        await server.listening.wait()
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@pytest_asyncio.fixture(loop_scope="session")
async def kiosk(app_with: Callable[..., Any]) -> AsyncIterator[str]:
    async with served(app_with(requests_per_minute=1000)) as address:
        yield address


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    program = required_program("chromium", "chromium-browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser of the test's own."""
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all tests that run in the session's loop (`IN_ONE_BROWSER`): each has contexts of its own, which share nothing."""
    async with launched() as browser:
        yield browser


IN_ONE_BROWSER = pytest.mark.asyncio(loop_scope="session")
WHOLE_MATRIX = os.environ.get("KIOSK_MATRIX") == "all"  # every screen in every look and size: minutes, not for every run


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A portrait kiosk whose script errors and refused resources fail the test."""
    complaints: list[str] = []
    context = await chromium.new_context(viewport={"width": 1080, "height": 1920})
    opened = await context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    yield opened
    await context.close()
    assert complaints == []


async def ask(page: Page, question: str) -> None:
    """Type it and press the button; returns when the answer is there."""
    await page.locator("#question").fill(question)
    await page.locator("form.ask .primary").click()
    await page.locator("#reply").wait_for()


async def settled(page: Page) -> None:
    """Nothing is under way any more."""
    await page.locator("body:not(.busy)").wait_for(state="attached")
