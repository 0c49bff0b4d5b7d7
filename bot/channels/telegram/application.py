"""python-telegram-bot's Application as this channel uses it, from the settings."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, BaseUpdateProcessor, Defaults
from telegram.request import HTTPXRequest

from bot.errors import SettingsError
from bot.settings import Settings

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

_CONNECTIONS = 12  # 30 messages a second at 0.4 seconds each; httpx looks at every idle one at every request
_LOCAL = ("127.0.0.1", "localhost", "::1")


def build(settings: Settings, processor: BaseUpdateProcessor, *, limited: bool) -> AnyApplication:
    """Neither initialised nor running. Raises SettingsError when a setting is missing."""
    if not settings.telegram_token.get_secret_value():
        raise SettingsError("没有设置 TELEGRAM_BOT_TOKEN，请向 @BotFather 申请")
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        raise SettingsError("用回调时必须设置 BOT_WEBHOOK_SECRET（字母、数字、_ 和 -），否则谁都能冒充 Telegram")
    server = settings.telegram_api_url.rstrip("/")
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{server}/bot")
        .base_file_url(f"{server}/file/bot")
        .request(_request(server, _CONNECTIONS))
        .get_updates_request(_request(server, 2))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .concurrent_updates(processor)
        .updater(None)
        .job_queue(None)
    )
    return (builder.rate_limiter(AIORateLimiter(max_retries=3)) if limited else builder).build()


class _InTurn(HTTPXRequest):
    """Requests wait here for a free connection, in order. httpx would look at every waiting request and every connection
    at each change: a crowd then costs more time than its answers."""

    def __init__(self, connections: int, **more: Any) -> None:
        super().__init__(connections, read_timeout=20, write_timeout=20, connect_timeout=10, pool_timeout=60, **more)
        self._turns = asyncio.Semaphore(connections)

    async def do_request(self, *args: Any, **more: Any) -> tuple[int, bytes]:
        async with self._turns:
            return await super().do_request(*args, **more)


def _request(server: str, connections: int) -> HTTPXRequest:
    # a proxy in the environment is no way to a server on this machine
    direct = {"trust_env": False} if urlsplit(server).hostname in _LOCAL else {}
    return _InTurn(connections, httpx_kwargs=direct)


def keep_secrets_out_of_logs() -> None:
    """httpx logs addresses, which hold the token; the Telegram library logs texts when it is asked for details."""
    for name in ("httpx", "httpcore", "telegram"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
