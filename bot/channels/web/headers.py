"""Headers on every response: a strict content policy, nothing cached, who may frame us; CORS for the API."""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
)


def security_headers(allowed_origins: tuple[str, ...]) -> dict[bytes, bytes]:
    """`allowed_origins` may show us in a frame."""
    return {
        b"content-security-policy": _POLICY.format(frames=" ".join(("'self'", *allowed_origins))).encode(),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"no-referrer",
        b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
        b"cross-origin-opener-policy": b"same-origin",
        b"cache-control": b"no-store",
    }


class SecurityHeaders:
    """The same headers on every response that doesn't set its own; nothing of one person stays in a cache."""

    def __init__(self, app: ASGIApp, headers: dict[bytes, bytes]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in self._headers.items() if n not in present)]
            await send(message)

        await self._app(scope, receive, with_headers)


class ApiCors:
    """CORS for /api/ alone, by the allow-list; the pages are not for other sites' scripts."""

    def __init__(self, app: ASGIApp, allowed_origins: tuple[str, ...]) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app, allow_origins=allowed_origins, allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-API-Key"], max_age=600,
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._open if scope["type"] == "http" and scope["path"].startswith("/api/") else self._app
        await app(scope, receive, send)
