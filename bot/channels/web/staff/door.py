"""Who is at the page."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.staff.forms import read_fields
from bot.channels.web.staff.rendering import shown
from bot.errors import BotError
from bot.office.staff_access import LASTS
from bot.office.staff_rooms import Rooms

log = structlog.get_logger()
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
        if staff is None and request.method == "POST" and (unsent := await _unsent(request)):
            return unsent
        if staff is None:
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/staff/login?next={quote(wanted if request.method == 'GET' else '/staff/')}", 303)
        request.state.staff = staff
        try:
            return await handler(request)
        except (BotError, HTTPException):
            raise
        except Exception as error:
            return failed(request, error)  # not left to the server, which would log the message

    return guarded


async def _unsent(request: Request) -> Response | None:
    """What somebody wrote until their login ran out is shown once more, to be copied; None where nothing was written."""
    fields = await read_fields(request)
    written = next((text for name in ("answer", "draft", "text") if (text := fields.one(name)).strip()), "")
    place = f"?name={quote(fields.one('name'))}&entry={quote(fields.one('entry'))}" if fields.one("name") else ""
    return shown(request, "expired.html", 401, written=written, following=quote(request.url.path + place)) if written else None


def failed(request: Request, error: Exception) -> Response:
    """Logged by where it happened, never by its message: that may quote a resident."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error("staff_page_failed", path=request.url.path, error=type(error).__name__, where=[f"{f.filename}:{f.lineno}" for f in frames[-4:]])
    return shown(request, "error.html", 500, text="程序出了错，已记下。请返回重试；还是不行请告诉管理员。", problems=())


def set_cookie(response: Response, token: str, request: Request) -> Response:
    """Never readable by a script, never sent from another site, over HTTPS alone where that is used."""
    response.set_cookie(
        COOKIE, token, max_age=int(LASTS.total_seconds()), path="/staff", httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response
