"""Tickets on the staff page: read, answered once however often the button is pressed, never past what a colleague or the resident just wrote."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from bot.office.tickets import Opened, Tickets
from bot.store.desk_tables import deliveries, tickets
from tests.channels.web.staff.conftest import OTHER, House, hidden, log_in, send
from tests.conftest import NOW

LAST_THURSDAY = NOW.astimezone(UTC) - timedelta(days=4)  # today is Monday
OFFICE = """canned:
  - {id: bring, title: 请带材料来, text: "请带上{}来。"}
"""


def desk(house: House) -> Tickets:
    assert house.rooms.desk is not None
    return house.rooms.desk.tickets


async def left(house: House, text: str = "房东不退押金", **more: Any) -> Opened:
    about: dict[str, Any] = {"channel": "telegram", "session": "telegram:7", "service": "consultation"} | more
    return await desk(house).open(key=secrets.token_hex(4), text=text, **about)


async def outgoing(house: House, to: str) -> list[str]:
    async with house.engine.connect() as connection:
        return [row.text for row in await connection.execute(select(deliveries).where(deliveries.c.to == to).order_by(deliveries.c.id))]


async def form(client: httpx.AsyncClient, number: str) -> dict[str, str]:
    page = (await client.get(f"/staff/tickets/{number}")).text
    return {name: hidden(page, name) for name in ("key", "seen")}


async def test_a_message_is_read_answered_and_the_resident_hears_of_it_once(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    assert number in (await clerk.get("/staff/tickets")).text and "条留言等回复" in (await clerk.get("/staff/")).text
    page = (await clerk.get(f"/staff/tickets/{number}")).text
    assert "房东不退押金" in page and "法律咨询" in page
    fields = await form(clerk, number)
    for _ in range(3):  # a tired finger
        answered = await send(clerk, f"/staff/tickets/{number}", action="reply", answer="请带合同\r\n来看。", **fields)
        assert answered.status_code == 200 and "已答复" in answered.text
    (told,) = await outgoing(house, "telegram:7")
    assert "请带合同\n来看。" in told
    page = (await clerk.get("/staff/tickets?state=answered")).text
    assert number in page
    row = (await house.rooms.desk.get(number)).row  # type: ignore[union-attr]
    assert row.state == "answered" and [(m.who, m.name) for m in row.messages] == [("resident", ""), ("staff", "陈小梅")]


async def test_who_answers_without_having_seen_the_latest_is_shown_it_first(
    clerk: httpx.AsyncClient, visitor: httpx.AsyncClient, house: House
) -> None:
    number = (await left(house)).number
    await log_in(visitor, OTHER)
    mine, theirs = await form(clerk, number), await form(visitor, number)
    await send(visitor, f"/staff/tickets/{number}", action="reply", answer="李大明的答复", **theirs)
    refused = await send(clerk, f"/staff/tickets/{number}", action="reply", answer="陈小梅的答复", **mine)
    assert refused.status_code == 422 and "李大明的答复" in refused.text and "陈小梅的答复</textarea>" in refused.text
    assert len(await outgoing(house, "telegram:7")) == 1
    sent = await send(clerk, f"/staff/tickets/{number}", action="reply", answer="陈小梅的答复", **await form(clerk, number))
    assert "李大明 在您之前已经答复过" in sent.text and len(await outgoing(house, "telegram:7")) == 2


async def test_it_is_assigned_closed_and_reopened(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    for action, more, said in (("assign", {"to": "李大明"}, "李大明"), ("close", {}, "重新打开"), ("reopen", {}, "发给居民")):
        fields = {"key": hidden((await clerk.get(f"/staff/tickets/{number}")).text, "key")}
        done = await send(clerk, f"/staff/tickets/{number}", action=action, **fields, **more)
        assert done.status_code == 303, action
        assert said in (await clerk.get(f"/staff/tickets/{number}")).text, action
    nobody = await send(clerk, f"/staff/tickets/{number}", action="assign", to="没有的人", key="x")
    assert nobody.status_code == 400
    assert "李大明 在办" in (await clerk.get("/staff/tickets")).text.replace("<strong>", "").replace("</strong>", "")


async def test_a_canned_answer_is_filled_in_to_be_read_before_it_is_sent(clerk: httpx.AsyncClient, house: House) -> None:
    (house.folder / "office.yaml").write_text(OFFICE, "utf-8")
    assert house.rooms.library.reload()
    number = (await left(house)).number
    filled = await send(clerk, f"/staff/tickets/{number}", action="canned", canned="bring", slot="身份证和合同", answer="您好，")
    assert "您好，\n请带上身份证和合同来。</textarea>" in filled.text and await outgoing(house, "telegram:7") == []
    empty = await send(clerk, f"/staff/tickets/{number}", action="canned", canned="bring", slot="", answer="留着")
    assert empty.status_code == 422 and "留着</textarea>" in empty.text


async def test_an_empty_answer_and_an_answer_to_a_closed_ticket_are_not_sent(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    assert (await send(clerk, f"/staff/tickets/{number}", action="reply", answer="  ", **await form(clerk, number))).status_code == 422
    fields = await form(clerk, number)
    await desk(house).resident_closes(int(number), "r1")
    assert (await send(clerk, f"/staff/tickets/{number}", action="reply", answer="晚了", **fields)).status_code == 422
    assert await outgoing(house, "telegram:7") == []


async def test_the_way_to_reach_somebody_and_what_to_mind_is_plain(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house, contact="13800138000", call="no", slot="晚上", for_other=True, discreet=True)).number
    page = (await clerk.get(f"/staff/tickets/{number}")).text
    for words in ("13800138000", "请勿直接拨打", "晚上", "替别人问", "敏感事项"):
        assert words in page, words


async def test_a_kiosk_ticket_has_nobody_to_ban_and_is_answered_for_the_code(clerk: httpx.AsyncClient, house: House) -> None:
    opened = await left(house, channel="kiosk", session="", text="<b>老板</b>欠钱")
    page = (await clerk.get(f"/staff/tickets/{opened.number}")).text
    assert "凭编号和查询码" in page and "停收" not in page and "&lt;b&gt;老板" in page and "<b>老板" not in page
    await send(clerk, f"/staff/tickets/{opened.number}", action="reply", answer="请来窗口", **await form(clerk, opened.number))
    assert (await desk(house).read(opened.number, opened.code)).messages[-1].text == "请来窗口"


async def test_who_harasses_is_banned_and_may_come_back(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    assert (await send(clerk, f"/staff/tickets/{number}", action="ban")).status_code == 303
    assert await desk(house).store.banned("telegram:7") and "恢复接收" in (await clerk.get(f"/staff/tickets/{number}")).text
    await send(clerk, f"/staff/tickets/{number}", action="unban")
    assert not await desk(house).store.banned("telegram:7")


async def test_what_waits_too_long_is_marked_and_counted(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    async with house.engine.begin() as connection:
        await connection.execute(update(tickets).values(touched=LAST_THURSDAY, opened=LAST_THURSDAY))
    assert "等了 2 个工作日" in (await clerk.get("/staff/tickets")).text and "等了 2 个工作日" in (await clerk.get(f"/staff/tickets/{number}")).text
    assert "1 条已超时" in (await clerk.get("/staff/")).text


async def test_tickets_stand_in_the_months_figures(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    await send(clerk, f"/staff/tickets/{number}", action="reply", answer="好", **await form(clerk, number))
    async with house.engine.begin() as connection:
        await connection.execute(update(tickets).values(opened=NOW.astimezone(UTC) - timedelta(hours=2), answered=NOW.astimezone(UTC)))
    page = (await clerk.get("/staff/usage?month=2026-11")).text
    assert "留言办理" in page and "2.0 小时" in page and "留言办理" not in (await clerk.get("/staff/usage?month=2026-10")).text


async def test_a_ticket_of_the_first_hour_of_a_month_counts_in_that_month(clerk: httpx.AsyncClient, house: House) -> None:
    await left(house)
    async with house.engine.begin() as connection:
        await connection.execute(update(tickets).values(opened=datetime(2026, 10, 31, 16, 30, tzinfo=UTC)))  # 0:30 in Shenzhen
    assert "留言办理" in (await clerk.get("/staff/usage?month=2026-11")).text
    assert "留言办理" not in (await clerk.get("/staff/usage?month=2026-10")).text


async def test_a_page_that_fails_says_so_and_logs_no_words_of_anybody(
    clerk: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def breaks(self: object, *_: object) -> None:
        raise RuntimeError("张三的电话13800138000")

    monkeypatch.setattr("bot.office.gaps.Gaps.queue", breaks)
    strict = httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://kiosk", cookies=clerk.cookies)
    answer = await strict.get("/staff/gaps")  # raises what the server would log
    await strict.aclose()
    assert answer.status_code == 500 and "程序出了错" in answer.text
    written = capsys.readouterr()
    assert "staff_page_failed" in written.out + written.err and "13800138000" not in answer.text + written.out + written.err


@pytest.mark.parametrize("number", ["99999", "x", "0", "-1", "1" * 30, "１"])
async def test_a_ticket_that_is_none_is_not_found(clerk: httpx.AsyncClient, number: str) -> None:
    assert (await clerk.get(f"/staff/tickets/{number}")).status_code == 404


async def test_the_transcript_is_plain_text_to_keep(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    text = await clerk.get(f"/staff/tickets/{number}.txt")
    assert text.headers["content-type"].startswith("text/plain") and "居民：房东不退押金" in text.text


@pytest.mark.parametrize("page", ["/staff/tickets", "/staff/tickets/00001", "/staff/tickets/00001.txt"])
async def test_nobody_reads_tickets_without_a_key(visitor: httpx.AsyncClient, house: House, page: str) -> None:
    await left(house)
    assert (await visitor.get(page)).status_code == 303
    assert (await visitor.post("/staff/tickets/00001", data={"action": "close"})).status_code == 303
    assert (await desk(house).store.get(1)).state == "open"  # type: ignore[union-attr]
