"""Serves the web application with uvicorn inside our own event loop."""

from __future__ import annotations

import asyncio
from typing import Any

import uvicorn

from bot.channels.web.server import Health, web_app
from bot.dialogue.assistant import Assistant
from bot.errors import BotError
from bot.settings import Settings


class _Server(uvicorn.Server):
    """Signals are the application's, not the server's."""

    def install_signal_handlers(self) -> None: ...

    def capture_signals(self) -> Any:
        from contextlib import nullcontext

        return nullcontext()


class WebChannel:
    """Kiosk page and API on host:port; a graceful stop lets running requests finish."""

    name = "网页和接口"

    def __init__(self, settings: Settings, assistant: Assistant, health: Health, telegram: Any = None) -> None:
        self._settings = settings
        self._app = web_app(assistant, health)

    async def run(self, stop: asyncio.Event, report: Any = None) -> None:
        config = uvicorn.Config(
            self._app, host=self._settings.host, port=self._settings.port, log_config=None, access_log=False, lifespan="off",
            timeout_graceful_shutdown=10,
        )  # fmt: skip
        server = _Server(config)
        watcher = asyncio.create_task(_stop_when(stop, server))
        try:
            await server.serve()
        except SystemExit:  # uvicorn's way to say that it could not bind
            raise BotError(f"端口 {self._settings.port} 用不了（可能已被占用），可用 BOT_PORT 换一个") from None
        finally:
            watcher.cancel()


async def _stop_when(stop: asyncio.Event, server: uvicorn.Server) -> None:
    await stop.wait()
    server.should_exit = True
