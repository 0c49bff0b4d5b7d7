"""Pages of figures: charts with tables beside, CSV, the monthly report."""

from __future__ import annotations

import asyncio

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.staff.charts import bars, columns, stack
from bot.channels.web.staff.door import for_staff, rooms_of
from bot.channels.web.staff.rendering import download, shown
from bot.errors import NotFound
from bot.office.reports import Period, month_named
from bot.office.reports_document import monthly_report
from bot.office.reports_table import TableOf, all_tables_csv, as_csv, tables

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _month(request: Request) -> Period:
    return month_named(request.query_params.get("month", ""), rooms_of(request).clock().date())


async def usage(request: Request) -> Response:
    rooms, period = rooms_of(request), _month(request)
    found = await rooms.reports.figures(period)
    following = month_named("", period.until.date())
    shown_tables = [(table, _chart(table)) for table in tables(found)]
    return shown(
        request, "usage.html", figures=found, period=period, month=f"{period.first:%Y-%m}", earlier=f"{period.before.first:%Y-%m}",
        later=f"{following.first:%Y-%m}" if following.first <= rooms.clock().date() else "", tables=shown_tables,
        tickets=await rooms.ticket_figures(period),
    )  # fmt: skip


def _chart(table: TableOf) -> Markup | None:
    rows = [(str(r[0]), int(r[1])) for r in table.rows if len(r) > 1 and isinstance(r[1], int)]
    if not sum(n for _, n in rows):
        return None
    if table.key in ("results", "opinions"):
        return stack(table.title, rows)
    if table.key == "hours":
        return columns(table.title, rows, 3)
    if table.key == "days":
        return columns(table.title, [(name[8:].lstrip("0") + "日", n) for name, n in rows], 5)
    return bars(table.title, rows[:12]) if table.key in ("services", "topics", "answers", "channels") else None


async def table(request: Request) -> Response:
    found = await rooms_of(request).reports.figures(period := _month(request))
    for one in tables(found):
        if one.key == request.path_params["key"]:
            return download(as_csv(one.head, one.rows), f"{one.title}-{period.first:%Y-%m}.csv", "text/csv; charset=utf-8")
    raise NotFound("没有这张表。")


async def everything(request: Request) -> Response:
    period = _month(request)
    content = all_tables_csv(await rooms_of(request).reports.figures(period))
    return download(content, f"运行数据-{period.first:%Y-%m}.csv", "text/csv; charset=utf-8")


async def report(request: Request) -> Response:
    rooms, period = rooms_of(request), _month(request)
    now, before = await rooms.reports.figures(period), await rooms.reports.figures(period.before)
    content = await asyncio.to_thread(monthly_report, now, before, await rooms.ticket_figures(period), rooms.clock().date())
    return download(content, f"智能助手{period}运行情况报告.docx", WORD)


ROUTES = [
    Route("/usage", for_staff(usage)),
    Route("/usage/all.csv", for_staff(everything)),
    Route("/usage/report.docx", for_staff(report)),
    Route("/usage/{key}.csv", for_staff(table)),
]
