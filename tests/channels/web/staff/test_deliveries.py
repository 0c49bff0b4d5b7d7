"""Messages that reached nobody, on the staff page: which, why, what to do; sent again or ticked off."""

from __future__ import annotations

import httpx

from bot.store.outbox import Outbox
from tests.channels.web.staff.conftest import House, send
from tests.channels.web.staff.test_tickets import desk, left


async def fails(house: House, to_staff: bool, why: str) -> None:
    """Telegram refuses what is due for the staff chat, or for residents."""
    outbox = Outbox(house.engine)
    for delivery in await outbox.due():
        if (delivery.to == "staff") == to_staff:
            await outbox.failed(delivery.id, why)


async def test_who_blocked_the_bot_is_listed_until_staff_have_dealt_with_it(clerk: httpx.AsyncClient, house: House) -> None:
    number = (await left(house)).number
    await desk(house).reply(int(number), "k1", "陈小梅", "请带合同来")
    assert "有消息没有送到" not in (await clerk.get("/staff/")).text
    await fails(house, False, "blocked")
    assert "1 条没有送到居民" in (await clerk.get("/staff/")).text
    page = (await clerk.get("/staff/knowledge")).text
    assert f'href="/staff/tickets/{number}"' in page and "居民屏蔽了机器人" in page and "打电话" in page and "telegram:7" not in page
    assert "没有送到：对方屏蔽了机器人" in (await clerk.get(f"/staff/tickets/{number}")).text
    (id,) = [d.id for d in await Outbox(house.engine).undelivered()]
    done = await send(clerk, "/staff/knowledge/deliveries", action="seen", id=str(id))
    assert done.status_code == 303
    page = (await clerk.get("/staff/knowledge")).text
    assert f'href="/staff/tickets/{number}"' not in page and "发出的消息都送到了" in page


async def test_what_a_lost_staff_group_missed_is_sent_again_on_request(clerk: httpx.AsyncClient, house: House) -> None:
    await left(house)
    await fails(house, True, "gone")
    page = (await clerk.get("/staff/knowledge")).text
    assert "工作群已解散" in page and "BOT_STAFF_CHAT_ID" in page and "有 1 条消息没有送到工作群" in page
    assert (await send(clerk, "/staff/knowledge/deliveries", action="seen", id="1")).status_code == 303  # not to be ticked off
    assert "1 条没有送到工作群" in (await clerk.get("/staff/")).text
    again = await send(clerk, "/staff/knowledge/deliveries", action="again")
    assert "1 条正在补发" in (await clerk.get(again.headers["location"])).text
    (due,) = [d for d in await Outbox(house.engine).due() if d.to == "staff"]
    await Outbox(house.engine).sent(due.id, [9])
    assert "工作群已解散" not in (await clerk.get("/staff/knowledge")).text


async def test_nobody_without_the_pages_token_sends_or_ticks_off(clerk: httpx.AsyncClient, house: House) -> None:
    await left(house)
    await fails(house, True, "gone")
    assert (await clerk.post("/staff/knowledge/deliveries", data={"action": "again"})).status_code == 403
    assert (await send(clerk, "/staff/knowledge/deliveries", action="other")).status_code == 400
    assert [d for d in await Outbox(house.engine).due()] == []
