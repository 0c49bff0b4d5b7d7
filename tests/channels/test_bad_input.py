"""Odd, oversized, malformed and hostile input on the web: a clear error or a friendly page, never a 5xx, never a crash."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.web.server import web_app
from bot.dialogue.assistant import Assistant

ODD = [
    "", "   ", "工" * 10_000, "a" * 4_001, "\x00\x01\x07\x1b[31m", "😀🎉", "<script>alert(1)</script>", "**粗体** [x](javascript:1)", "'; DROP TABLE sessions;--",
    "\u202eמה\u202c", "\u200b\u200d\ufeff", "{{7*7}}{% raw %}", "../../etc/passwd", "\ud800", "%00%ff", "𠮷野家" * 50,
]  # fmt: skip


@pytest.fixture
async def web(assistant: Assistant) -> AsyncIterator[httpx.AsyncClient]:
    async def health() -> dict[str, Any]:
        return {"ok": True}

    app = web_app(assistant, health)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        yield client


@pytest.mark.parametrize("text", ODD)
async def test_odd_questions_to_the_api_get_a_reply_or_a_clear_error(web: httpx.AsyncClient, text: str) -> None:
    response = await web.post("/api/v1/ask", content=json.dumps({"question": text}))
    body = response.json()
    assert response.status_code in (200, 400, 413)
    assert body["ok"] or (set(body) == {"ok", "error"} and set(body["error"]) == {"code", "message"})
    assert len(text) <= 4_000 or response.status_code == 413


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400), (b"[1", 400), (b"[]", 400), (b"null", 400), (b'"x"', 400), (b"{}", 400), (b'{"question": 5}', 400),
        (b'{"question": "a", "choice": "menu"}', 400), (b'{"question": "a", "session": "x"}', 400), (b'{"question": "a", "extra": 1}', 400),
        (b"[" * 50_000, 400), (b"\xff\xfe", 400), (b'{"question": "' + b"a" * 5_000_000 + b'"}', 413),
    ],
)  # fmt: skip
async def test_wrong_requests_get_the_one_error_shape(web: httpx.AsyncClient, content: bytes, status: int) -> None:
    response = await web.post("/api/v1/ask", content=content)
    assert response.status_code == status
    assert response.json()["ok"] is False and response.json()["error"]["message"]


async def test_an_unknown_session_simply_begins(web: httpx.AsyncClient) -> None:
    response = await web.post("/api/v1/ask", json={"question": "老板拖欠工资怎么办", "session": "never-seen-before-session"})
    assert response.status_code == 200 and response.json()["answers"][0]["id"] == "labour-wages-owed"


async def test_choices_and_follow_ups_go_through_the_api(web: httpx.AsyncClient) -> None:
    first = (await web.post("/api/v1/ask", json={"question": "老板拖欠工资怎么办"})).json()
    second = (await web.post("/api/v1/ask", json={"choice": "answer:labour-dismissed", "session": first["session"]})).json()
    assert second["answers"][0]["id"] == "labour-dismissed"


async def test_wrong_addresses_and_methods_get_the_one_error_shape(web: httpx.AsyncClient) -> None:
    for response, status in ((await web.get("/api/v1/nothing"), 404), (await web.get("/api/v1/ask"), 405)):
        assert response.status_code == status and response.json()["ok"] is False


async def test_a_huge_form_post_is_refused_early(web: httpx.AsyncClient) -> None:
    response = await web.post("/ask", content=b"question=" + b"a" * 5_000_000, headers={"content-type": "application/x-www-form-urlencoded"})
    assert response.status_code == 413


async def test_nothing_is_cached_and_the_policy_is_strict(web: httpx.AsyncClient) -> None:
    response = await web.get("/")
    assert "no-store" in response.headers["cache-control"]
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
