"""Pages of the knowledge base: health, editing with check and diff, history and roll-back, why this answer."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web.staff.door import for_staff, rooms_of
from bot.channels.web.staff.forms import read_fields
from bot.channels.web.staff.rendering import download, shown
from bot.errors import BadRequest, BotError
from bot.office.editing import Conflict, difference
from bot.office.editing_health import WORKLIST_HEAD, health, worklist
from bot.office.reports_table import as_csv
from bot.office.why import why

TWO_PEOPLE = ("danger.yaml", "elsewhere.yaml")  # to be looked at by two before saving


async def state(request: Request) -> Response:
    rooms = rooms_of(request)
    found = await asyncio.to_thread(health, rooms.folder, rooms.library, rooms.clock().date())
    return shown(request, "health.html", health=found, today=rooms.clock().date(), answers=len(rooms.library.snapshot.knowledge.answers))


async def unconfirmed(request: Request) -> Response:
    return download(as_csv(WORKLIST_HEAD, worklist(rooms_of(request).library)), "待核对清单.csv", "text/csv; charset=utf-8")


async def files(request: Request) -> Response:
    folders: dict[str, list[str]] = {}
    for name in rooms_of(request).editor.names():
        folders.setdefault(name.rpartition("/")[0] or "（最上层）", []).append(name)
    return shown(request, "files.html", folders=folders)


async def edit(request: Request) -> Response:
    rooms = rooms_of(request)
    if request.method == "GET":
        source = rooms.editor.read(request.query_params.get("name", ""))
        line = request.query_params.get("line", "")
        return _editor(request, source.name, source.text, source.version, line=int(line) if line.isascii() and line.isdecimal() else 0)
    fields = await read_fields(request)
    name, text, version = fields.one("name"), fields.one("text"), fields.one("version")
    try:
        match fields.one("action"):
            case "check":
                proposal = await rooms.editor.propose(name, text)
                return _editor(request, name, text, version, note=fields.one("note"), proposal=proposal, problems=proposal.problems)
            case "effects":
                found = await rooms.editor.effects(name, text)
                return _editor(request, name, text, version, note=fields.one("note"), effects=found)
            case "save":
                change = await rooms.editor.save(name, text, version, request.state.staff.name, note=fields.one("note"))
                return RedirectResponse(f"/staff/history/{change.id}?saved=1", 303)
            case _:
                raise BadRequest("没有这个操作。")
    except BotError as error:
        if error.code == "not_found":
            raise
        mine: tuple[str, ...] = ()
        if isinstance(error, Conflict):
            mine = tuple(difference(name, rooms.editor.read(name).text, text))
        return _editor(request, name, text, version, note=fields.one("note"), error=str(error), problems=getattr(error, "problems", ()), mine=mine, status=422)


def _editor(request: Request, name: str, text: str, version: str, status: int = 200, **more: Any) -> Response:
    nothing: dict[str, Any] = {"note": "", "error": "", "problems": (), "proposal": None, "effects": None, "line": 0, "mine": ()}
    values = nothing | more
    return shown(
        request, "edit.html", status, name=name, text=text, version=version, careful=name in TWO_PEOPLE,
        around=_around(text, int(values["line"])), **values,
    )  # fmt: skip


def _around(text: str, line: int) -> list[tuple[int, str]]:
    """The lines near the one a problem points at, numbered."""
    lines = text.splitlines()
    return [(n, lines[n - 1]) for n in range(max(1, line - 3), min(len(lines), line + 3) + 1)] if 0 < line <= len(lines) else []


async def history(request: Request) -> Response:
    name = request.query_params.get("name") or None
    return shown(request, "history.html", changes=await rooms_of(request).editor.history(name, 200), name=name)


async def change(request: Request) -> Response:
    rooms = rooms_of(request)
    found = await rooms.editor.change(request.path_params["id"])
    error, problems, status = "", (), 200
    if request.method == "POST":
        fields = await read_fields(request)
        try:
            done = await rooms.editor.roll_back(found.id, fields.one("version"), request.state.staff.name)
            return RedirectResponse(f"/staff/history/{done.id}?saved=1", 303)
        except BotError as refused:
            error, problems, status = str(refused), getattr(refused, "problems", ()), 422
    present = rooms.editor.read(found.file).text if found.file in rooms.editor.names() else None
    return shown(
        request, "change.html", status, change=found, diff=difference(found.file, found.before or "", found.after or ""),
        back=difference(found.file, present or "", found.before or ""), possible=present != found.before, version=rooms.editor.version(found.file),
        saved="saved" in request.query_params, error=error, problems=problems,
    )  # fmt: skip


async def explain(request: Request) -> Response:
    question = request.query_params.get("q", "").strip()[:2000]
    found = await asyncio.to_thread(why, rooms_of(request).library, question) if question else None
    return shown(request, "why.html", question=question, why=found)


async def address_of(request: Request) -> Response:
    """An answer by its id → its place in the editor."""
    rooms = rooms_of(request)
    id = request.path_params["id"]
    if id not in rooms.library.snapshot.knowledge.answers:
        raise BadRequest("这条回答已经不在了。")
    origin = rooms.library.snapshot.knowledge.origin("answers", id)
    line, _ = origin.document.place(origin.path)
    return RedirectResponse(f"/staff/files/edit?name={quote(origin.document.file.split('/', 1)[-1])}&line={line}", 303)


ROUTES = [
    Route("/knowledge", for_staff(state)),
    Route("/knowledge/unconfirmed.csv", for_staff(unconfirmed)),
    Route("/answers/{id}", for_staff(address_of)),
    Route("/files", for_staff(files)),
    Route("/files/edit", for_staff(edit), methods=["GET", "POST"]),
    Route("/history", for_staff(history)),
    Route("/history/{id:int}", for_staff(change), methods=["GET", "POST"]),
    Route("/why", for_staff(explain)),
]
