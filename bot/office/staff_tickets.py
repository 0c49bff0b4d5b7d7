"""Tickets as the staff page shows and answers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import NotFound
from bot.library import Library
from bot.office.hours import working_days_between
from bot.office.reports import Period
from bot.office.tickets import Tickets, contact_lines, transcript
from bot.store.tickets import TicketRow

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A ticket in the list. `late`: whole working days it has waited for staff, 0 when it isn't their turn."""

    row: TicketRow
    late: int


class TicketRoom:
    def __init__(self, tickets: Tickets, library: Library, clock: Callable[[], datetime]) -> None:
        self.tickets = tickets
        self._library = library
        self.clock = clock

    async def in_state(self, state: str) -> list[Waiting]:
        """Those that wait, the longest first; those that are done, the latest first."""
        rows = await self.tickets.store.waiting((state,), MOST)
        return [Waiting(r, self._late(r)) for r in (rows[::-1] if state == "closed" else rows)]

    def _late(self, row: TicketRow) -> int:
        moment = self.clock()
        return working_days_between(row.touched.astimezone(moment.tzinfo), moment) if row.state == "open" else 0

    async def get(self, number: str) -> Waiting:
        """Raises NotFound."""
        row = await self.tickets.store.get(int(number)) if number.isascii() and number.isdecimal() and len(number) < 10 else None
        if row is None:
            raise NotFound("没有这条留言，可能已经过了保存期。")
        return Waiting(row, self._late(row))

    async def banned(self, row: TicketRow) -> bool:
        return bool(row.session) and await self.tickets.store.banned(row.session)

    def canned(self) -> list[tuple[str, str, bool]]:
        """(id, title, whether something is to be filled in) of every canned answer."""
        return [(c.id, c.title, "{}" in c.text) for c in self._library.snapshot.knowledge.office.canned]

    def contact(self, row: TicketRow) -> list[str]:
        return contact_lines(row)

    def transcript(self, row: TicketRow) -> str:
        return transcript(row, self.clock().tzinfo)

    async def counts(self) -> dict[str, int]:
        return {state: await self.tickets.store.count(state) for state in ("open", "answered", "closed")}

    async def summary(self) -> dict[str, int]:
        """How many wait, how many of them too long."""
        return await self.tickets.summary()

    async def figures(self, period: Period) -> list[tuple[str, str]]:
        """Lines for reports: (name, figure); none in a period without tickets."""
        found = await self.tickets.store.figures(period.since.astimezone(UTC), period.until.astimezone(UTC))
        if not found["opened"]:
            return []
        lines = [("收到留言", f"{found['opened']} 条"), ("已经答复", f"{found['answered']} 条"), ("已经办结", f"{found['closed']} 条")]
        return [*lines, ("首次答复平均用时", _long(found["minutes"]))] if found["answered"] else lines


def _long(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes / 60:.1f} 小时" if minutes < 48 * 60 else f"{minutes / 60 / 24:.1f} 天"
