"""A failing request is logged by its place in the code, never with a resident's words."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from bot.app import ShortMemory
from bot.channels.web.channel import WebChannel
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.library import Library
from bot.settings import Settings
from tests.test_front_door import free_port


class Breaking(Assistant):
    async def reply(self, message: Message) -> Any:
        raise ValueError(f"cannot store {message.text}")


async def test_an_exception_with_a_phone_number_in_it_is_not_logged(
    small_library: Library, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = Settings(port=free_port())

    async def health() -> dict[str, Any]:
        return {"ok": True}

    stop = asyncio.Event()
    task = asyncio.create_task(WebChannel(settings, Breaking(small_library, ShortMemory()), health).run(stop))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}", trust_env=False) as client:
        for _ in range(100):
            try:
                await client.get("/healthz")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.05)
        answer = await client.post("/api/v1/ask", json={"question": "我的电话13812345678"})
        assert answer.status_code == 500 and answer.json()["error"]["code"] == "internal" and "138" not in answer.text
        page = await client.post("/ask", data={"question": "我的电话13812345678"})
        assert page.status_code == 500 and "138" not in page.text
    stop.set()
    await asyncio.wait_for(task, 20)
    logged = capsys.readouterr()
    everything = logged.out + logged.err + caplog.text
    assert "13812345678" not in everything
    assert "request_failed" in everything and "ValueError" in everything
