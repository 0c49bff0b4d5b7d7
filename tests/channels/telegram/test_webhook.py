"""Webhook mode: through a route of our own server, stored before it is answered."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import SettingsError
from tests.channels.telegram.conftest import Service
from tests.channels.telegram.fake_assistant import WAGES
from tests.telegram_emulator import Emulator, Person
from tests.telegram_emulator.server import LoopbackServer

SECRET = "a-secret_42"


@pytest.fixture
def wang(telegram: Emulator) -> Person:
    return telegram.person("王阿姨")


@contextlib.asynccontextmanager
async def listening(telegram: Emulator) -> AsyncIterator[Service]:
    """The channel in webhook mode behind a web server like the kiosk's."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/telegram/webhook"
    service = Service(telegram, webhook_url=url, webhook_secret=SecretStr(SECRET))

    async def hook(request: Request) -> Response:
        secret = request.headers.get("x-telegram-bot-api-secret-token", "")
        return Response(status_code=await service.channel.webhook(await request.body(), secret))

    app = Starlette(routes=[Route("/telegram/webhook", hook, methods=["POST"])])
    server = LoopbackServer(app)
    await server.open(listener)
    service.start()
    try:
        yield service
    finally:
        await service.stop()
        telegram.world.webhook.url = ""
        await server.close()
        listener.close()


async def test_a_question_is_answered_through_the_webhook(telegram: Emulator, wang: Person) -> None:
    async with listening(telegram) as service:
        await wang.says(WAGES)
        assert "可以投诉" in (await wang.hears()).text
        assert telegram.world.poll_number == 0
        assert telegram.world.webhook.secret == SECRET
        assert any("回调" in report for report in service.reports)


async def test_only_telegram_may_call(telegram: Emulator, wang: Person) -> None:
    async with listening(telegram) as service:
        await wang.says("你好")
        await wang.hears()
        body = json.dumps({"update_id": 5}).encode()
        for secret in ("", "wrong", SECRET + "x", "密"):
            assert await service.channel.webhook(body, secret) == 403
        assert await service.channel.webhook(body, SECRET) == 200


@pytest.mark.parametrize("body", [b"", b"no", b"[]", b"{}", b'{"update_id": "1"}', b"\xff\xfe", b"[" * 100_000])
async def test_nonsense_is_refused_and_harms_nothing(telegram: Emulator, wang: Person, body: bytes) -> None:
    async with listening(telegram) as service:
        await wang.says("你好")
        await wang.hears()
        assert await service.channel.webhook(body, SECRET) == 400
        await wang.says("还在吗")
        assert (await wang.hears()).text == "答：还在吗"


async def test_an_update_the_library_can_not_read_does_not_hold_back_the_others(telegram: Emulator, wang: Person) -> None:
    async with listening(telegram):
        await wang.sends("unheard_of")
        await wang.says("你好")
        assert (await wang.hears()).text == "答：你好"


async def test_an_update_that_can_not_be_stored_is_refused_so_that_telegram_sends_it_again(
    telegram: Emulator, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(telegram) as service:
        await telegram.world.until(lambda: telegram.world.commands)
        add, failures = service.inbox.add, 3

        async def flaky(update_id: int, body: str) -> bool:
            nonlocal failures
            failures -= 1
            if failures >= 0:
                raise OSError("disk full")
            return await add(update_id, body)

        monkeypatch.setattr(service.inbox, "add", flaky)
        await wang.says("你好")
        assert (await wang.hears()).text == "答：你好"
        assert "500" in telegram.world.webhook.last_error
        assert service.assistant.texts() == ["你好"]


async def test_half_a_character_does_not_hold_back_the_others(telegram: Emulator, wang: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(telegram) as service:
        await telegram.world.until(lambda: telegram.world.commands)
        add = service.inbox.add

        async def as_a_database(update_id: int, body: str) -> bool:
            return await add(update_id, body.encode().decode())

        monkeypatch.setattr(service.inbox, "add", as_a_database)
        message = {"message_id": 1, "date": 1, "chat": wang.chat.json, "from": wang.user, "text": "\ud800"}
        assert await service.channel.webhook(json.dumps({"update_id": 5, "message": message}).encode(), SECRET) == 200


async def test_while_the_channel_is_down_telegram_keeps_the_updates(telegram: Emulator, wang: Person) -> None:
    async with listening(telegram) as service:
        await wang.says("你好")
        await wang.hears()
        await service.stop()
        await wang.says("等着")
        await telegram.world.until(lambda: "503" in telegram.world.webhook.last_error)
        service.start()
        assert (await wang.hears()).text == "答：等着"


async def test_parallel_calls_for_one_chat_keep_their_order(telegram: Emulator, wang: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(telegram) as service:
        await wang.says("开始")
        await wang.hears()
        add = service.inbox.add

        async def slower_for_the_first(update_id: int, body: str) -> bool:
            for _ in range(20 - update_id):
                await asyncio.sleep(0)
            return await add(update_id, body)

        monkeypatch.setattr(service.inbox, "add", slower_for_the_first)
        messages = [{"message_id": n, "date": 1, "chat": wang.chat.json, "from": wang.user, "text": f"{n}"} for n in range(20)]
        bodies = [json.dumps({"update_id": n, "message": message}).encode() for n, message in enumerate(messages)]
        assert set(await asyncio.gather(*(service.channel.webhook(body, SECRET) for body in bodies))) == {200}
        assert [(await wang.hears()).text for _ in range(20)] == [f"答：{n}" for n in range(20)]


async def test_a_webhook_without_a_secret_is_refused_at_the_start(telegram: Emulator) -> None:
    with pytest.raises(SettingsError, match="BOT_WEBHOOK_SECRET"):
        await Service(telegram, webhook_url="https://example.org/hook").start()


async def test_an_address_telegram_refuses_is_named(telegram: Emulator) -> None:
    with pytest.raises(SettingsError, match="BOT_WEBHOOK_URL"):
        await Service(telegram, webhook_url="ftp://example.org", webhook_secret=SecretStr("x")).start()
