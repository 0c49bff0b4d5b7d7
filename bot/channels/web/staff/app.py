"""Routes, logins and errors of the staff page."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web.headers import SecurityHeaders
from bot.channels.web.staff import gaps, knowledge, tickets, usage
from bot.channels.web.staff.door import COOKIE, failed, for_staff, rooms_of, set_cookie
from bot.channels.web.staff.forms import LoginForms, read_fields
from bot.channels.web.staff.rendering import HERE, shown
from bot.errors import BotError
from bot.office.staff_access import TooManyTries, WrongKey
from bot.office.staff_rooms import Rooms

HEADERS = {
    b"content-security-policy": b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-frame-options": b"DENY",
    b"cache-control": b"no-store",
    b"x-robots-tag": b"noindex",
}
STATUS = {
    "unauthorized": 401, "rate_limited": 429, "not_found": 404, "conflict": 409, "rejected": 422, "bad_request": 400, "too_long": 413,
    "forbidden": 403,
}  # fmt: skip


def staff_mount(rooms: Rooms) -> Mount:
    """All of /staff over the office's rooms."""
    routes: list[BaseRoute] = [
        Route("/login", log_in, methods=["GET", "POST"]),
        Route("/logout", for_staff(log_out), methods=["POST"]),
        Route("/", for_staff(overview)),
        *tickets.ROUTES, *gaps.ROUTES, *knowledge.ROUTES, *usage.ROUTES,
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]  # fmt: skip
    handlers: Any = {HTTPException: _http_error, BotError: _own_error, Exception: _crash}
    app = Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, headers=HEADERS)], exception_handlers=handlers)
    app.state.rooms, app.state.login_forms = rooms, LoginForms()
    return Mount("/staff", app)


async def log_in(request: Request) -> Response:
    rooms = rooms_of(request)
    forms: LoginForms = request.app.state.login_forms
    if not await rooms.access.anybody():
        return shown(request, "closed.html", 404)
    following = _inside(request.query_params.get("next", ""))
    if request.method == "GET":
        return forms.fresh(shown(request, "login.html", csrf=(token := forms.new()), next=following, error=""), token, request)
    fields = await read_fields(request)
    error, status = "", 200
    if not forms.sent(request, fields.one("csrf")):
        error, status = "这个页面放得太久了，请再输一次。", 403
    else:
        try:
            token = await rooms.access.log_in(fields.one("key"), request.client.host if request.client else "")
            return set_cookie(RedirectResponse(_inside(fields.one("next")), 303), token, request)
        except (WrongKey, TooManyTries) as refused:
            error, status = str(refused), STATUS[refused.code]
    page = shown(request, "login.html", status, csrf=(fresh := forms.new()), next=_inside(fields.one("next")), error=error)
    return forms.fresh(page, fresh, request)


def _inside(address: str) -> str:
    """Where to go after logging in: only pages of ours."""
    good = address.startswith("/staff/") and not address.startswith("/staff/log") and address.isprintable() and "\\" not in address
    return address if good and "//" not in address.partition("?")[0] else "/staff/"


async def log_out(request: Request) -> Response:
    await read_fields(request)
    await rooms_of(request).access.log_out(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/staff/login", 303)
    response.delete_cookie(COOKIE, path="/staff")
    return response


async def overview(request: Request) -> Response:
    rooms = rooms_of(request)
    found = await rooms.gaps.queue()
    figures = await rooms.reports.figures(rooms.this_month())
    desk = await rooms.tickets_summary()
    return shown(
        request, "overview.html", gaps=[g for g in found if g.state in ("new", "drafted")][:5], figures=figures,
        waiting={s: sum(g.state == s for g in found) for s in ("new", "drafted")}, broken=rooms.library_problems(), desk=desk,
        changes=await rooms.editor.history(limit=5), lost=await rooms.lost_messages(),
    )  # fmt: skip


async def _own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, BotError)
    problems = getattr(error, "problems", ())
    return shown(request, "error.html", STATUS.get(error.code, 400), text=str(error), problems=problems)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    text = "没有这个页面。" if error.status_code == 404 else "这个请求不对，请返回重试。"
    return shown(request, "error.html", error.status_code, text=text, problems=())


async def _crash(request: Request, error: Exception) -> Response:
    return failed(request, error)
