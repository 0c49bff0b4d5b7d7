"""The API does what its OpenAPI document says: fuzzed from the document itself."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pydantic import TypeAdapter, ValidationError
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bot.app import ShortMemory
from bot.channels.web.api import AskRequest
from bot.channels.web.openapi import openapi
from bot.channels.web.server import web_app
from bot.dialogue.assistant import Assistant
from bot.library import Library
from bot.settings import Settings
from tests.channels.web.conftest import healthy
from tests.conftest import NOW, SMALL

CHECKS: list[Any] = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance, negative_data_rejection,
    positive_data_acceptance, unsupported_method,
]  # fmt: skip


class _Local:
    """Requests come from this machine, whatever name the test transport gives itself."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._app({**scope, "client": ("127.0.0.1", 1)}, receive, send)


def application() -> Any:
    assistant = Assistant(Library(SMALL), ShortMemory(), lambda: NOW)
    return _Local(web_app(assistant, healthy, settings=Settings(requests_per_minute=1_000_000)))


schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application())


@schema.parametrize()
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_request_brings_a_server_error_or_an_undeclared_response(case: Any) -> None:
    response = case.call()
    # schemathesis does not count 413 among refusals; it is one, and declared
    refused_as_too_long = response.status_code == 413
    case.validate_response(response, checks=[c for c in CHECKS if not (refused_as_too_long and c is negative_data_rejection)])


def test_every_api_route_is_in_the_document() -> None:
    app = application()._app
    described = {(path, method.upper()) for path, methods in openapi()["paths"].items() for method in methods}
    served = {
        (route.path, method) for route in app.routes for method in (getattr(route, "methods", None) or ())
        if route.path.startswith("/api/") or route.path in ("/healthz", "/metrics")
    }  # fmt: skip
    assert described == {(path, method) for path, method in served if method != "HEAD"}


def test_the_examples_are_what_the_models_take() -> None:
    body = openapi()["paths"]["/api/v1/ask"]["post"]["requestBody"]["content"]["application/json"]
    for example in body["examples"].values():
        AskRequest.model_validate(example["value"])
    with pytest.raises(ValidationError):
        TypeAdapter(AskRequest).validate_python({"question": 1})


@pytest.mark.parametrize(("path", "method", "codes"), [("/api/v1/ask", "post", {"200", "400", "401", "413", "429"}), ("/api/v1/suggest", "get", {"200", "400", "429"})])
def test_refusals_too_rare_to_be_found_by_chance_are_declared(path: str, method: str, codes: set[str]) -> None:
    assert set(openapi()["paths"][path][method]["responses"]) == codes
