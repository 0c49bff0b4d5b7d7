"""The kiosk page: server-rendered, whole without JavaScript. The session travels in the form, since frames get no cookies."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.answers.blocks import Reply
from bot.channels.web.api import MAX_BODY, document_response, read_body
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message
from bot.errors import BotError, TooLong

HERE = Path(__file__).parent
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


class Kiosk:
    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._templates = templates()

    async def home(self, request: Request) -> Response:
        session = secrets.token_urlsafe(24)
        reply = await self._reply(session, choice="menu")
        return self._page(session, reply, question="")

    async def ask(self, request: Request) -> Response:
        try:
            await _limit(request)
            form = await request.form(max_fields=20, max_files=0)
        except TooLong as error:
            return HTMLResponse(self._render("error.html", text=str(error)), 413)
        session = _session(str(form.get("session", "")))
        text, choice = str(form.get("question", "")), str(form.get("choice", ""))[:200]
        reply = await self._reply(session, text="" if choice else text, choice=choice)
        return self._page(session if not reply.ended else secrets.token_urlsafe(24), reply, question="" if choice else text)

    async def document(self, request: Request) -> Response:
        try:
            document = await self._assistant.document(f"kiosk:{request.path_params['session']}", request.path_params["id"])
        except BotError as error:
            return HTMLResponse(self._render("error.html", text=str(error)), 404)
        return document_response(document)

    async def _reply(self, session: str, *, text: str = "", choice: str = "") -> Reply:
        return await self._assistant.reply(Message(session=f"kiosk:{session}", channel="kiosk", text=text, choice=choice))

    def _page(self, session: str, reply: Reply, question: str) -> Response:
        return HTMLResponse(self._render("page.html", session=session, reply=reply, question=question[:500]))

    def _render(self, name: str, **values: object) -> str:
        return self._templates.get_template(name).render(**values)


def _session(token: str) -> str:
    return token if _TOKEN.fullmatch(token) else secrets.token_urlsafe(24)


async def _limit(request: Request) -> None:
    """Read the body ourselves first, so that a huge one is refused early."""
    body = await read_body(request, MAX_BODY)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    request._receive = receive
    request._stream_consumed = False
