"""OpenAPI straight from the models of the API, with examples."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.answers.blocks import Basis, BasisItem, ChoiceItem, Choices, Hit, Language, Listing, Notice, Reply, Text
from bot.channels.web.api import (
    MAX_SUGGEST,
    MEDIA,
    SESSION,
    AskRequest,
    AskResponse,
    ErrorDetail,
    ErrorResponse,
    ForgetResponse,
    SuggestResponse,
    json_ready,
)

_TEMPLATE = "#/components/schemas/{model}"
_ERRORS = {
    400: ("the request can't be understood", "bad_request", "question 和 choice 要给一个，也只能给一个。"),
    401: ("the terminal's key is missing or wrong", "unauthorized", "接口密钥不对或没有带。"),
    404: ("there is no such thing (any more)", "not_found", "没有这份文书了，可能已经清除或过期，请重新生成。"),
    405: ("the method is not supported here", "method_not_allowed", "不支持这种请求方法。"),
    413: ("longer than what is read", "too_long", "问题太长，最多 4000 个字。"),
    429: ("too many requests a minute", "rate_limited", "问得太快了，请等一分钟再试。"),
}
_SESSION_EXAMPLE = "w7VhC0m3k2Qp9sT4xYzA1bE6"


def _example() -> AskResponse:
    hit = Hit(id="labour-wages-owed", title="老板拖欠工资怎么办", service="consultation", topic="劳动纠纷", score=0.97, statutes=(("劳动合同法", "第三十条"),))
    blocks = (
        Text(text="老板拖欠工资怎么办", style="title"), Text(text="先收好证据，向劳动监察投诉。", style="lead"),
        Listing(title="怎么办", items=("收好合同、考勤和转账记录。", "到劳动监察投诉。"), numbered=True),
        Basis(title="法律依据", items=(BasisItem.model_validate({"law": "劳动合同法", "article": "第三十条", "version": "2012-12-28"}),)),
        Choices(prompt="相关问题", items=(ChoiceItem(id="answer:labour-dismissed", label="被公司辞退有没有补偿"),), role="related"),
        Notice(text="以上是法律信息，不是法律意见。", role="disclaimer"),
    )  # fmt: skip
    reply = Reply(outcome="sure", blocks=blocks, answers=(hit,), title="老板拖欠工资怎么办")
    return AskResponse(session=_SESSION_EXAMPLE, outcome="sure", reply=reply, answers=(hit,))


def _body(model: type[BaseModel], examples: dict[str, Any]) -> dict[str, Any]:
    named = {name: {"value": value} for name, value in examples.items()}
    return {"content": {"application/json": {"schema": {"$ref": _TEMPLATE.format(model=model.__name__)}, "examples": named}}}


def _good(description: str, model: BaseModel) -> dict[str, Any]:
    return {"description": description, **_body(type(model), {"ok": json_ready(model)})}


def _errors(*codes: int) -> dict[str, Any]:
    def one(code: int) -> dict[str, Any]:
        description, name, message = _ERRORS[code]
        example = json_ready(ErrorResponse(error=ErrorDetail(code=name, message=message)))
        headers = {"Retry-After": {"schema": {"type": "string"}}} if code == 429 else {}
        return {"description": description, "headers": headers, **_body(ErrorResponse, {name: example})}

    return {str(code): one(code) for code in codes}


def _parameter(where: str, name: str, schema: dict[str, Any], example: str) -> dict[str, Any]:
    return {"name": name, "in": where, "required": True, "schema": {"type": "string", **schema}, "example": example}


def _paths() -> dict[str, Any]:
    session = _parameter("path", "session", {"pattern": SESSION}, _SESSION_EXAMPLE)
    document = _parameter("path", "id", {"minLength": 1}, "opinion:labour-wages-owed")
    typed = _parameter("query", "q", {"maxLength": MAX_SUGGEST}, "拖欠")
    spoken = _parameter("query", "language", {"enum": list(get_args(Language))}, "zh-Hans") | {"required": False}
    media = {m: {"schema": {"type": "string", "format": "binary"}} for m in MEDIA.values()}
    key: dict[str, Any] = {"security": [{"terminal": []}, {"terminalHeader": []}, {}]}
    return {
        "/api/v1/ask": {"post": {
            "operationId": "ask", "summary": "Ask a question or pick a choice", **key,
            "requestBody": {"required": True, **_body(AskRequest, {
                "question": {"question": "老板拖欠工资怎么办"},
                "choice": {"choice": "answer:labour-wages-owed", "session": _SESSION_EXAMPLE}, "english": {"question": "拖欠工资", "language": "en"},
            })},
            "responses": {"200": _good("the reply, in reading order", _example()), **_errors(400, 401, 413, 429)},
        }},
        "/api/v1/suggest": {"get": {
            "operationId": "suggest", "summary": "Questions that may be meant by what is typed so far; needs no key", "parameters": [typed, spoken],
            "responses": {"200": _good("at most six questions", SuggestResponse(suggestions=("拖欠工资",))), **_errors(400, 429)},
        }},
        "/api/v1/sessions/{session}/documents/{id}": {"get": {
            "operationId": "document", "summary": "A document that a FileOffer block named", "parameters": [session, document], **key,
            "responses": {"200": {"description": "the file", "content": media}, **_errors(400, 401, 404, 429)},
        }},
        "/api/v1/sessions/{session}": {"delete": {
            "operationId": "forget", "summary": "Wipe all that is stored of a session", "parameters": [session], **key,
            "responses": {"200": _good("nothing is left", ForgetResponse()), **_errors(400, 401, 404, 429)},
        }},
        "/api/v1/openapi.json": {"get": {
            "operationId": "openapi", "summary": "This document",
            "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}},
        }},
        "/healthz": {"get": {
            "operationId": "health", "summary": "Whether every part works",
            "responses": {str(code): {"description": said, "content": {"application/json": {"schema": {
                "type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}}}}} for code, said in ((200, "well"), (503, "not well"))},
        }},
        "/metrics": {"get": {
            "operationId": "metrics", "summary": "Prometheus counters",
            "responses": {"200": {"description": "text format", "content": {"text/plain": {"schema": {"type": "string"}}}}},
        }},
    }  # fmt: skip


@cache
def openapi() -> dict[str, Any]:
    _, schemas = models_json_schema(
        [(AskRequest, "validation"), *((m, "serialization") for m in (AskResponse, SuggestResponse, ForgetResponse, ErrorResponse))],
        ref_template=_TEMPLATE,
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kuichong 24-hour legal service assistant", "version": "1",
            "description": "One front door: ask, pick choices, fetch documents, forget. With BOT_TERMINAL_KEYS set, every terminal sends its key; "
            "without, only this machine may ask. Errors have one shape.",
        },
        "paths": _paths(),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "terminal": {"type": "http", "scheme": "bearer"},
                "terminalHeader": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            },
        },
    }  # fmt: skip
