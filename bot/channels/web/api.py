"""The JSON API: ask, documents, suggestions. One error shape; every answer is the Reply of the dialogue."""

from __future__ import annotations

import json
import re
from typing import Any, get_args
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.answers.blocks import Hit, Language, Outcome, Reply
from bot.channels.web.access import Access
from bot.channels.web.forms_read import is_token, read_body, sound
from bot.channels.web.shown_pages import new_token
from bot.dialogue.assistant import Assistant
from bot.dialogue.papers import Document
from bot.dialogue.session import MAX_QUESTION, Message
from bot.errors import BadRequest, NotFound, TooLong

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf", "ics": "text/calendar",
}  # fmt: skip
STATUS = {NotFound.code: 404, TooLong.code: 413, "unauthorized": 401, "rate_limited": 429, "method_not_allowed": 405}
SESSION = r"^[A-Za-z0-9_-]{16,64}$"
MAX_SUGGEST = 200  # characters
SUGGESTED = 6  # at most
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

# exactly one of the two; the other may be absent or null
_ONE_OF: list[Any] = [
    {"required": ["question"], "properties": {"question": {"type": "string"}, "choice": {"type": "null"}}},
    {"required": ["choice"], "properties": {"choice": {"type": "string"}, "question": {"type": "null"}}},
]


class AskRequest(BaseModel):
    """Either a typed question or a picked choice; `session` is what the last reply gave, or none to begin."""

    model_config = ConfigDict(
        extra="forbid", strict=True,
        json_schema_extra={
            "oneOf": _ONE_OF,
            "examples": [{"question": "老板拖欠工资怎么办"}, {"choice": "menu", "session": "w7VhC0m3k2Qp9sT4xYzA1bE6"}],
        },
    )  # fmt: skip

    question: str | None = Field(None, max_length=MAX_QUESTION, description="the resident's words")
    choice: str | None = Field(None, max_length=200, description="the id of a choice from an earlier reply")
    session: str | None = Field(None, pattern=SESSION, description="the session of an earlier reply")
    language: Language | None = Field(None, description="the language of this and later replies of the session")


class AskResponse(BaseModel):
    """`reply.blocks` in reading order; `answers` best first."""

    ok: bool = True
    session: str
    outcome: Outcome
    reply: Reply
    answers: tuple[Hit, ...]


class SuggestResponse(BaseModel):
    ok: bool = True
    suggestions: tuple[str, ...]


class ForgetResponse(BaseModel):
    ok: bool = True


class ErrorDetail(BaseModel):
    code: str
    message: str


class ErrorResponse(BaseModel):
    """The one shape of every error."""

    ok: bool = False
    error: ErrorDetail


def error_response(code: str, message: str, status: int | None = None) -> JSONResponse:
    body = ErrorResponse(error=ErrorDetail(code=code, message=message))
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}
    status = status or STATUS.get(code, 400)
    return JSONResponse(body.model_dump(), status, headers=headers.get(status))


async def _ask_request(request: Request) -> AskRequest:
    try:
        data = json.loads(await read_body(request))
    except (ValueError, RecursionError):
        raise BadRequest("请求不是有效的 JSON。") from None
    if not isinstance(data, dict):
        raise BadRequest('请求要是一个 JSON 对象，例如 {"question": "老板拖欠工资怎么办"}。')
    data |= {name: sound(data[name]) for name in ("question", "choice") if isinstance(data.get(name), str)}
    if isinstance(data.get("question"), str) and len(data["question"]) > MAX_QUESTION:
        raise TooLong(f"问题太长，最多 {MAX_QUESTION} 个字。")
    try:
        asked = AskRequest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRequest(f"{'.'.join(map(str, first['loc']))}：{first['msg']}") from None
    if (asked.question is None) == (asked.choice is None):
        raise BadRequest("question 和 choice 要给一个，也只能给一个。")
    return asked


class Api:
    """The handlers, bound to one assistant. Errors of our own family are turned into responses by the application."""

    def __init__(self, assistant: Assistant, access: Access) -> None:
        self._assistant = assistant
        self._access = access

    async def ask(self, request: Request) -> Response:
        terminal = self._access.terminal(request)
        asked = await _ask_request(request)
        await self._access.count(request, terminal=terminal, session=asked.session or "")
        session = asked.session or new_token()
        message = Message(
            session=f"api:{session}", channel="api", text=asked.question or "", choice=asked.choice or "", language=asked.language
        )
        reply = await self._assistant.reply(message)
        body = AskResponse(session=session, outcome=reply.outcome, reply=reply, answers=reply.answers)
        return Response(body.model_dump_json(), media_type="application/json")

    async def suggest(self, request: Request) -> Response:
        """Open to the kiosk page and phones, which have no key; counted by address."""
        text = request.query_params.get("q")
        if text is None:
            raise BadRequest("请在地址里写 q=已经打的字。")
        if len(text) > MAX_SUGGEST:
            raise BadRequest(f"q 太长，最多 {MAX_SUGGEST} 个字。")
        await self._access.count(request)
        language = request.query_params.get("language")
        if language not in (None, *get_args(Language)):
            raise BadRequest("language 只能是 zh-Hans、zh-Hant 或 en。")
        found = _in_language(await self._assistant.suggest(sound(text), SUGGESTED * (1 if language is None else 4)), language)
        return JSONResponse(SuggestResponse(suggestions=found).model_dump(mode="json"))

    async def document(self, request: Request) -> Response:
        terminal = self._access.terminal(request)
        session = _session(request)
        await self._access.count(request, terminal=terminal, session=session)
        return document_response(await self._assistant.document(f"api:{session}", request.path_params["id"]))

    async def forget(self, request: Request) -> Response:
        terminal = self._access.terminal(request)
        session = _session(request)
        await self._access.count(request, terminal=terminal, session=session)
        await self._assistant.forget(f"api:{session}")
        return JSONResponse(ForgetResponse().model_dump())


def _in_language(found: tuple[str, ...], language: str | None) -> tuple[str, ...]:
    """The suggestions that a reader of `language` understands; all of them without a wish."""
    if language is None:
        return found
    return tuple(text for text in found if bool(_CHINESE.search(text)) != (language == "en"))[:SUGGESTED]


def _session(request: Request) -> str:
    session: str = request.path_params["session"]
    if not is_token(session):
        raise BadRequest("session 不对：要用上一次回复里给的。")
    return session


def document_response(document: Document) -> Response:
    disposition = f"attachment; filename=\"document.{document.media}\"; filename*=UTF-8''{quote(document.name)}"
    return Response(document.content, media_type=MEDIA[document.media], headers={"Content-Disposition": disposition})


def json_ready(model: BaseModel) -> dict[str, Any]:
    """An example for the OpenAPI document."""
    return model.model_dump(mode="json")
