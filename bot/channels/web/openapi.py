"""OpenAPI straight from the models of the API."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from bot.channels.web.api import AskRequest, AskResponse, ErrorResponse

_TEMPLATE = "#/components/schemas/{model}"


def openapi() -> dict[str, Any]:
    _, schemas = models_json_schema(
        [(AskRequest, "validation"), (AskResponse, "serialization"), (ErrorResponse, "serialization")], ref_template=_TEMPLATE
    )

    def body(model: str) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": {"$ref": _TEMPLATE.format(model=model)}}}}

    def errors(*codes: int) -> dict[str, Any]:
        return {str(code): {"description": "error", **body("ErrorResponse")} for code in codes}

    ask = {
        "operationId": "ask", "summary": "Ask a question or pick a choice",
        "requestBody": {"required": True, **body("AskRequest")},
        "responses": {"200": {"description": "the reply", **body("AskResponse")}, **errors(400, 401, 413, 429)},
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kuichong 24-hour legal service assistant", "version": "1"},
        "paths": {"/api/v1/ask": {"post": ask}},
        "components": schemas["$defs"] and {"schemas": schemas["$defs"]},
    }
