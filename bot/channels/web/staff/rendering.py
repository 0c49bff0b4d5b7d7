"""Templates → pages."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.office.editing import KINDS
from bot.office.gaps import STATES
from bot.office.reports import CHANNELS, service_name
from bot.office.reports_table import percent

HERE = Path(__file__).parent
REASONS = {"none": "没答上", "unhelpful": "说没帮上", "rephrased": "换说法又问"}


@cache
def _style() -> str:
    digest = hashlib.sha256((HERE / "static" / "staff.css").read_bytes()).hexdigest()[:10]
    return f"/staff/static/staff.css?v={digest}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(
        style=_style, states=STATES, reasons=REASONS, kinds=KINDS, channels=CHANNELS, service_name=service_name, percent=percent, quote=quote,
        never=date.max,
    )  # fmt: skip
    made.filters.update(when=_when, file=_file)
    return made


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo('Asia/Shanghai')):%m月%d日 %H:%M}"


def _file(shown: str) -> str:
    """A problem's file as the editor names it: below the knowledge folder."""
    return shown.split("/", 1)[-1]


def shown(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page for who is logged in (or nobody, on the pages at the door)."""
    staff = getattr(request.state, "staff", None)
    here = request.url.path
    values["has_desk"] = request.app.state.rooms.desk is not None
    html = _environment().get_template(template).render(staff=staff, here=here, **values)
    return HTMLResponse(html, status)


def download(content: bytes, name: str, media: str) -> Response:
    disposition = f"attachment; filename=\"download\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})
