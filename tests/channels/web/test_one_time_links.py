"""What a resident carries away by QR code: one person opens it, once, soon; a chat's preview, a stranger and the next visitor do not."""

from __future__ import annotations

import asyncio
import re
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from bot.channels.web.shown_pages import new_token
from bot.channels.web.take_home import KEPT, Parcels

Clients = Callable[..., Awaitable[httpx.AsyncClient]]
QUESTION = "老板拖欠工资怎么办"
ANSWER = "先收好证据"
OPINION = "opinion:labour-wages-owed"


class Kiosk:
    """A terminal whose codes we can read, as a phone would; `now` in seconds."""

    def __init__(self, client: httpx.AsyncClient, drawn: list[str]) -> None:
        self.client, self.drawn, self.session, self.now = client, drawn, new_token(), 0.0

    async def press(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, data={"session": self.session, "look": "", **fields})

    async def link(self, **fields: str) -> str:
        """The path a phone reads from the code on the screen."""
        await self.press("/ask", question=QUESTION)
        assert (await self.press("/take", **fields)).status_code == 200
        return self.drawn[-1].removeprefix("https://legal.example")


@pytest.fixture
async def kiosk(app_with: Callable[..., Any], client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> Kiosk:
    drawn: list[str] = []
    monkeypatch.setattr("bot.channels.web.kiosk.qr_svg", lambda content: f"<svg>{drawn.append(content)}</svg>")  # type: ignore[func-returns-value]
    app = app_with(public_url="https://legal.example/", requests_per_minute=1000)
    made = Kiosk(await client_of(app), drawn)
    app.state.kiosk.parcels._clock = app.state.kiosk.pages._clock = lambda: made.now
    return made


async def test_ten_previews_of_a_chat_leave_the_link_usable_and_show_nothing(kiosk: Kiosk) -> None:
    link = await kiosk.link()
    for _ in range(10):
        seen = await kiosk.client.get(link, headers={"user-agent": "TelegramBot (like TwitterBot)"})
        assert seen.status_code == 200 and 'method="post"' in seen.text and f'action="{link}"' in seen.text and ANSWER not in seen.text
    assert (await kiosk.client.head(link)).status_code == 200
    opened = await kiosk.client.post(link)
    assert opened.status_code == 200 and ANSWER in opened.text
    assert kiosk.session not in opened.text and "/ask" not in opened.text


async def test_the_second_press_is_told_that_the_link_is_used_up(kiosk: Kiosk) -> None:
    link = await kiosk.link()
    await kiosk.client.post(link)
    for again in (await kiosk.client.post(link), await kiosk.client.get(link)):
        assert again.status_code == 410 and "已经打开过一次" in again.text and ANSWER not in again.text and "<button" not in again.text


async def test_of_two_presses_at_the_same_moment_one_gets_the_paper(kiosk: Kiosk) -> None:
    link = await kiosk.link(id=OPINION)
    came = await asyncio.gather(*(kiosk.client.post(link) for _ in range(6)))
    assert sorted(c.status_code for c in came) == [200, 410, 410, 410, 410, 410]
    assert [c.content[:2] for c in came if c.status_code == 200] == [b"PK"]


async def test_after_ten_minutes_the_link_says_that_it_has_expired(kiosk: Kiosk) -> None:
    link = await kiosk.link()
    for kiosk.now in (300, 599):
        await kiosk.press("/keep")  # somebody still stands there
    assert (await kiosk.client.get(link)).status_code == 200
    kiosk.now = 601
    for late in (await kiosk.client.get(link), await kiosk.client.post(link)):
        assert late.status_code == 410 and "过了 10 分钟" in late.text and ANSWER not in late.text


async def test_a_guessed_or_altered_link_is_no_link_and_leaves_the_true_one_alone(kiosk: Kiosk) -> None:
    link = await kiosk.link()
    altered = link[:-1] + ("A" if link[-1] != "A" else "B")
    for wrong in (altered, link.swapcase().replace("/T/", "/t/"), f"/t/{new_token()}", "/t/0", "/t/" + "长" * 400):
        for came in (await kiosk.client.get(wrong), await kiosk.client.post(wrong)):
            assert came.status_code == 404 and "没有这个链接" in came.text and ANSWER not in came.text, wrong
    assert ANSWER in (await kiosk.client.post(link)).text


async def test_a_token_has_128_random_bits_at_least_and_none_is_drawn_twice(kiosk: Kiosk) -> None:
    tokens = [(await kiosk.link()).removeprefix("/t/") for _ in range(20)]
    assert len(set(tokens)) == 20 and all(len(urlsafe_b64decode(t + "=" * (-len(t) % 4))) * 8 >= 128 for t in tokens)
    assert len({t[:4] for t in tokens}) > 15  # no counter, no clock at the front


@pytest.mark.parametrize("wipe", [("/leave", ""), ("/ask", "forget")])
async def test_who_leaves_and_erases_erases_the_links_too_and_nobody_elses(kiosk: Kiosk, wipe: tuple[str, str]) -> None:
    link, mine = await kiosk.link(), kiosk.session
    kiosk.session = new_token()
    others = await kiosk.link(id=OPINION)
    kiosk.session = mine
    await kiosk.press(wipe[0], choice=wipe[1])
    for dead in (await kiosk.client.get(link), await kiosk.client.post(link)):
        assert dead.status_code == 410 and "内容已经清除" in dead.text and ANSWER not in dead.text
    assert (await kiosk.client.post(others)).content[:2] == b"PK"


async def test_a_visit_that_nobody_continued_takes_its_links_with_it(kiosk: Kiosk) -> None:
    link = await kiosk.link()
    kiosk.now = 5 * 60 + 121  # the idle minutes and the grace, less than the link's ten minutes
    assert "内容已经清除" in (await kiosk.client.post(link)).text


async def test_nothing_about_a_link_is_cached_or_indexed(kiosk: Kiosk) -> None:
    page, paper = await kiosk.link(), await kiosk.link(id=OPINION)
    for came in (
        await kiosk.client.get(page), await kiosk.client.post(page), await kiosk.client.post(page), await kiosk.client.post(paper),
        await kiosk.client.get("/t/unknown"),
    ):  # fmt: skip
        assert came.headers["cache-control"] == "no-store" and "noindex" in came.headers["x-robots-tag"]
        assert came.headers["referrer-policy"] == "no-referrer" and "set-cookie" not in came.headers


async def test_the_screen_says_to_open_it_before_leaving(kiosk: Kiosk) -> None:
    await kiosk.press("/ask", question=QUESTION)
    shown = (await kiosk.press("/take")).text
    assert "只能打开一次" in shown and "10 分钟" in shown and "再按“离开并清除”" in shown and "清除后链接就失效" in shown


async def test_without_an_address_for_phones_no_link_is_offered_anywhere(app_with: Callable[..., Any], client_of: Clients) -> None:
    reached, alone = await client_of(app_with(public_url="https://legal.example")), await client_of(app_with())
    shown = {}
    for name, client in (("reached", reached), ("alone", alone)):
        at = Kiosk(client, [])
        pages = [await at.press("/ask", question=QUESTION), await at.press("/ask", choice=OPINION), await at.press("/take"), await at.press("/take", id=OPINION)]
        shown[name] = "".join(page.text for page in pages)
    assert "扫码带走" in shown["reached"] and f'value="{OPINION}"' in shown["alone"]  # the paper itself is offered, for print
    assert "扫码带走" not in shown["alone"] and "/t/" not in shown["alone"] and "legal.example" not in shown["alone"]
    assert not re.search(r"https?://(?!www\.w3\.org)", shown["alone"]) and "这台终端没有连到手机" in shown["alone"]


def test_more_links_than_we_keep_push_out_the_oldest_and_memory_does_not_grow() -> None:
    parcels = Parcels(lambda: 0.0)
    tokens = [parcels.put(str(n), "") for n in range(KEPT * 12)]
    assert parcels.look(tokens[-KEPT]) and not parcels.look(tokens[-KEPT - 1]) and parcels.fate(tokens[-KEPT - 1]) == "erased"
    assert len(parcels._kept) == KEPT and len(parcels._over) <= 3000 and parcels.fate(tokens[0]) == "unknown"
