"""Reading what browsers and programs send: bounded, and never believed."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.channels.web.shown_pages import new_token
from bot.errors import BadRequest, TooLong

MAX_BODY = 262_144  # bytes: room for 20,000 characters, so that a long story gets a polite word
_DRAINED = 16_000_000  # bytes read and dropped, so that a browser hears our refusal and not a broken line
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


async def read_body(request: Request, limit: int = MAX_BODY) -> bytes:
    """The body; TooLong when it exceeds `limit` bytes."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= limit:
            pieces.append(piece)
        elif size > _DRAINED:
            break
    if size > limit:
        raise TooLong(f"请求太大，最多 {limit} 字节。")
    return b"".join(pieces)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form, the last of each name. Raises TooLong, or BadRequest for what is no form."""
    body = await read_body(request)
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise BadRequest("这里只收网页表单。")
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=30, errors="replace")
    except ValueError:
        raise BadRequest("表单里的项目太多。") from None
    return {name: sound(value) for name, value in pairs}


def session_of(form: dict[str, str]) -> str:
    """The session the form names; a new one when it names none that could be ours."""
    token = form.get("session", "")
    return token if is_token(token) else new_token()


def is_token(text: str) -> bool:
    return bool(_TOKEN.fullmatch(text))


def sound(text: str | None) -> str:
    """Without control characters and lone surrogates, which JSON can carry but which can't be stored or shown."""
    return _CONTROL.sub(" ", (text or "").encode("utf-8", "replace").decode("utf-8"))
