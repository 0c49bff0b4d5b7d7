"""The desk's book: told twice, done once; told later, not forgotten; what waits too long is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.knowledge.model import Office
from bot.office.tickets import GUESSES, PER_SESSION, TicketError, Tickets
from bot.store.conversations import Conversations
from bot.store.database import open_database
from bot.store.desk_tables import deliveries, tickets
from bot.store.outbox import Outbox, Trail
from bot.store.tickets import TicketStore

ZONE = ZoneInfo("Asia/Shanghai")


class Book:
    def __init__(self, engine: object) -> None:
        self.engine = engine
        self.now = datetime.now(ZONE)
        self.outbox = Outbox(engine)  # type: ignore[arg-type]
        office = Office.model_validate({"canned": [{"id": "bring", "title": "带材料", "text": "请带{}来。"}]})
        self.tickets = Tickets(TicketStore(engine), self.outbox, lambda: office, lambda: self.now)  # type: ignore[arg-type]

    async def told(self) -> list[tuple[str, str]]:
        return [(d.to, d.text) for d in await self.outbox.due()]


@pytest.fixture
async def book(tmp_path: Path) -> AsyncIterator[Book]:
    engine = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'desk.sqlite'}")
    yield Book(engine)
    await engine.dispose()


async def test_the_same_act_told_twice_opens_one_ticket_and_answers_once(book: Book) -> None:
    first = await book.tickets.open(key="telegram:1:7", text="欠薪", channel="telegram", session="telegram:1")
    again = await book.tickets.open(key="telegram:1:7", text="欠薪", channel="telegram", session="telegram:1")
    assert first.number == again.number and len(await book.told()) == 1
    assert (await book.tickets.read(again.number, again.code)).messages[0].text == "欠薪"
    for _ in range(2):
        assert "已答复" in await book.tickets.reply(int(first.number), "telegram:99", "陈", "请来")
    assert [to for to, _ in await book.told()] == ["staff", "telegram:1"]
    assert [m.text for m in (await book.tickets.again(1)).messages] == ["欠薪", "请来"]


async def test_one_chat_has_so_many_open_messages_and_no_more(book: Book) -> None:
    for n in range(PER_SESSION):
        await book.tickets.open(key=f"{n}", text="欠薪", channel="telegram", session="telegram:1")
    with pytest.raises(TicketError, match="还有很多没有办结"):
        await book.tickets.open(key="more", text="欠薪", channel="telegram", session="telegram:1")
    await book.tickets.open(key="other", text="欠薪", channel="telegram", session="telegram:2")
    await book.tickets.set_state(3, "close", "陈", "closed")
    await book.tickets.open(key="again", text="欠薪", channel="telegram", session="telegram:1")


async def test_the_number_of_a_deleted_message_is_never_given_again(book: Book) -> None:
    """Its card in the staff chat stays: a reply to it must not reach somebody else."""
    first = await book.tickets.open(key="a", text="欠薪", channel="telegram", session="telegram:1")
    await Conversations(book.engine).forget("telegram:1")  # type: ignore[arg-type]
    second = await book.tickets.open(key="b", text="离婚", channel="telegram", session="telegram:2")
    assert int(second.number) > int(first.number)
    with pytest.raises(TicketError, match="没有这条留言"):
        await book.tickets.reply(int(first.number), "staff:1", "陈", "请来")


async def test_codes_guessed_side_by_side_are_counted_like_those_one_after_another(book: Book) -> None:
    opened = await book.tickets.open(key="a", text="欠薪", channel="kiosk")

    async def guess(code: str) -> str:
        try:
            return (await book.tickets.read(opened.number, code)).number
        except TicketError as refused:
            return str(refused)

    said = await asyncio.gather(*(guess(f"{n:08d}") for n in range(GUESSES + 4)))
    assert [("不对" in s, "锁住" in s) for s in sorted(said)].count((True, False)) == GUESSES
    assert "锁住" in await guess(opened.code)


async def test_a_right_code_forgives_the_wrong_ones_before(book: Book) -> None:
    opened = await book.tickets.open(key="a", text="欠薪", channel="kiosk")
    for n in range(3 * GUESSES):
        if n % GUESSES == GUESSES - 1:
            assert (await book.tickets.read(opened.number, opened.code)).number == opened.number
        else:
            with pytest.raises(TicketError, match="不对"):
                await book.tickets.read(opened.number, f"{n:08d}")


async def test_a_reminder_falls_due_can_be_replaced_and_taken_back(book: Book) -> None:
    soon, past = datetime.now(UTC) + timedelta(days=3), datetime.now(UTC) - timedelta(seconds=1)
    await book.outbox.remind("telegram:1", "deadline:a", soon, "上诉期快到了")
    assert await book.told() == []
    await book.outbox.remind("telegram:1", "deadline:a", past, "上诉期明天到")
    assert await book.told() == [("telegram:1", "上诉期明天到")]
    assert await book.outbox.unremind("telegram:1") == 1 and await book.told() == []
    assert await book.outbox.unremind("telegram:1") == 0


async def test_what_is_due_stays_due_until_it_is_sent(book: Book) -> None:
    await book.outbox.tell("telegram:1", "第一条")
    await book.outbox.tell("telegram:1", "第二条")
    first, second = await book.outbox.due()
    assert [d.text for d in await book.outbox.due()] == ["第一条", "第二条"]
    await book.outbox.sent(first.id, [11])
    assert [d.id for d in await book.outbox.due()] == [second.id]
    assert await book.outbox.due(besides=["telegram:1"]) == []


async def test_a_reply_to_a_delivered_message_is_about_its_ticket(book: Book) -> None:
    opened = await book.tickets.open(key="k", text="欠薪", channel="telegram", session="telegram:1")
    (card,) = await book.outbox.due()
    await book.outbox.sent(card.id, [501, 502])
    assert await book.tickets.store.routed("staff", 502) == int(opened.number)
    assert await book.tickets.store.routed("telegram:1", 502) is None


async def test_staff_hear_once_a_working_day_of_what_waits(book: Book) -> None:
    await book.tickets.open(key="k", text="欠薪", channel="kiosk")
    async with book.engine.begin() as connection:  # type: ignore[attr-defined]
        await connection.execute(update(tickets).values(touched=datetime(2026, 11, 20, 8, tzinfo=UTC)))
    book.now = datetime(2026, 11, 22, 10, tzinfo=ZONE)  # Sunday
    assert await book.tickets.remind_overdue() == 0
    book.now = datetime(2026, 11, 23, 10, tzinfo=ZONE)
    assert await book.tickets.remind_overdue() == 1
    assert "已等 1 个工作日" in (await book.told())[-1][1]
    assert (await book.tickets.again(1)).touched == datetime(2026, 11, 20, 8, tzinfo=UTC)


async def test_retention_deletes_tickets_with_all_that_hangs_on_them(book: Book) -> None:
    await book.tickets.open(key="k", text="欠薪", channel="kiosk")
    async with book.engine.begin() as connection:  # type: ignore[attr-defined]
        await connection.execute(update(tickets).values(touched=datetime.now(UTC) - timedelta(days=200)))
    await book.tickets.store.purge(timedelta(days=180))
    with pytest.raises(TicketError, match="没有这条留言"):
        await book.tickets.again(1)
    async with book.engine.connect() as connection:  # type: ignore[attr-defined]
        assert (await connection.execute(select(deliveries.c.id).where(deliveries.c.ticket.is_not(None)))).all() == []


async def test_the_code_is_not_stored(book: Book, tmp_path: Path) -> None:
    opened = await book.tickets.open(key="k", text="欠薪", channel="kiosk")
    stored = b"".join(p.read_bytes() for p in sorted(tmp_path.glob("desk.sqlite*")))  # noqa: ASYNC240 - nothing else runs here
    assert opened.code.encode() not in stored and opened.code.replace(" ", "").encode() not in stored


async def test_canned_answers_need_their_slot(book: Book) -> None:
    assert book.tickets.canned("bring", "身份证") == "请带身份证来。"
    with pytest.raises(TicketError, match="要填内容"):
        book.tickets.canned("带材料", "")
    with pytest.raises(TicketError, match="bring"):
        book.tickets.canned("bing", "x")
    with pytest.raises(TicketError, match="请写常用答复的名称。现有：bring"):
        book.tickets.canned("", "")


async def test_the_trail_is_taken_once_and_only_of_that_chat(book: Book) -> None:
    trail = Trail(book.engine)  # type: ignore[arg-type]
    await trail.add(1, [5, 6, 5])
    await trail.add(2, [7])
    assert list(await trail.take(1)) == [5, 6] and list(await trail.take(1)) == [] and list(await trail.take(2)) == [7]
