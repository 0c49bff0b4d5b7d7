"""The web application: routes, error answers, health and metrics."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.metrics import Metrics
from bot.channels.web.access import Access
from bot.channels.web.api import STATUS, Api, error_response
from bot.channels.web.forms_read import read_body
from bot.channels.web.headers import ApiCors, SecurityHeaders, security_headers
from bot.channels.web.kiosk import Kiosk
from bot.channels.web.look import Look
from bot.channels.web.openapi import openapi
from bot.channels.web.rendering import HERE, error_page, page
from bot.channels.web.words import speaker
from bot.dialogue.assistant import Assistant
from bot.errors import BotError
from bot.settings import Settings

Health = Callable[[], Awaitable[dict[str, Any]]]
log = structlog.get_logger()


class _Static(StaticFiles):
    """Files whose address carries their digest may be kept; the others are asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = b"v=" in scope["query_string"] and response.status_code == 200
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response


def web_app(
    assistant: Assistant, health: Health, extra_routes: Sequence[BaseRoute] = (), *, settings: Settings | None = None, telegram: Any = None,
    metrics: Metrics | None = None,
) -> Starlette:
    """All of the web over one assistant. `health` gives /healthz's body; `extra_routes` are other rooms' pages;
    `telegram` has `async webhook(body, secret) -> int` where updates come by webhook; without `metrics` only the process is measured."""
    settings = settings or Settings()
    access = Access(settings)
    api, kiosk = Api(assistant, access), Kiosk(assistant, settings, access)
    routes = [
        *_api_routes(api), *_kiosk_routes(kiosk), *_service_routes(health, telegram, metrics), *extra_routes,
        Mount("/static", _Static(directory=HERE / "static")),
    ]  # fmt: skip
    middleware = [
        Middleware(SecurityHeaders, headers=security_headers(settings.allowed_origins)),
        Middleware(ApiCors, allowed_origins=settings.allowed_origins),
    ]
    handlers: Any = {HTTPException: _http_error, BotError: _own_error, Exception: _crash}
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)
    app.state.kiosk = kiosk
    return app


def _kiosk_routes(kiosk: Kiosk) -> list[BaseRoute]:
    async def demo(request: Request) -> Response:
        return page("demo.html", Look.parse(request.query_params.get("look", "")))

    posted = {"/ask": kiosk.ask, "/look": kiosk.look, "/back": kiosk.back, "/leave": kiosk.leave, "/keep": kiosk.keep,
              "/document": kiosk.document, "/take": kiosk.take}  # fmt: skip
    return [
        Route("/", kiosk.home),
        *(Route(path, handler, methods=["POST"]) for path, handler in posted.items()),
        Route("/t/{token}", kiosk.parcel, methods=["GET", "POST"]),
        Route("/demo", demo),
    ]


def _api_routes(api: Api) -> list[BaseRoute]:
    async def schema(_: Request) -> Response:
        return JSONResponse(openapi())

    return [
        Route("/api/v1/ask", api.ask, methods=["POST"]),
        Route("/api/v1/suggest", api.suggest),
        Route("/api/v1/sessions/{session}/documents/{id}", api.document),
        Route("/api/v1/sessions/{session}", api.forget, methods=["DELETE"]),
        Route("/api/v1/openapi.json", schema),
    ]


def _service_routes(health: Health, telegram: Any, measured: Metrics | None) -> list[BaseRoute]:
    async def healthz(_: Request) -> Response:
        body = await health()
        return JSONResponse(body, 200 if body["ok"] else 503)

    async def metrics(_: Request) -> Response:
        text = await measured.text() if measured is not None else generate_latest()
        return Response(text, headers={"content-type": CONTENT_TYPE_LATEST})

    async def webhook(request: Request) -> Response:
        body = await read_body(request)
        return Response(status_code=await telegram.webhook(body, request.headers.get("x-telegram-bot-api-secret-token", "")))

    async def script(request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return FileResponse(HERE / "static" / name, headers={"cache-control": "no-cache"})

    routes: list[BaseRoute] = [Route("/healthz", healthz), Route("/metrics", metrics)]
    routes += [Route("/widget.js", script), Route("/offline-worker.js", script)]
    return [*routes, Route("/telegram/webhook", webhook, methods=["POST"])] if telegram is not None else routes


def _for_programs(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/telegram/", "/healthz", "/metrics"))


async def _own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, BotError)
    if _for_programs(request):
        return error_response(error.code, str(error))
    return _error_page(request, str(error), STATUS.get(error.code, 400))


def _error_page(request: Request, text: str, status: int) -> Response:
    """In the visitor's look, where the kiosk had read whose it is."""
    visit = getattr(request.state, "visit", None)
    return error_page(visit.look, text, status, visit.session) if visit else error_page(Look(), text, status)


_SAID = {404: ("not_found", "没有这个地址。"), 405: ("method_not_allowed", "不支持这种请求方法。")}


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _for_programs(request):
        code, text = _SAID.get(error.status_code, ("bad_request", str(error.detail)))
        response: Response = error_response(code, text, error.status_code)
    else:
        response = _error_page(request, speaker("zh-Hans")("not_found" if error.status_code < 500 else "internal"), error.status_code)
    response.headers.update(error.headers or {})
    return response


class Discreet:
    """Outermost: what failed is logged by its place in the code, never in its own words — they may hold a resident's. (Starlette answers
    first and raises again for the server, which would log the whole message.)"""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            where = [f"{Path(f.filename).name}:{f.lineno}" for f in frames if "/bot/" in f.filename][-4:]
            log.error("request_failed", error=type(error).__name__, where=where)


async def _crash(request: Request, error: Exception) -> Response:
    text = speaker("zh-Hans")("internal")
    return error_response("internal", text, 500) if _for_programs(request) else _error_page(request, text, 500)
