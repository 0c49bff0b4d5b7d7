"""Who is at the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.staff.rendering import shown
from bot.office.staff_access import LASTS
from bot.office.staff_rooms import Rooms

COOKIE = "staff"
Handler = Callable[[Request], Awaitable[Response]]


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
