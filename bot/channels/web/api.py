"""The JSON API: ask, documents, suggestions. One error shape; every answer is the Reply of the dialogue."""

from __future__ import annotations

import json
import secrets
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.answers.blocks import Hit, Language, Reply
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import MAX_QUESTION, Message
from bot.errors import BadRequest, BotError, NotFound, TooLong

MAX_BODY = 64_000  # bytes
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf", "ics": "text/calendar",
}  # fmt: skip
_STATUS = {NotFound.code: 404, TooLong.code: 413, "unauthorized": 401, "rate_limited": 429, "method_not_allowed": 405}


class AskRequest(BaseModel):
    """Either a typed question or a picked choice; `session` is what the last reply gave, or none to begin."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"question": "老板拖欠工资怎么办"}]})

    question: str | None = Field(None, description=f"the resident's words, at most {MAX_QUESTION} characters")
    choice: str | None = Field(None, max_length=200, description="the id of a choice from an earlier reply")
    session: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{16,64}$", description="the session of an earlier reply")
    language: Language | None = None


class AskResponse(BaseModel):
    """`reply.blocks` in reading order; `answers` best first."""

    ok: bool = True
    session: str
    outcome: str
    reply: Reply
    answers: tuple[Hit, ...]


class ErrorDetail(BaseModel):
    code: str
    message: str


class ErrorResponse(BaseModel):
    """The one shape of every error."""

    ok: bool = False
    error: ErrorDetail


def error_response(code: str, message: str, status: int | None = None) -> JSONResponse:
    body = ErrorResponse(error=ErrorDetail(code=code, message=message))
    return JSONResponse(body.model_dump(), status or _STATUS.get(code, 400))


async def read_body(request: Request, limit: int = MAX_BODY) -> bytes:
    """The body; TooLong as soon as it exceeds `limit`."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise TooLong(f"请求太大，最多 {limit} 字节。")
        pieces.append(piece)
    return b"".join(pieces)


async def _ask_request(request: Request) -> AskRequest:
    try:
        data = json.loads(await read_body(request))
    except (ValueError, RecursionError):
        raise BadRequest("请求不是有效的 JSON。") from None
    if not isinstance(data, dict):
        raise BadRequest("请求要是一个 JSON 对象，例如 {\"question\": \"老板拖欠工资怎么办\"}。")
    try:
        asked = AskRequest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRequest(f"{'.'.join(map(str, first['loc']))}：{first['msg']}") from None
    if (asked.question is None) == (asked.choice is None):
        raise BadRequest("question 和 choice 要给一个，也只能给一个。")
    if len(asked.question or "") > MAX_QUESTION:
        raise TooLong(f"问题太长，最多 {MAX_QUESTION} 个字。")
    return asked


class Api:
    """The handlers, bound to one assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def ask(self, request: Request) -> Response:
        try:
            asked = await _ask_request(request)
        except BotError as error:
            return error_response(error.code, str(error))
        session = asked.session or secrets.token_urlsafe(24)
        message = Message(
            session=f"api:{session}", channel="api", text=_sound(asked.question), choice=_sound(asked.choice), language=asked.language
        )
        reply = await self._assistant.reply(message)
        body = AskResponse(session=session, outcome=reply.outcome, reply=reply, answers=reply.answers)
        return Response(body.model_dump_json(), media_type="application/json")

    async def suggest(self, request: Request) -> Response:
        text = request.query_params.get("q", "")[:200]
        return JSONResponse({"ok": True, "suggestions": list(await self._assistant.suggest(text))})

    async def document(self, request: Request) -> Response:
        session = request.path_params["session"]
        try:
            document = await self._assistant.document(f"api:{session}", request.path_params["id"])
        except BotError as error:
            return error_response(error.code, str(error))
        return document_response(document)

    async def forget(self, request: Request) -> Response:
        await self._assistant.forget(f"api:{request.path_params['session']}")
        return JSONResponse({"ok": True})


def document_response(document: Any) -> Response:
    from urllib.parse import quote

    disposition = f"attachment; filename=\"document.{document.media}\"; filename*=UTF-8''{quote(document.name)}"
    return Response(document.content, media_type=MEDIA[document.media], headers={"Content-Disposition": disposition})


def _sound(text: str | None) -> str:
    """Lone surrogates, which JSON can carry, can't be stored or shown."""
    return (text or "").encode("utf-8", "replace").decode("utf-8")
