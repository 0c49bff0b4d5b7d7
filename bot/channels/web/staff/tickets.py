"""Pages of tickets: the list, one of them with its answer form, its transcript."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web.staff.door import for_staff, rooms_of
from bot.channels.web.staff.forms import Fields, read_fields
from bot.channels.web.staff.rendering import shown
from bot.errors import BadRequest, NotFound
from bot.office.staff_tickets import TicketRoom, Waiting
from bot.office.tickets import CHANNEL_NAMES, STATES, TicketError


def _desk(request: Request) -> TicketRoom:
    desk: TicketRoom | None = rooms_of(request).desk
    if desk is None:
        raise NotFound("留言没有开放。")
    return desk


async def list_(request: Request) -> Response:
    state = request.query_params.get("state", "open")
    desk = _desk(request)
    if state not in STATES:
        raise NotFound("没有这一栏。")
    return shown(
        request, "tickets.html", state=state, states_of=STATES, counts=await desk.counts(), tickets=await desk.in_state(state), channel_names=CHANNEL_NAMES
    )


async def one(request: Request) -> Response:
    desk = _desk(request)
    ticket = await desk.get(request.path_params["number"])
    if request.method == "GET":
        return await _shown(request, ticket)
    fields = await read_fields(request)
    if fields.one("action") == "canned":
        return await _canned(request, ticket, fields)
    try:
        said = await _act(request, ticket, fields)
    except TicketError as refused:
        return await _shown(request, await desk.get(ticket.row.number), error=str(refused), answer=fields.one("answer"), status=422)
    if fields.one("action") == "reply":  # a warning of the desk (a colleague answered first) must be read
        return await _shown(request, await desk.get(ticket.row.number), said=said)
    return RedirectResponse(f"/staff/tickets/{ticket.row.number}", 303)


async def _act(request: Request, ticket: Waiting, fields: Fields) -> str:
    """Do it once, however often the form is sent: its key is the same each time. Raises TicketError."""
    tickets, id, who = _desk(request).tickets, ticket.row.id, request.state.staff.name
    key = f"web:{fields.one('key')[:80]}"
    match fields.one("action"):
        case "reply":
            if fields.one("seen") != str(len(ticket.row.messages)) and await tickets.store.done(key) is None:
                raise TicketError("这条留言刚刚有新的往来（在上面），您的答复还没有发出。请看一眼再发。")
            return await tickets.reply(id, key, who, fields.one("answer"))
        case "close" | "reopen" as verb:
            return await tickets.set_state(id, key, who, "closed" if verb == "close" else "open")
        case "assign":
            to = fields.one("to") or who
            if to not in await rooms_of(request).access.names():
                raise BadRequest("没有这位同事。")
            return await tickets.assign(id, key, who, to)
        case "ban" | "unban" as verb:
            return await tickets.ban(id, who, verb == "ban")
    raise BadRequest("没有这个操作。")


async def _canned(request: Request, ticket: Waiting, fields: Fields) -> Response:
    """The canned answer goes into the form, to be read and changed before it is sent."""
    try:
        text = _desk(request).tickets.canned(fields.one("canned"), fields.one("slot"))
    except TicketError as refused:
        return await _shown(request, ticket, error=str(refused).replace("/canned ", ""), answer=fields.one("answer"), status=422)
    before = fields.one("answer").strip()
    return await _shown(request, ticket, answer=f"{before}\n{text}" if before else text)


async def _shown(request: Request, ticket: Waiting, status: int = 200, **more: Any) -> Response:
    desk = _desk(request)
    nothing: dict[str, Any] = {"said": "", "error": "", "answer": ""}
    return shown(
        request, "ticket.html", status, ticket=ticket.row, late=ticket.late, contact=desk.contact(ticket.row), banned=await desk.banned(ticket.row),
        canned=desk.canned(), colleagues=await rooms_of(request).access.names(), key=secrets.token_urlsafe(12), states_of=STATES,
        channel_names=CHANNEL_NAMES, **(nothing | more),
    )  # fmt: skip


async def transcript(request: Request) -> Response:
    desk = _desk(request)
    ticket = await desk.get(request.path_params["number"])
    return PlainTextResponse(
        desk.transcript(ticket.row), headers={"Content-Disposition": f'attachment; filename="ticket-{ticket.row.number}.txt"'}
    )


ROUTES = [
    Route("/tickets", for_staff(list_)),
    Route("/tickets/{number}.txt", for_staff(transcript)),
    Route("/tickets/{number}", for_staff(one), methods=["GET", "POST"]),
]
