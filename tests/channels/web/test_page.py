"""The page without a browser: bounded input, one-time links, wiping, what each form carries."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from bot.answers.blocks import Reply, Ticket
from bot.app import ShortMemory
from bot.channels.web.shown_pages import new_token
from bot.channels.web.take_home import QR_BYTES, short_text
from bot.channels.web.words import speaker

Clients = Callable[..., Awaitable[httpx.AsyncClient]]
Apps = Callable[..., Any]
QUESTION = "老板拖欠工资怎么办"


async def asked(client: httpx.AsyncClient, session: str = "", **fields: str) -> httpx.Response:
    return await client.post("/ask", data={"session": session or new_token(), "look": "", **fields})


async def test_the_first_page_is_light_strict_and_kept_nowhere(client: httpx.AsyncClient, memory: ShortMemory) -> None:
    response = await client.get("/")
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', response.text)
    weight = len(response.content) + sum([len((await client.get(f)).content) for f in files])
    assert weight < 150_000, weight
    assert response.headers["cache-control"] == "no-store" and "set-cookie" not in response.headers
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'self'" in policy
    assert "style=" not in response.text and "onclick" not in response.text and "http://" not in response.text.replace("http://www.w3.org", "")
    assert memory._sessions == {}  # looking at the first page stores nothing
    assert (await client.get(files[0])).headers["cache-control"].endswith("immutable")


async def test_every_service_stands_on_the_first_page_in_three_languages(client: httpx.AsyncClient) -> None:
    for look, names in (
        ("", ("人民调解", "公证", "社区矫正", "法律援助", "法律咨询", "查法律法规", "典型案例", "附近找谁", "文书下载", "信息动态")),
        ("zh-Hant", ("人民調解", "公證", "社區矯正", "法律援助")),
        ("en", ("mediation", "Notary", "Legal aid", "What&#39;s new", "Leave and erase")),
    ):
        text = (await client.get("/", params={"look": look})).text
        assert all(name in text for name in names), look


async def test_replies_come_in_the_language_of_the_page(client: httpx.AsyncClient) -> None:
    assert "My employer has not paid me" in (await asked(client, question=QUESTION, look="en")).text
    assert "投訴" in (await asked(client, question=QUESTION, look="zh-Hant")).text


@pytest.mark.parametrize("question", ["", " ", "😀", "\u202e倒", "\x00\x1b[0m", "<script>alert(1)</script>", "'; DROP TABLE", "长" * 4000, "长" * 10_000])
async def test_odd_questions_get_a_friendly_page(client: httpx.AsyncClient, question: str) -> None:
    response = await asked(client, question=question)
    assert response.status_code == 200 and "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"question=" + b"a" * 5_000_000, "application/x-www-form-urlencoded", 413), (b'{"question": "a"}', "application/json", 400),
     (b"--x\r\n", "multipart/form-data; boundary=x", 400), (b"&".join(b"a=1" for _ in range(50)), "application/x-www-form-urlencoded", 400),
     (b"question=%ff%fe&session=..%2f..", "application/x-www-form-urlencoded", 200)],
)  # fmt: skip
async def test_bodies_that_are_no_form_get_a_friendly_page(client: httpx.AsyncClient, content: bytes, kind: str, status: int) -> None:
    for address in ("/ask", "/look", "/back", "/document", "/take"):
        response = await client.post(address, content=content, headers={"Content-Type": kind})
        assert response.status_code in (status, 404, 303) and response.status_code < 500
    assert (await client.post("/ask", content=content, headers={"Content-Type": kind})).status_code == status


async def test_unknown_addresses_choices_and_looks_are_friendly(client: httpx.AsyncClient) -> None:
    missing = await client.get("/nothing")
    assert missing.status_code == 404 and "没有这个页面" in missing.text and 'href="/"' in missing.text
    assert (await client.get("/", params={"look": "x.9.<b>.." + "y" * 500})).status_code == 200
    assert (await asked(client, choice="nonsense:" + "x" * 5000)).status_code == 200
    assert (await client.get("/ask")).status_code == 405


async def test_leaving_wipes_everything_and_tells_the_browser_to_do_the_same(client: httpx.AsyncClient, memory: ShortMemory) -> None:
    session = new_token()
    await asked(client, session, question=QUESTION)
    assert f"kiosk:{session}" in memory._sessions
    left = await client.post("/leave", data={"session": session, "look": "en.3.frame"})
    assert left.status_code == 303 and left.headers["location"] == "/?look=frame&left=1" and "cache" in left.headers["clear-site-data"]
    assert memory._sessions == {}
    again = await client.post("/look", data={"session": session, "look": "2"})
    assert again.status_code == 303  # the page can't be called back
    assert QUESTION not in (await client.post("/back", data={"session": session, "look": ""}, follow_redirects=True)).text.replace(
        f'value="{QUESTION}"', ""
    ).replace(f">{QUESTION}</button>", "")


async def test_a_visit_nobody_continues_is_wiped_by_the_server_too(app_with: Apps, client_of: Clients, memory: ShortMemory) -> None:
    app = app_with(idle_minutes=1)
    client, now = await client_of(app), [0.0]
    app.state.kiosk.pages._clock = lambda: now[0]
    session = new_token()
    await asked(client, session, question=QUESTION)
    now[0] = 170
    await client.post("/keep", data={"session": session})
    now[0] = 300
    await client.get("/")
    assert f"kiosk:{session}" in memory._sessions  # somebody was still typing
    now[0] = 351
    await client.get("/")
    assert memory._sessions == {} and app.state.kiosk.pages.last(session) is None


async def test_larger_letters_show_the_same_page_again_and_a_new_language_asks_again(client: httpx.AsyncClient) -> None:
    session = new_token()
    await asked(client, session, question=QUESTION)
    larger = await client.post("/look", data={"session": session, "look": "3.contrast"})
    assert 'class="size3 contrast' in larger.text and "先收好证据" in larger.text
    assert "Keep your evidence" in (await client.post("/look", data={"session": session, "look": "en"})).text


async def test_the_page_before_comes_back(client: httpx.AsyncClient) -> None:
    session = new_token()
    await asked(client, session, question=QUESTION)
    second = await asked(client, session, choice="answer:labour-dismissed")
    assert 'action="/back"' in second.text
    assert "先收好证据" in (await client.post("/back", data={"session": session, "look": ""})).text


async def test_the_same_press_twice_counts_once(client: httpx.AsyncClient, app_with: Apps, client_of: Clients, assistant: Any, monkeypatch: Any) -> None:
    heard: list[str] = []
    reply = assistant.reply

    async def counted(message: Any) -> Any:
        heard.append(message.text or message.choice)
        return await reply(message)

    monkeypatch.setattr(assistant, "reply", counted)
    session = new_token()
    first = await asked(client, session, question=QUESTION, turn="one")
    assert "先收好证据" in first.text and "先收好证据" in (await asked(client, session, question=QUESTION, turn="one")).text
    await asked(client, session, choice="answer:labour-dismissed", turn="one")  # another button of the same old page
    assert heard == [QUESTION, "answer:labour-dismissed"]


async def test_a_sensitive_matter_has_a_neutral_title_and_does_not_repeat_the_question(client: httpx.AsyncClient) -> None:
    text = (await asked(client, question="老公打我怎么办")).text
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    assert title and title[1] == "咨询页面" and "您问" not in text
    assert text.index('class="alarm"') < text.index('id="title"') and "110" in text


async def test_without_a_public_address_the_code_carries_the_answer_itself(client: httpx.AsyncClient) -> None:
    session = new_token()
    await asked(client, session, question=QUESTION)
    text = (await client.post("/take", data={"session": session, "look": ""})).text
    carried = re.search(r'<pre class="carried">(.*?)</pre>', text, re.S)
    assert carried and "<svg" in text and "先收好证据" in carried[1] and "劳动争议调解仲裁法" in carried[1] and "12348" in carried[1]
    assert len(carried[1].encode()) <= QR_BYTES and "/t/" not in text


async def taken_link(client: httpx.AsyncClient, app: Any, session: str, **more: str) -> str:
    await client.post("/take", data={"session": session, "look": "", **more})
    tokens = list(app.state.kiosk.parcels._kept)
    assert len(tokens[-1]) >= 32
    return f"/t/{tokens[-1]}"


async def test_a_document_is_handed_over_only_to_its_own_session(app_with: Apps, client_of: Clients) -> None:
    app = app_with(public_url="https://legal.example")
    client, session = await client_of(app), new_token()
    await asked(client, session, question=QUESTION)
    await asked(client, session, choice="opinion:labour-wages-owed")
    document = await client.post("/document", data={"session": session, "id": "opinion:labour-wages-owed"})
    assert document.content[:2] == b"PK" and "attachment" in document.headers["content-disposition"]
    link = await taken_link(client, app, session, id="opinion:labour-wages-owed")
    assert (await client.post(link)).content[:2] == b"PK"
    missing = await client.post("/document", data={"session": session, "id": "form:nothing"})
    assert missing.status_code == 404 and "没有这份文书" in missing.text


async def test_the_review_of_a_message_names_what_can_be_changed_and_repeats_no_answer(client: httpx.AsyncClient) -> None:
    session = new_token()
    for said in ({"choice": "message"}, {"question": "房东不退押金"}, {"choice": "unknown:other"}, {"question": "13800138000"}, {"choice": "pick:safe:yes"}):
        await asked(client, session, **said)
    review = (await asked(client, session, choice="pick:slot:any")).text
    assert "修改“联系电话”" in review and "<small>改</small>" not in review and "您问" not in review
    looked_up = new_token()
    for said in ("查留言 00001", "3678 1117"):
        page = (await asked(client, looked_up, question=said)).text
    assert "3678" not in page, "a code does not stay on the screen"


async def test_paper_and_phone_are_offered_where_there_is_something_to_keep(client: httpx.AsyncClient) -> None:
    session = new_token()
    answer = (await asked(client, session, question=QUESTION)).text
    which = (await asked(client, session, choice="service:notary")).text
    for said in ({"choice": "message"}, {"question": "房东不退押金"}, {"choice": "unknown:other"}, {"choice": "unknown:contact"}):
        review = (await asked(client, session, **said)).text
    assert ["/take" in page and "data-print" in page for page in (answer, which, review)] == [True, False, False]


def test_the_code_for_a_phone_holds_number_and_code_of_the_message() -> None:
    sent = Reply(outcome="ticket", blocks=(Ticket(number="00012", code="1234 5678", promise=""),))
    assert "留言编号 00012\n查询码 1234 5678" in short_text(sent, speaker("zh-Hans"))


async def test_asking_without_pause_is_slowed_down_with_a_friendly_page(app_with: Apps, client_of: Clients) -> None:
    client, session = await client_of(app_with(requests_per_minute=2)), new_token()
    statuses = [(await asked(client, session, choice=c)).status_code for c in ("menu", "forms", "news")]
    assert statuses == [200, 200, 429]
    assert "请等一分钟" in (await asked(client, session, choice="cases")).text


async def test_a_crash_is_told_kindly_without_a_traceback(client: httpx.AsyncClient, assistant: Any, monkeypatch: Any) -> None:
    async def broken(_: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(assistant, "reply", broken)
    response = await asked(client, question="你好")
    assert response.status_code == 500 and "110" in response.text and "secret" not in response.text


async def test_a_framed_page_names_who_may_frame_it(app_with: Apps, client_of: Clients) -> None:
    client = await client_of(app_with(allowed_origins=("https://www.kuichong.example",)))
    policy = (await client.get("/", params={"look": "frame"})).headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.kuichong.example")
