"""All that the staff page works with, assembled over one database and one library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import Problem
from bot.library import Library
from bot.office.deliveries import Deliveries, LostMessages
from bot.office.editing import Editor
from bot.office.gaps import Gaps, Tell
from bot.office.gaps_publish import Publishing
from bot.office.reports import SHENZHEN, Period, Reports, month
from bot.office.staff_access import StaffAccess
from bot.office.staff_tickets import TicketRoom
from bot.office.tickets import Tickets
from bot.store.changes import ChangeStore
from bot.store.figures import FigureStore
from bot.store.gaps import GapStore
from bot.store.staff import StaffStore


@dataclass
class Rooms:
    """`library` is the one in service, `desk` the tickets and `deliveries` what goes to chats, where there are any."""

    access: StaffAccess
    gaps: Gaps
    publishing: Publishing
    editor: Editor
    reports: Reports
    library: Library
    folder: Path
    desk: TicketRoom | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(SHENZHEN)
    deliveries: Deliveries | None = None

    def this_month(self) -> Period:
        return month(self.clock().date())

    def library_problems(self) -> tuple[Problem, ...]:
        """Why the folder as it is can't be taken into service; empty when it is."""
        return self.library.problems

    async def lost_messages(self) -> LostMessages | None:
        """What did not reach its chat; None where nothing is ever sent to one."""
        return await self.deliveries.lost() if self.deliveries is not None else None

    async def tickets_summary(self) -> dict[str, int] | None:
        """How many tickets wait, how many too long; None without a desk."""
        return await self.desk.summary() if self.desk is not None else None

    async def ticket_figures(self, period: Period) -> list[tuple[str, str]]:
        """Lines of the message desk for reports: (name, figure)."""
        return await self.desk.figures(period) if self.desk is not None else []


def open_rooms(
    engine: Any, library: Library, folder: Path, staff_keys: tuple[str, ...], *, statutes: Path | None = None, tell: Tell | None = None,
    tickets: Tickets | None = None, clock: Callable[[], datetime] = lambda: datetime.now(SHENZHEN), deliveries: Deliveries | None = None,
) -> Rooms:
    """`engine` is an opened database, `statutes` the folder of the imported index. Raises SettingsError for a bad key."""
    gap_store, change_store = GapStore(engine), ChangeStore(engine)
    gaps = Gaps(gap_store, library, tell)
    editor = Editor(folder, library, change_store, statutes)
    return Rooms(
        StaffAccess(staff_keys, StaffStore(engine)), gaps, Publishing(gaps, editor, library), editor,
        Reports(FigureStore(engine), gap_store, change_store, library), library, folder,
        TicketRoom(tickets, library, clock) if tickets is not None else None, clock, deliveries,
    )  # fmt: skip
