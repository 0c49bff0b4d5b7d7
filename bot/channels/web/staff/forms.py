"""Forms of the staff page: read with a limit, and only with the token that we put into them."""

from __future__ import annotations

import hmac
import re
import secrets
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.forms_read import read_body
from bot.errors import BadRequest, BotError

LARGEST = 8_000_000  # bytes: a knowledge file, percent-encoded
MOST_FIELDS = 300
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOGIN_COOKIE = "staff_login"


class Forbidden(BotError):
    """A form that did not come from a page of ours."""

    code = "forbidden"


class Fields:
    """What a form sent; line ends are \\n."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = [(name, _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))) for name, value in pairs]

    def one(self, name: str) -> str:
        """The last value of the name, or an empty string."""
        return next((value for n, value in reversed(self._pairs) if n == name), "")

    def all(self, name: str) -> list[str]:
        return [value for n, value in self._pairs if n == name]


async def read_fields(request: Request) -> Fields:
    """The posted form. Of somebody logged in it must carry their token. Raises Forbidden, TooLong, BadRequest."""
    body = await read_body(request, LARGEST)
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError:
        raise BadRequest("表单里的项目太多。") from None
    fields = Fields(pairs)
    staff = getattr(request.state, "staff", None)
    if staff is not None and not staff.sent(fields.one("csrf")):
        raise Forbidden("这个页面已经失效（可能重新登录过），没有执行。请返回上一页，刷新后再试。")
    return fields


class LoginForms:
    """The token of the login form, before anybody is logged in: the same in a cookie and in the form."""

    def new(self) -> str:
        return secrets.token_urlsafe(24)

    def fresh(self, response: Response, token: str, request: Request) -> Response:
        response.set_cookie(
            _LOGIN_COOKIE, token, max_age=3600, path="/staff", httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return response

    def sent(self, request: Request, csrf: str) -> bool:
        known = request.cookies.get(_LOGIN_COOKIE, "")
        return bool(known) and hmac.compare_digest(known.encode(), csrf.encode("utf-8", "replace"))
