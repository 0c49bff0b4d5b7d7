"""Pages of the knowledge base: health, editing with check and diff, history and roll-back, why this answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web.staff.door import for_staff, rooms_of
from bot.channels.web.staff.forms import read_fields
from bot.channels.web.staff.rendering import download, shown
from bot.errors import BadRequest, BotError, NotFound, Problem
from bot.office.editing import Conflict, Editor, difference
from bot.office.editing_entries import entry_at, entry_text, with_entry
from bot.office.editing_health import WORKLIST_HEAD, health, worklist
from bot.office.reports_table import as_csv
from bot.office.why import why

TWO_PEOPLE = ("danger.yaml", "elsewhere.yaml")  # to be looked at by two before saving


async def state(request: Request) -> Response:
    rooms = rooms_of(request)
    found = await asyncio.to_thread(health, rooms.folder, rooms.library, rooms.clock().date())
    return shown(
        request, "health.html", health=found, today=rooms.clock().date(), answers=len(rooms.library.snapshot.knowledge.answers),
        lost=await rooms.lost_messages(), again=request.query_params.get("again", ""),
    )  # fmt: skip


async def deliveries(request: Request) -> Response:
    """Send the staff chat what it missed, or tick off what did not reach residents."""
    desk, fields = rooms_of(request).deliveries, await read_fields(request)
    if desk is None:
        raise NotFound("没有要发到聊天里的消息。")
    match fields.one("action"):
        case "again":
            return RedirectResponse(f"/staff/knowledge?again={await desk.again()}#deliveries", 303)
        case "seen":
            await desk.seen([int(n) for n in fields.all("id") if n.isascii() and n.isdecimal() and len(n) < 12])
            return RedirectResponse("/staff/knowledge#deliveries", 303)
    raise BadRequest("没有这个操作。")


async def unconfirmed(request: Request) -> Response:
    return download(as_csv(WORKLIST_HEAD, worklist(rooms_of(request).library)), "待核对清单.csv", "text/csv; charset=utf-8")


async def files(request: Request) -> Response:
    folders: dict[str, list[str]] = {}
    for name in rooms_of(request).editor.names():
        folders.setdefault(name.rpartition("/")[0] or "（最上层）", []).append(name)
    return shown(request, "files.html", folders=folders)


async def edit(request: Request) -> Response:
    """A whole file, or (`entry`, or the entry that `line` is in) one entry of it."""
    if request.method == "GET":
        source = rooms_of(request).editor.read(request.query_params.get("name", ""))
        asked = request.query_params.get("line", "")
        line = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
        entry = "" if "whole" in request.query_params else request.query_params.get("entry", "") or entry_at(source.text, line)
        alone = entry_text(source.text, entry) if entry else None
        page = _Page(source.name, entry if alone is not None else "", source.text if alone is None else alone, source.version)
        return _editor(request, page, around=_around(source.text, [line]))
    fields = await read_fields(request)
    page = _Page(fields.one("name"), fields.one("entry"), fields.one("text"), fields.one("version"), fields.one("note"))
    try:
        return await _act(request, page, fields.one("action"))
    except BotError as error:
        if error.code == "not_found":
            raise
        problems = tuple(getattr(error, "problems", ()))
        return _editor(request, page, error=str(error), problems=problems, conflict=isinstance(error, Conflict), around=_near(request, page, problems), status=422)


@dataclass(frozen=True)
class _Page:
    """What the editor shows or was sent: `text` is the whole file's, or one entry's."""

    name: str
    entry: str
    text: str
    version: str
    note: str = ""

    def whole(self, editor: Editor) -> str:
        """The whole file as it would be. Raises NotFound, Conflict where the entry is gone, BadRequest for an empty one: seldom meant."""
        if not self.entry:
            return self.text
        if not self.text.strip():
            raise BadRequest("框里是空的，没有保存。真要删掉这一条，请点“打开整个文件”，在那里删。")
        whole = with_entry(editor.read(self.name).text, self.entry, self.text)
        if whole is None:
            raise Conflict("这一条刚刚被别人改过或删了，没有保存。请打开最新的内容。")
        return whole


async def _act(request: Request, page: _Page, action: str) -> Response:
    editor = rooms_of(request).editor
    text = page.whole(editor)
    match action:
        case "check":
            proposal = await editor.propose(page.name, text)
            return _editor(request, page, proposal=proposal, around=_near(request, page, proposal.problems))
        case "effects":
            return _editor(request, page, effects=await editor.effects(page.name, text))
        case "save":
            change = await editor.save(page.name, text, page.version, request.state.staff.name, note=page.note)
            return RedirectResponse(f"/staff/history/{change.id}?saved=1", 303)
    raise BadRequest("没有这个操作。")


def _editor(request: Request, page: _Page, status: int = 200, **more: Any) -> Response:
    nothing: dict[str, Any] = {"error": "", "problems": (), "proposal": None, "effects": None, "around": (), "conflict": False}
    return shown(request, "edit.html", status, page=page, careful=page.name in TWO_PEOPLE, rows=min(40, page.text.count("\n") + 4), **(nothing | more))


def _near(request: Request, page: _Page, problems: tuple[Problem, ...]) -> list[tuple[int, str, bool]]:
    """The lines that the problems of this file point at, as they would be."""
    here = [p.line for p in problems if p.file.split("/", 1)[-1] == page.name]
    return _around(page.whole(rooms_of(request).editor), here[:5]) if here else []


def _around(text: str, wanted: list[int]) -> list[tuple[int, str, bool]]:
    """The lines near the wanted ones, numbered; the wanted ones marked."""
    lines = text.splitlines()
    near = sorted({n for line in wanted for n in range(line - 2, line + 3) if 0 < line <= len(lines) and 0 < n <= len(lines)})
    return [(n, lines[n - 1], n in wanted) for n in near]


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
    return RedirectResponse(f"/staff/files/edit?name={quote(origin.document.file.split('/', 1)[-1])}&entry={id}", 303)


ROUTES = [
    Route("/knowledge", for_staff(state)),
    Route("/knowledge/deliveries", for_staff(deliveries), methods=["POST"]),
    Route("/knowledge/unconfirmed.csv", for_staff(unconfirmed)),
    Route("/answers/{id}", for_staff(address_of)),
    Route("/files", for_staff(files)),
    Route("/files/edit", for_staff(edit), methods=["GET", "POST"]),
    Route("/history", for_staff(history)),
    Route("/history/{id:int}", for_staff(change), methods=["GET", "POST"]),
    Route("/why", for_staff(explain)),
]
