"""What kiosk visitors have just been shown: in this process's memory only, so that a page can be shown again larger, or the one before."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.answers.blocks import Reply

KEPT_PAGES = 8  # a session
KEPT_SESSIONS = 500  # the longest untouched goes first


@dataclass(frozen=True)
class Shown:
    """A page: what was asked for and what came. `turn` marks the form it came from, so that the same press counts once."""

    reply: Reply
    question: str = ""
    choice: str = ""
    turn: str = ""
    screen: str | None = None  # asked: the page it was pressed on; shown: the question this page asks


@dataclass
class _Visit:
    touched: float
    pages: list[Shown] = field(default_factory=list)


class ShownPages:
    """`idle` in seconds: after it a visit is over. `clock` in seconds."""

    def __init__(self, idle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle = idle
        self._clock = clock
        self._visits: OrderedDict[str, _Visit] = OrderedDict()

    def keep(self, session: str, page: Shown) -> None:
        visit = self._visits.setdefault(session, _Visit(self._clock()))
        earlier = next((n for n, old in enumerate(visit.pages) if page.screen and old.screen == page.screen), len(visit.pages))
        visit.pages = [*visit.pages[:earlier][1 - KEPT_PAGES :], page]  # who goes back to a question has not gone further
        self.touch(session)

    def replace(self, session: str, page: Shown) -> None:
        """The same page in another language."""
        if visit := self._visits.get(session):
            visit.pages = visit.pages[:-1]
        self.keep(session, page)

    def touch(self, session: str) -> None:
        """Somebody is still there."""
        if visit := self._visits.get(session):
            visit.touched = self._clock()
            self._visits.move_to_end(session)

    def last(self, session: str) -> Shown | None:
        visit = self._visits.get(session)
        return visit.pages[-1] if visit and visit.pages else None

    def has_before(self, session: str) -> bool:
        visit = self._visits.get(session)
        return bool(visit and len(visit.pages) > 1)

    def step_back(self, session: str) -> Shown | None:
        """The page before the last one, which is dropped."""
        visit = self._visits.get(session)
        if visit and len(visit.pages) > 1:
            visit.pages.pop()
        return self.last(session)

    def forget(self, session: str) -> None:
        self._visits.pop(session, None)

    def take_expired(self) -> list[str]:
        """The sessions that are over, dropped here; the caller wipes the rest of them."""
        limit = self._clock() - self._idle
        over = [key for key, visit in self._visits.items() if visit.touched <= limit]
        over += list(self._visits)[: max(0, len(self._visits) - len(over) - KEPT_SESSIONS)]
        for key in over:
            self.forget(key)
        return over


def new_token() -> str:
    """192 bits that nobody guesses."""
    return secrets.token_urlsafe(24)
