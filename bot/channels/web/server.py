"""The web application: routes, security headers, health and metrics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.api import Api, error_response
from bot.channels.web.kiosk import HERE, Kiosk
from bot.channels.web.openapi import openapi
from bot.dialogue.assistant import Assistant

Health = Callable[[], Awaitable[dict[str, Any]]]

HEADERS = {
    b"content-security-policy": b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer", b"cache-control": b"no-store",
}  # fmt: skip


class SecurityHeaders:
    """The same headers on every response; nothing of one person stays in a cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in HEADERS.items() if n not in present)]
            await send(message)

        await self._app(scope, receive, with_headers)


def web_app(assistant: Assistant, health: Health, extra_routes: tuple[Route, ...] = ()) -> Starlette:
    """All of the web over one assistant. `health` gives /healthz's body; `extra_routes` e.g. Telegram's webhook."""
    api, kiosk = Api(assistant), Kiosk(assistant)

    async def healthz(_: Request) -> Response:
        body = await health()
        return JSONResponse(body, 200 if body["ok"] else 503)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def schema(_: Request) -> Response:
        return JSONResponse(openapi())

    routes = [
        Route("/", kiosk.home),
        Route("/ask", kiosk.ask, methods=["POST"]),
        Route("/document/{session}/{id}", kiosk.document),
        Route("/api/v1/ask", api.ask, methods=["POST"]),
        Route("/api/v1/suggest", api.suggest),
        Route("/api/v1/sessions/{session}/documents/{id}", api.document),
        Route("/api/v1/sessions/{session}", api.forget, methods=["DELETE"]),
        Route("/api/v1/openapi.json", schema),
        Route("/healthz", healthz),
        Route("/metrics", metrics),
        *extra_routes,
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    return Starlette(
        routes=routes, middleware=[Middleware(SecurityHeaders)], exception_handlers={HTTPException: _http_error, Exception: _crash}
    )


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "bad_request")
        return error_response(code, {404: "没有这个地址。", 405: "不支持这种请求方法。"}.get(error.status_code, error.detail), error.status_code)
    return HTMLResponse("<!doctype html><html lang=zh-CN><title>没有这个页面</title><p>没有这个页面。<a href='/'>回首页</a>", error.status_code)


async def _crash(request: Request, error: Exception) -> Response:
    return error_response("internal", "服务出了问题，请稍后再试；急事请打 12348 或 110。", 500)
