"""Who is at the page, and the rooms of the office behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.staff.rendering import shown
from bot.errors import Problem
from bot.office.editing import Editor
from bot.office.gaps import Gaps
from bot.office.gaps_publish import Publishing
from bot.office.reports import Period, Reports, month
from bot.office.staff_access import LASTS, StaffAccess

COOKIE = "staff"
Handler = Callable[[Request], Awaitable[Response]]


@dataclass
class Rooms:
    """What the staff page works with. `library` is the library in service, `desk` the tickets where there are any."""

    access: StaffAccess
    gaps: Gaps
    publishing: Publishing
    editor: Editor
    reports: Reports
    library: Any
    folder: Path
    desk: Any = None
    clock: Callable[[], datetime] = lambda: datetime.now(ZoneInfo("Asia/Shanghai"))

    def this_month(self) -> Period:
        return month(self.clock().date())

    def library_problems(self) -> tuple[Problem, ...]:
        """Why the folder as it is can't be taken into service; empty when it is."""
        found: tuple[Problem, ...] = self.library.problems
        return found

    async def tickets_summary(self) -> Any:
        return None

    async def ticket_figures(self, period: Period) -> list[tuple[str, str]]:
        """Lines of the message desk for reports: (name, figure)."""
        return []


def rooms_of(request: Request) -> Rooms:
    found: Rooms = request.app.state.rooms
    return found


def for_staff(handler: Handler) -> Handler:
    """Only for who is logged in; others are sent to the login page, and forms that come without a login are not acted on."""

    async def guarded(request: Request) -> Response:
        access = rooms_of(request).access
        staff = await access.who(request.cookies.get(COOKIE, ""))
        if staff is None and not await access.anybody():
            return shown(request, "closed.html", 404)
        if staff is None:
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/staff/login?next={quote(wanted if request.method == 'GET' else '/staff/')}", 303)
        request.state.staff = staff
        return await handler(request)

    return guarded


def set_cookie(response: Response, token: str, request: Request) -> Response:
    """Never readable by a script, never sent from another site, over HTTPS alone where that is used."""
    response.set_cookie(
        COOKIE, token, max_age=int(LASTS.total_seconds()), path="/staff", httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response
