"""Pages of the gap queue: what could not be answered, draft, publish."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web.staff.door import for_staff, rooms_of
from bot.channels.web.staff.forms import Fields, read_fields
from bot.channels.web.staff.rendering import REASONS, download, shown
from bot.errors import BadRequest, BotError
from bot.office.gaps import STATES, ChangedMeanwhile, Gap
from bot.office.gaps_draft import unfilled
from bot.office.reports import SHENZHEN
from bot.office.reports_table import as_csv

SHOWN = 50


async def queue(request: Request) -> Response:
    rooms = rooms_of(request)
    state = request.query_params.get("state", "new")
    found = await rooms.gaps.queue()
    counts = {s: sum(g.state == s for g in found) for s in STATES}
    chosen = [g for g in found if g.state == state]
    return shown(request, "gaps.html", gaps=chosen[:SHOWN], hidden=max(0, len(chosen) - SHOWN), state=state, counts=counts)


async def export(request: Request) -> Response:
    rows = [
        (STATES[g.state], g.asked, text, times, "；".join(REASONS.get(r, r) for r in g.reasons), g.answer, f"{g.last.astimezone(SHENZHEN):%Y-%m-%d}")
        for g in await rooms_of(request).gaps.queue() for text, times in g.questions
    ]  # fmt: skip
    head = ("状态", "这件事共问", "居民原话（已去掉个人信息）", "这句问了几次", "为什么", "现由哪条回答", "最近一次")
    return download(as_csv(head, rows), "没答上的问题.csv", "text/csv; charset=utf-8")


async def one(request: Request) -> Response:
    rooms = rooms_of(request)
    gap = await rooms.gaps.get(request.path_params["gap"])
    if request.method == "GET":
        return await _shown(request, gap, gap.draft)
    fields = await read_fields(request)
    if gap.seen.isoformat() != fields.one("seen"):
        refused = ChangedMeanwhile("别的同事刚刚也改了这一条，下面是他改的样子；您写的在草稿框里，还没有保存。")
        return await _shown(request, gap, fields.one("draft"), error=str(refused), status=409)
    try:
        return await _act(request, gap, fields)
    except BotError as error:
        if error.code not in ("bad_request", "rejected", "conflict"):
            raise
        return await _shown(request, await rooms.gaps.get(gap.id), fields.one("draft"), error=str(error), problems=getattr(error, "problems", ()), status=422)


async def _act(request: Request, gap: Gap, fields: Fields) -> Response:
    rooms, who, draft = rooms_of(request), request.state.staff.name, fields.one("draft")
    match fields.one("action"):
        case "draft":
            return await _shown(request, gap, rooms.gaps.new_draft(gap, rooms.clock()))
        case "save":
            await rooms.gaps.save_draft(gap, draft, who)
        case "check":
            proposal = await rooms.publishing.check(draft)
            return await _shown(request, gap, draft, proposal=proposal, problems=proposal.problems)
        case "effects":
            return await _shown(request, gap, draft, effects=await rooms.publishing.effects(gap, draft))
        case "publish":
            return await _shown(request, gap, "", published=await rooms.publishing.publish(gap, draft, who))
        case "phrases":
            done = await rooms.publishing.add_phrases(gap, fields.one("answer"), fields.all("phrase"), who)
            return await _shown(request, gap, "", published=done)
        case "settle":
            return await _shown(request, gap, "", published=await rooms.publishing.settle(gap, who))
        case "merge":
            await rooms.gaps.merge(gap, fields.one("into"), who)
            return RedirectResponse(f"/staff/gaps/{quote(fields.one('into'))}?merged=1", 303)
        case "part":
            there = await rooms.gaps.part(gap, fields.all("phrase"), fields.one("into"), who)
            return RedirectResponse(f"/staff/gaps/{gap.id}?parted={there}", 303)
        case "dismiss":
            await rooms.gaps.dismiss(gap, who)
            return RedirectResponse("/staff/gaps", 303)
        case "reopen":
            await rooms.gaps.reopen(gap, who)
        case _:
            raise BadRequest("没有这个操作。")
    return RedirectResponse(f"/staff/gaps/{gap.id}", 303)


async def _shown(request: Request, gap: Gap, draft: str, status: int = 200, **more: Any) -> Response:
    rooms = rooms_of(request)
    if more.get("published"):
        gap = await rooms.gaps.get(gap.id)
    merged, parted = "merged" in request.query_params, request.query_params.get("parted", "")
    nothing: dict[str, Any] = {"error": "", "problems": (), "proposal": None, "effects": None, "published": None}
    return shown(
        request, "gap.html", status, gap=gap, draft=draft, nearest=rooms.gaps.nearest(gap), unfilled=unfilled(draft),
        by_now="" if more.get("published") else rooms.publishing.answered_by_now(gap), lines=draft.count("\n") + 4,
        others=await rooms.gaps.others(gap) if gap.state in ("new", "drafted") else [], merged=merged, parted=await _title(request, parted),
        **(nothing | more),
    )  # fmt: skip


async def _title(request: Request, id: str) -> tuple[str, str]:
    """(id, title) of the gap that questions went to; empty when there is none."""
    found = [g for g in await rooms_of(request).gaps.queue() if g.id == id] if id else []
    return (found[0].id, found[0].title) if found else ("", "")


ROUTES = [
    Route("/gaps", for_staff(queue)),
    Route("/gaps.csv", for_staff(export)),
    Route("/gaps/{gap}", for_staff(one), methods=["GET", "POST"]),
]
