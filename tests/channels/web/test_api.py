"""The API as a terminal's program meets it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

Clients = Callable[..., Awaitable[httpx.AsyncClient]]
Apps = Callable[..., Any]
ASK = "/api/v1/ask"


def error_of(response: httpx.Response) -> str:
    """The code of an error in the one shape."""
    body = response.json()
    assert body["ok"] is False and set(body) == {"ok", "error"} and set(body["error"]) == {"code", "message"} and body["error"]["message"]
    code: str = body["error"]["code"]
    return code


async def test_a_question_gets_an_answer_and_the_session_goes_on(client: httpx.AsyncClient) -> None:
    first = (await client.post(ASK, json={"question": "老板拖欠工资怎么办"})).json()
    assert first["ok"] and first["outcome"] == "sure" and first["answers"][0]["id"] == "labour-wages-owed"
    second = (await client.post(ASK, json={"choice": "answer:labour-dismissed", "session": first["session"], "language": None})).json()
    assert second["session"] == first["session"] and second["answers"][0]["id"] == "labour-dismissed"
    assert (await client.delete(f"/api/v1/sessions/{first['session']}")).json() == {"ok": True}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "bad_request"),
        ({"question": "a", "choice": "menu"}, 400, "bad_request"),
        ({"question": None, "choice": None}, 400, "bad_request"),
        ({"question": 5}, 400, "bad_request"),
        ({"question": "你好", "colour": "red"}, 400, "bad_request"),
        ({"question": "你好", "session": "../../etc"}, 400, "bad_request"),
        ({"question": "你好", "language": "fr"}, 400, "bad_request"),
        ({"choice": "x" * 201}, 400, "bad_request"),
        ({"question": "长" * 4001}, 413, "too_long"),
        ([], 400, "bad_request"),
    ],
)
async def test_a_wrong_request_is_refused_in_the_one_shape(client: httpx.AsyncClient, body: Any, status: int, code: str) -> None:
    response = await client.post(ASK, json=body)
    assert (response.status_code, error_of(response)) == (status, code)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"question": 1' + b"0" * 5000 + b"}", b"null"])
async def test_a_body_that_is_no_json_object_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    response = await client.post(ASK, content=content)
    assert (response.status_code, error_of(response)) == (400, "bad_request")


async def test_a_body_of_five_megabytes_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post(ASK, content=b" " * 5_000_000)
    assert (response.status_code, error_of(response)) == (413, "too_long")


@pytest.mark.parametrize(
    "question",
    ["", "   ", "😀😀", "\u202e反过来\u202c", "\x00\x07\x1b[31m老板拖欠工资", "a\u200bb", "<b>*_'; DROP TABLE x;--", "\ud800", "问" * 4000],
    ids=["empty", "blank", "emoji", "rtl", "control", "zero-width", "markup", "surrogate", "longest"],
)
async def test_odd_questions_get_a_friendly_reply(client: httpx.AsyncClient, question: str) -> None:
    response = await client.post(ASK, content=json.dumps({"question": question}))
    assert response.status_code == 200 and response.json()["reply"]["blocks"]


async def test_an_unknown_session_begins_anew(client: httpx.AsyncClient) -> None:
    response = await client.post(ASK, json={"question": "老板拖欠工资怎么办", "session": "A" * 24})
    assert response.status_code == 200 and response.json()["session"] == "A" * 24


async def test_unknown_addresses_methods_and_documents_have_the_same_shape(client: httpx.AsyncClient) -> None:
    assert error_of(await client.get("/api/v1/nothing")) == "not_found"
    wrong = await client.get(ASK)
    assert (wrong.status_code, error_of(wrong), wrong.headers["allow"]) == (405, "method_not_allowed", "POST")
    assert error_of(await client.get(f"/api/v1/sessions/{'A' * 24}/documents/opinion:nothing")) == "not_found"
    assert error_of(await client.delete("/api/v1/sessions/short")) == "bad_request"
    assert error_of(await client.get("/api/v1/suggest")) == "bad_request"


async def test_with_keys_set_only_their_terminals_may_ask(app_with: Apps, client_of: Clients) -> None:
    client = await client_of(app_with(terminal_keys=("kuichong:first-key", "xichong:second-key")))
    question = {"question": "老板拖欠工资怎么办"}
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"X-API-Key": "first-ke"}, {"Authorization": "Bearer "}):
        refused = await client.post(ASK, json=question, headers=headers)
        assert (refused.status_code, error_of(refused), refused.headers["www-authenticate"]) == (401, "unauthorized", "Bearer")
    for headers in ({"Authorization": "Bearer first-key"}, {"X-API-Key": "second-key"}):
        assert (await client.post(ASK, json=question, headers=headers)).status_code == 200
    assert (await client.get("/api/v1/suggest", params={"q": "工资"})).status_code == 200


async def test_without_keys_only_this_machine_may_ask(app_with: Apps, client_of: Clients) -> None:
    stranger = await client_of(app_with(), address="192.168.1.20")
    assert error_of(await stranger.post(ASK, json={"question": "你好"})) == "unauthorized"
    assert (await stranger.get("/")).status_code == 200  # the page is for everybody


async def test_a_terminal_that_asks_too_often_is_told_to_wait_and_the_others_are_not(app_with: Apps, client_of: Clients) -> None:
    client = await client_of(app_with(terminal_keys=("a:key-a", "b:key-b"), requests_per_minute=3))

    async def asked(key: str) -> httpx.Response:
        return await client.post(ASK, json={"choice": "menu"}, headers={"X-API-Key": key})

    assert [(await asked("key-a")).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = await asked("key-a")
    assert error_of(refused) == "rate_limited" and refused.headers["retry-after"]
    assert (await asked("key-b")).status_code == 200


async def test_made_up_sessions_do_not_get_around_the_limit(app_with: Apps, client_of: Clients) -> None:
    client = await client_of(app_with(requests_per_minute=1))
    statuses = [(await client.post(ASK, json={"choice": "menu", "session": f"{n:024}"})).status_code for n in range(12)]
    assert statuses.count(200) == 10 and statuses[-1] == 429


async def test_a_foreign_page_may_call_the_api_only_from_the_allow_list(app_with: Apps, client_of: Clients) -> None:
    client = await client_of(app_with(allowed_origins=("https://www.kuichong.example",)))
    good, bad = {"Origin": "https://www.kuichong.example"}, {"Origin": "https://evil.example"}
    wish = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    assert (await client.options(ASK, headers={**good, **wish})).headers["access-control-allow-origin"] == good["Origin"]
    assert "access-control-allow-origin" not in (await client.options(ASK, headers={**bad, **wish})).headers
    assert (await client.post(ASK, json={"choice": "menu"}, headers=good)).headers["access-control-allow-origin"] == good["Origin"]
    assert "access-control-allow-origin" not in (await client.post(ASK, json={"choice": "menu"}, headers=bad)).headers
    assert "access-control-allow-origin" not in (await client.get("/", headers=good)).headers


@pytest.mark.parametrize(("language", "kept"), [("en", ["unpaid wages"]), ("zh-Hans", ["拖欠工资", "工资少发"]), ("zh-Hant", ["拖欠工资", "工资少发"])])
async def test_suggestions_speak_the_language_that_is_wished(client: httpx.AsyncClient, assistant: Any, monkeypatch: Any, language: str, kept: list[str]) -> None:
    async def suggested(text: str, limit: int = 6) -> tuple[str, ...]:
        return ("unpaid wages", "拖欠工资", "工资少发")[:limit]

    monkeypatch.setattr(assistant, "suggest", suggested)
    assert (await client.get("/api/v1/suggest", params={"q": "工资", "language": language})).json()["suggestions"] == kept
    assert len((await client.get("/api/v1/suggest", params={"q": "工资"})).json()["suggestions"]) == 3
    assert error_of(await client.get("/api/v1/suggest", params={"q": "工资", "language": "fr"})) == "bad_request"


async def test_telegram_updates_are_passed_on_with_their_secret(app_with: Apps, client_of: Clients) -> None:
    got: list[tuple[bytes, str]] = []

    class Telegram:
        async def webhook(self, body: bytes, secret: str) -> int:
            got.append((body, secret))
            return 403 if secret != "right" else 200

    client = await client_of(app_with(telegram=Telegram()))
    headers = {"X-Telegram-Bot-Api-Secret-Token": "right"}
    assert (await client.post("/telegram/webhook", content=b"{}", headers=headers)).status_code == 200
    assert (await client.post("/telegram/webhook", content=b"{}")).status_code == 403
    assert got == [(b"{}", "right"), (b"{}", "")]
    assert (await (await client_of(app_with())).post("/telegram/webhook", content=b"{}")).status_code == 404


async def test_other_rooms_can_add_their_pages(assistant: Any, client_of: Clients) -> None:
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    from bot.channels.web.server import web_app
    from tests.channels.web.conftest import healthy

    async def staff(_: Any) -> PlainTextResponse:
        return PlainTextResponse("staff", headers={"Content-Security-Policy": "default-src 'self'"})

    client = await client_of(web_app(assistant, healthy, (Route("/staff", staff),)))
    response = await client.get("/staff")
    assert response.text == "staff" and response.headers["content-security-policy"] == "default-src 'self'"
    assert response.headers["cache-control"] == "no-store"
