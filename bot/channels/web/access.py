"""Who may ask, and how often: keys per terminal, limits per terminal, session and address."""

from __future__ import annotations

import hmac
import ipaddress

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request

from bot.errors import BotError
from bot.settings import Settings

A_HOST = 10  # one address (a hall's router) may ask as much as ten sessions


class Unauthorized(BotError):
    """The terminal's key is missing or wrong."""

    code = "unauthorized"


class RateLimited(BotError):
    """Too many requests a minute."""

    code = "rate_limited"


class Access:
    """The doorkeeper of the API and the kiosk page."""

    def __init__(self, settings: Settings) -> None:
        self._keys = [tuple(entry.partition(":")[::2]) for entry in settings.terminal_keys]
        self._limit = RateLimitItemPerMinute(settings.requests_per_minute)
        self._host_limit = RateLimitItemPerMinute(settings.requests_per_minute * A_HOST)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def terminal(self, request: Request) -> str:
        """The name of the terminal whose key came with the request; "" for this machine itself. Raises Unauthorized."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip() or request.headers.get("x-api-key", "")
        if not self._keys:
            if _local(request):
                return ""
            raise Unauthorized("没有设置接口密钥，只有本机可以用接口。请设置 BOT_TERMINAL_KEYS。")
        # every key is compared, so that the time taken tells nothing
        names = [name for name, key in self._keys if key and hmac.compare_digest(key.encode(), given.encode("utf-8", "replace"))]
        if not names:
            raise Unauthorized("接口密钥不对或没有带。请在请求头写 Authorization: Bearer 密钥。")
        return names[0]

    async def count(self, request: Request, *, terminal: str = "", session: str = "") -> None:
        """Count one request. Raises RateLimited."""
        own = f"terminal:{terminal}" if terminal else f"session:{session}" if session else ""
        if own and not await self._limiter.hit(self._limit, own):
            raise RateLimited("问得太快了，请等一分钟再试。急事请打 12348 或 110。")
        if not terminal and not await self._limiter.hit(self._host_limit, f"host:{_host(request)}"):
            raise RateLimited("这里问的人太多了，请等一分钟再试。急事请打 12348 或 110。")


def _host(request: Request) -> str:
    return request.client.host if request.client else ""


def _local(request: Request) -> bool:
    try:
        return ipaddress.ip_address(_host(request)).is_loopback
    except ValueError:
        return False
