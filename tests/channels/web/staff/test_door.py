"""Who gets in: named keys, no default; wrong keys are few; cookies and forms can't be forged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from bot.errors import SettingsError
from bot.office import staff_access
from bot.office.staff_access import keys_of, new_key
from bot.store.staff import StaffStore
from tests.channels.web.staff.conftest import KEY, OTHER, House, csrf_of, log_in, send

PAGES = ("/staff/", "/staff/gaps", "/staff/gaps.csv", "/staff/gaps/x", "/staff/knowledge", "/staff/knowledge/unconfirmed.csv", "/staff/files",
         "/staff/files/edit?name=danger.yaml", "/staff/history", "/staff/history/1", "/staff/why?q=x", "/staff/usage", "/staff/usage/all.csv",
         "/staff/usage/report.docx", "/staff/usage/results.csv", "/staff/answers/labour-resign")  # fmt: skip
POSTS = ("/staff/logout", "/staff/gaps/x", "/staff/files/edit", "/staff/history/1")


@pytest.mark.parametrize("page", PAGES)
async def test_without_login_every_page_is_the_login_page(visitor: httpx.AsyncClient, page: str) -> None:
    answer = await visitor.get(page)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/staff/login?next=/staff/")


@pytest.mark.parametrize("page", POSTS)
async def test_without_login_nothing_can_be_sent(visitor: httpx.AsyncClient, house: House, page: str) -> None:
    answer = await visitor.post(page, data={"action": "save", "name": "danger.yaml"})
    assert answer.status_code == 303 and answer.headers["location"].startswith("/staff/login")
    written = await visitor.post(page, data={"action": "save", "name": "danger.yaml", "entry": "a", "text": "<b>写了很久"})
    assert written.status_code == 401 and "&lt;b&gt;写了很久" in written.text, "what was written until the login ran out can be copied"
    assert f"/staff/login?next={page}%3Fname%3Ddanger.yaml%26entry%3Da" in written.text
    assert await house.rooms.editor.history() == []


async def test_without_any_key_there_is_no_staff_page_and_it_says_how_to_get_one(
    house_with: Callable[..., Awaitable[House]], client_of: Callable[..., Awaitable[httpx.AsyncClient]]
) -> None:
    client = await client_of((await house_with(())).app)
    for page in ("/staff/", "/staff/login", "/staff/gaps"):
        answer = await client.get(page)
        assert answer.status_code == 404 and "run_bot.py staff key" in answer.text
    for key in ("", "admin", "None"):
        assert (await client.post("/staff/login", data={"key": key, "csrf": ""})).status_code == 404


async def test_a_right_key_opens_the_page_under_its_name(visitor: httpx.AsyncClient) -> None:
    answer = await log_in(visitor, f" {OTHER}\n")
    assert answer.status_code == 303 and answer.headers["location"] == "/staff/"
    assert "李大明，您好" in (await visitor.get("/staff/")).text


async def test_the_cookie_is_for_our_own_pages_alone(visitor: httpx.AsyncClient) -> None:
    cookie = (await log_in(visitor)).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/staff" in cookie and KEY not in cookie


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], KEY + "0", KEY.upper(), f"陈小梅:{KEY}", "\x00", "密" * 2000])
async def test_a_wrong_key_opens_nothing(visitor: httpx.AsyncClient, key: str) -> None:
    answer = await log_in(visitor, key)
    assert answer.status_code == 401 and "密钥不对" in answer.text
    assert (await visitor.get("/staff/")).status_code == 303


async def test_after_five_wrong_keys_even_the_right_one_must_wait_but_other_addresses_need_not(
    house: House, visitor: httpx.AsyncClient, client_of: Callable[..., Awaitable[httpx.AsyncClient]]
) -> None:
    for _ in range(5):
        assert (await log_in(visitor, "wrong")).status_code == 401
    assert (await log_in(visitor)).status_code == 429
    assert (await log_in(await client_of(house.app, "10.0.0.9"))).status_code == 303


async def test_a_form_without_the_token_of_this_login_is_not_acted_on(
    house: House, clerk: httpx.AsyncClient, client_of: Callable[..., Awaitable[httpx.AsyncClient]]
) -> None:
    await house.conversations.record_question("龙舌兰几年开花", "none", [], "api")
    (gap,) = await house.rooms.gaps.queue()
    other = await client_of(house.app)
    await log_in(other, OTHER)
    wish = {"action": "dismiss", "seen": gap.seen.isoformat()}
    for token in ("", "x", "\ud800".encode("utf-8", "replace").decode(), await csrf_of(other)):
        answer = await clerk.post(f"/staff/gaps/{gap.id}", data={**wish, "csrf": token})
        assert answer.status_code == 403, token
    assert (await house.rooms.gaps.get(gap.id)).state == "new"
    assert (await send(clerk, f"/staff/gaps/{gap.id}", **wish)).status_code == 303
    assert (await house.rooms.gaps.get(gap.id)).state == "dismissed"


async def test_nobody_can_be_logged_in_by_another_site(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/staff/login", data={"key": KEY})
    assert answer.status_code == 403
    assert (await visitor.get("/staff/")).status_code == 303


async def test_who_leaves_is_out_even_with_the_old_cookie(clerk: httpx.AsyncClient) -> None:
    cookie = clerk.cookies["staff"]
    assert (await send(clerk, "/staff/logout")).status_code == 303
    clerk.cookies.set("staff", cookie, path="/staff")
    assert (await clerk.get("/staff/")).status_code == 303


async def test_a_login_ends_with_the_working_day(house: House, visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_access, "LASTS", timedelta(0))
    await log_in(visitor)
    assert (await visitor.get("/staff/")).status_code == 303


async def test_a_key_made_by_command_opens_until_it_is_withdrawn_and_is_kept_nowhere(
    house_with: Callable[..., Awaitable[House]], client_of: Callable[..., Awaitable[httpx.AsyncClient]]
) -> None:
    house = await house_with(())
    store = StaffStore(house.engine)
    key = await new_key(store, "王阿姨")
    client = await client_of(house.app)
    await log_in(client, key)
    assert "王阿姨，您好" in (await client.get("/staff/")).text
    await house.engine.dispose()
    assert all(key.encode() not in f.read_bytes() for f in house.folder.parent.glob("office.sqlite*"))
    await store.drop_key("王阿姨")
    assert (await client.get("/staff/")).status_code == 404


async def test_a_new_key_ends_the_logins_of_the_old_one(house: House, client_of: Callable[..., Awaitable[httpx.AsyncClient]]) -> None:
    store = StaffStore(house.engine)
    client = await client_of(house.app)
    await log_in(client, await new_key(store, "王阿姨"))
    await new_key(store, "王阿姨")
    assert (await client.get("/staff/")).status_code == 303


@pytest.mark.parametrize("entries", [("陈小梅",), (":" + KEY,), ("陈小梅:",), ("陈小梅:123456",), (f"陈:{KEY}", f"陈:{OTHER}")])
def test_a_setting_that_would_be_easily_guessed_or_unclear_is_refused(entries: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError):
        keys_of(entries)


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("/staff/usage?month=2026-10", "/staff/usage?month=2026-10"), ("//evil.example/staff/", "/staff/"), ("https://evil.example", "/staff/"),
     ("/staff/\\evil", "/staff/"), ("/staff//evil.example", "/staff/"), ("/staff/login", "/staff/"), ("/", "/staff/"), ("", "/staff/"), ("/staff/\r\nx: y", "/staff/")],
)  # fmt: skip
async def test_after_logging_in_one_lands_on_our_own_pages_only(visitor: httpx.AsyncClient, wanted: str, got: str) -> None:
    assert (await log_in(visitor, next=wanted)).headers["location"] == got


@pytest.mark.parametrize("page", ["/staff/", "/staff/login", "/staff/nothing", "/staff/history/99"])
async def test_every_page_forbids_scripts_frames_and_caches(clerk: httpx.AsyncClient, page: str) -> None:
    answer = await clerk.get(page)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in answer.text and " style=" not in answer.text and " on" not in answer.text.replace(" only", "").split("<body>")[0]
