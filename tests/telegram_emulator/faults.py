"""Bad days on demand: the next calls of a method fail, hang or lose their answer."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from tests.telegram_emulator.refusal import Refusal


@dataclass
class Fault:
    """Happens to the next `times` calls of `method` ("*": any but getUpdates).

    code 0: the connection breaks without an answer. `done_first`: Telegram does it and only the answer is lost.
    `hold`: waits for this event before anything happens."""

    method: str
    code: int = 0
    description: str = ""
    retry_after: float = 0
    times: int = 1
    done_first: bool = False
    hold: asyncio.Event | None = None
    chat_id: int = 0  # only calls for this chat
    met: asyncio.Event = field(default_factory=asyncio.Event)  # set when a call ran into it

    def refusal(self) -> Refusal | None:
        """None: the call goes through (it was only held up)."""
        if self.code == 429:
            return Refusal(429, f"Too Many Requests: retry after {self.retry_after}", retry_after=self.retry_after)
        if self.code:
            return Refusal(self.code, self.description or {500: "Internal Server Error", 502: "Bad Gateway"}.get(self.code, "Bad Request"))
        return None


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str, chat_id: str) -> Fault | None:
        for fault in self._waiting:
            fits = fault.method == method or (fault.method == "*" and method != "getUpdates")
            if fits and (not fault.chat_id or str(fault.chat_id) == chat_id):
                fault.times -= 1
                fault.met.set()
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None


class Flood:
    """Telegram's limits: about 30 messages a second over all chats, 20 a minute into one group."""

    def __init__(self, per_second: int = 30, per_group_minute: int = 20) -> None:
        self._overall = _Bucket(per_second + 5, per_second)  # a little slack: clocks of client and server differ
        self._groups: dict[int, deque[float]] = {}
        self._per_group_minute = per_group_minute

    def check(self, chat_id: int, now: float) -> None:
        if not self._overall.take(now):
            raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        if chat_id < 0:
            sent = self._groups.setdefault(chat_id, deque())
            while sent and sent[0] <= now - 60:
                sent.popleft()
            if len(sent) >= self._per_group_minute:
                wait = max(1, round(sent[0] + 60 - now))
                raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
            sent.append(now)


class _Bucket:
    def __init__(self, size: float, per_second: float) -> None:
        self._size, self._rate, self._left, self._at = size, per_second, size, 0.0

    def take(self, now: float) -> bool:
        self._left = min(self._size, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
