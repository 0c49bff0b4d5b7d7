"""A limit per conversation, so that nobody can keep the bot from the others."""

from __future__ import annotations

from typing import Literal

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

Verdict = Literal["yes", "warn", "no"]


class Throttle:
    def __init__(self, per_minute: int) -> None:
        # fixed windows: the moving ones of limits 5 hop into a thread for every known key at every hit
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._asked = RateLimitItemPerMinute(per_minute)
        self._warned = RateLimitItemPerMinute(1)

    async def allows(self, session: str) -> Verdict:
        """`warn` once a minute when it becomes too much, then `no`: silence costs an abuser more than it costs us."""
        if await self._limiter.hit(self._asked, "asked", session):
            return "yes"
        return "warn" if await self._limiter.hit(self._warned, "warned", session) else "no"
