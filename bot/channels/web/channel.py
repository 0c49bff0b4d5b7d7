"""Serves the web application with uvicorn inside our own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
import uvicorn
from starlette.routing import BaseRoute

from bot.channels.metrics import Metrics
from bot.channels.web.kiosk import Kiosk
from bot.channels.web.server import Discreet, Health, web_app
from bot.dialogue.assistant import Assistant
from bot.errors import BotError
from bot.settings import Settings

SWEEP_EVERY = 30.0  # seconds
log = structlog.get_logger()


class _Server(uvicorn.Server):
    """Signals are the application's, not the server's."""

    def install_signal_handlers(self) -> None: ...

    def capture_signals(self) -> Any:
        from contextlib import nullcontext

        return nullcontext()


class WebChannel:
    """Kiosk page and API on host:port; a graceful stop lets running requests finish."""

    name = "网页和接口"

    def __init__(
        self, settings: Settings, assistant: Assistant, health: Health, telegram: Any = None, extra_routes: Sequence[BaseRoute] = (),
        metrics: Metrics | None = None,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._app = web_app(assistant, health, extra_routes, settings=settings, telegram=telegram, metrics=metrics)

    async def run(self, stop: asyncio.Event, report: Any = None) -> None:
        config = uvicorn.Config(
            Discreet(self._app), host=self._settings.host, port=self._settings.port, log_config=None, access_log=False, lifespan="off",
            timeout_graceful_shutdown=10, server_header=False,
        )  # fmt: skip
        server = _Server(config)
        beside = [asyncio.create_task(_stop_when(stop, server)), asyncio.create_task(_sweep(self._app.state.kiosk, stop))]
        try:
            await server.serve()
        except SystemExit:  # uvicorn's way to say that it could not bind
            raise BotError(f"端口 {self._settings.port} 用不了（可能已被占用），可用 BOT_PORT 换一个") from None
        finally:
            for task in beside:
                task.cancel()


async def _stop_when(stop: asyncio.Event, server: uvicorn.Server) -> None:
    await stop.wait()
    server.should_exit = True


async def _sweep(kiosk: Kiosk, stop: asyncio.Event) -> None:
    """Wipe forgotten kiosk visits also when nobody comes any more."""
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), SWEEP_EVERY)
        try:
            await kiosk.sweep()
        except Exception:
            log.exception("kiosk_sweep_failed")
