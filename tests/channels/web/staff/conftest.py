"""The whole web application with the staff page over a database and a knowledge folder of the test's own."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page
from starlette.applications import Starlette

from bot.channels.web.server import web_app
from bot.channels.web.staff import staff_mount
from bot.dialogue.assistant import Assistant
from bot.library import Library
from bot.office.deliveries import Deliveries
from bot.office.staff_rooms import Rooms, open_rooms
from bot.office.tickets import Tickets
from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.outbox import Outbox
from bot.store.tickets import TicketStore
from tests.channels.web.conftest import browser, client_of, healthy, served
from tests.conftest import NOW
from tests.office.staff_store import opened

__all__ = ["browser", "client_of"]
KEY = "kuichong-test-key-0001"
OTHER = "kuichong-test-key-0002"


@dataclass
class House:
    """Everything of one test: residents come by `assistant`, staff by `rooms`."""

    app: Starlette
    rooms: Rooms
    assistant: Assistant
    conversations: Conversations
    engine: Any
    folder: Path
    told: list[tuple[str, str]]


@pytest.fixture
async def house_with(folder: Path, tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[House]]]:
    engines = []

    async def make(keys: tuple[str, ...] = (f"陈小梅:{KEY}", f"李大明:{OTHER}")) -> House:
        engine = await opened(tmp_path)
        engines.append(engine)
        library, told = Library(folder), list[tuple[str, str]]()

        async def tell(session: str, text: str) -> bool:
            told.append((session, text))
            return True

        outbox = Outbox(engine)
        tickets = Tickets(TicketStore(engine), outbox, lambda: library.snapshot.knowledge.office, lambda: NOW)
        rooms = open_rooms(engine, library, folder, keys, tell=tell, tickets=tickets, clock=lambda: NOW, deliveries=Deliveries(outbox, True))
        conversations = Conversations(engine)
        assistant = Assistant(library, conversations, lambda: NOW, desk=tickets)
        app = web_app(assistant, healthy, [staff_mount(rooms)], settings=Settings(requests_per_minute=1000))
        return House(app, rooms, assistant, conversations, engine, folder, told)

    yield make
    for engine in engines:
        await engine.dispose()


@pytest.fixture
async def house(house_with: Callable[..., Awaitable[House]]) -> House:
    return await house_with()


@pytest.fixture
async def visitor(house: House, client_of: Callable[..., Awaitable[httpx.AsyncClient]]) -> httpx.AsyncClient:
    """A browser that nobody has logged in with."""
    return await client_of(house.app)


@pytest.fixture
async def clerk(house: House, client_of: Callable[..., Awaitable[httpx.AsyncClient]]) -> httpx.AsyncClient:
    """陈小梅 at her desk."""
    client = await client_of(house.app)
    assert (await log_in(client)).status_code == 303
    return client


async def log_in(client: httpx.AsyncClient, key: str = KEY, **more: str) -> httpx.Response:
    return await client.post("/staff/login", data={"csrf": await csrf_of(client, "/staff/login"), "key": key, **more})


async def csrf_of(client: httpx.AsyncClient, address: str = "/staff/") -> str:
    return hidden((await client.get(address)).text, "csrf")


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no field {name}"
    return found[1]


async def send(client: httpx.AsyncClient, address: str, **fields: Any) -> httpx.Response:
    """Post a form with the token of the page it stands on."""
    return await client.post(address, data={"csrf": await csrf_of(client), **fields})


@pytest.fixture
async def desk_page(house: House, browser: Browser) -> AsyncIterator[tuple[Page, str]]:
    """A real browser without scripts, logged in; refused resources fail the test."""
    complaints: list[str] = []
    async with served(house.app) as address:
        context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN", java_script_enabled=False)
        page = await context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        await page.goto(f"{address}/staff/")
        await page.get_by_label("您的密钥").fill(KEY)
        await page.get_by_role("button", name="登录").click()
        yield page, address
        await context.close()
    assert complaints == []
