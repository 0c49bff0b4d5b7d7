"""What must reach a chat, stored until it did; reminders that fall due later; and the trail of a chat's messages."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Delete, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import aware, now
from bot.store.desk_tables import deliveries, message_trail, ticket_messages, ticket_routes

DELETABLE = timedelta(hours=48)  # older messages a bot can't delete


@dataclass(frozen=True)
class StoredChoice:
    id: str
    label: str


@dataclass(frozen=True)
class StoredDelivery:
    id: int
    to: str
    text: str
    choices: tuple[StoredChoice, ...]
    discreet: bool


@dataclass(frozen=True)
class Undelivered:
    """`ticket` is None for what belongs to none (a new answer, a deadline); `why`: blocked | gone | refused."""

    id: int
    to_staff: bool
    ticket: int | None
    why: str
    at: datetime


@dataclass(frozen=True)
class OutboxState:
    """`staff_lost`: the staff chat refused what was last sent there."""

    waiting: int
    undelivered: int
    staff_lost: bool


class Outbox:
    """Deliveries stay due until they are sent or failed: after a crash one may repeat, none vanishes."""

    def __init__(self, engine: AsyncEngine, has_staff_chat: bool = True) -> None:
        self._engine = engine
        self._has_staff_chat = has_staff_chat
        self._bell = asyncio.Event()

    async def due(self, limit: int = 100, besides: Collection[str] = ()) -> Sequence[StoredDelivery]:
        """Neither sent nor failed, oldest first, without those to the chats in `besides`."""
        query = select(deliveries).where(deliveries.c.state == "due", deliveries.c.not_before <= now())
        if besides:
            query = query.where(deliveries.c.to.not_in(besides))
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.order_by(deliveries.c.id).limit(limit))
            return [StoredDelivery(r.id, r.to, r.text, tuple(StoredChoice(*c) for c in r.choices), r.discreet) for r in rows]

    async def sent(self, id: int, message_ids: Sequence[int]) -> None:
        """Arrived as these messages: a reply to one of them in that chat is about this delivery's ticket."""
        async with self._engine.begin() as connection:
            row = (await connection.execute(select(deliveries.c.to, deliveries.c.ticket).where(deliveries.c.id == id))).first()
            if row is None:
                return
            await connection.execute(update(deliveries).where(deliveries.c.id == id).values(state="sent", done=now()))
            for message in message_ids if row.ticket is not None else ():
                await connection.execute(delete(ticket_routes).where(ticket_routes.c.chat == row.to, ticket_routes.c.message == message))
                await connection.execute(insert(ticket_routes).values(chat=row.to, message=message, ticket=row.ticket))

    async def failed(self, id: int, why: str) -> None:
        """Will never arrive. What did not reach a resident is noted in the ticket, and told in the staff chat."""
        async with self._engine.begin() as connection:
            row = (await connection.execute(select(deliveries.c.to, deliveries.c.ticket).where(deliveries.c.id == id))).first()
            if row is None:
                return
            await connection.execute(update(deliveries).where(deliveries.c.id == id).values(state="failed", why=why, done=now()))
            if row.to != "staff" and row.ticket is not None:
                note = f"没有送到：{_WHY.get(why, why)}。{_INSTEAD}"
                await connection.execute(insert(ticket_messages).values(ticket=row.ticket, at=now(), who="note", name="", text=note))
                if self._has_staff_chat:
                    told = f"留言 {row.ticket:05d} 的答复{note}"
                    await connection.execute(insert(deliveries).values(to="staff", text=told, choices=[], ticket=row.ticket, not_before=now()))
        self.ring()

    async def wait(self) -> None:
        """Return as soon as something new may be due in this process."""
        await self._bell.wait()
        self._bell.clear()

    def ring(self) -> None:
        self._bell.set()

    async def tell(self, to: str, text: str) -> None:
        """Tell a session, or "staff", something that belongs to no ticket."""
        async with self._engine.begin() as connection:
            await connection.execute(insert(deliveries).values(to=to, text=text, choices=[], not_before=now()))
        self.ring()

    async def remind(self, session: str, about: str, when: datetime, text: str) -> None:
        """Tell `session` at `when`; another reminder about the same takes its place."""
        async with self._engine.begin() as connection:
            await connection.execute(_reminders(session).where(deliveries.c.reminder == about))
            moment = when.astimezone(UTC)
            await connection.execute(insert(deliveries).values(to=session, text=text, choices=[], reminder=about, not_before=moment))

    async def unremind(self, session: str) -> int:
        """Take back all reminders of a session; how many there were."""
        async with self._engine.begin() as connection:
            return int((await connection.execute(_reminders(session))).rowcount)

    async def undelivered(self, limit: int = 100) -> Sequence[Undelivered]:
        """What can't arrive and nobody has ticked off, the latest first."""
        query = select(deliveries).where(deliveries.c.state == "failed").order_by(deliveries.c.done.desc(), deliveries.c.id.desc()).limit(limit)
        async with self._engine.connect() as connection:
            return [Undelivered(r.id, r.to == "staff", r.ticket, r.why, aware(r.done)) for r in await connection.execute(query)]

    async def state(self) -> OutboxState:
        number = select(func.count()).select_from(deliveries)
        last = select(deliveries.c.state).where(deliveries.c.to == "staff", deliveries.c.done.is_not(None))
        async with self._engine.connect() as connection:
            waiting = await connection.scalar(number.where(deliveries.c.state == "due", deliveries.c.not_before <= now()))
            failed = await connection.scalar(number.where(deliveries.c.state == "failed"))
            ended = await connection.scalar(last.order_by(deliveries.c.done.desc(), deliveries.c.id.desc()).limit(1))
        return OutboxState(waiting or 0, failed or 0, ended == "failed")

    async def staff_again(self) -> int:
        """The staff chat is thought to be back: what did not reach it is due again; how much that is."""
        async with self._engine.begin() as connection:
            lost = update(deliveries).where(deliveries.c.to == "staff", deliveries.c.state == "failed")
            found = int((await connection.execute(lost.values(state="due", why="", done=None))).rowcount)
        self.ring()
        return found

    async def seen(self, ids: Sequence[int]) -> int:
        """Staff know of these and have dealt with them; how many there were."""
        async with self._engine.begin() as connection:
            failed = update(deliveries).where(deliveries.c.id.in_(ids), deliveries.c.state == "failed", deliveries.c.to != "staff")
            return int((await connection.execute(failed.values(state="seen"))).rowcount)


_WHY = {"blocked": "对方屏蔽了机器人", "gone": "聊天已经不在了", "refused": "Telegram 不接受这段文字"}
_INSTEAD = "留了电话的请打电话告知（先看能不能打）；居民也可以凭编号和查询码在自助终端看到。"


def _reminders(session: str) -> Delete:
    return delete(deliveries).where(deliveries.c.to == session, deliveries.c.reminder != "", deliveries.c.state == "due")


class Trail:
    """Numbers of messages only, for as long as a bot may delete them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, chat_id: int, message_ids: Sequence[int]) -> None:
        async with self._engine.begin() as connection:
            for message in dict.fromkeys(message_ids):
                await connection.execute(delete(message_trail).where(message_trail.c.chat == chat_id, message_trail.c.message == message))
                await connection.execute(insert(message_trail).values(chat=chat_id, message=message, at=now()))
            await connection.execute(delete(message_trail).where(message_trail.c.at < now() - DELETABLE))

    async def take(self, chat_id: int) -> Sequence[int]:
        """All that are known and young enough, and forget them."""
        async with self._engine.begin() as connection:
            query = select(message_trail.c.message).where(message_trail.c.chat == chat_id, message_trail.c.at >= now() - DELETABLE)
            found = [int(n) for n in (await connection.execute(query.order_by(message_trail.c.message))).scalars()]
            await connection.execute(delete(message_trail).where(message_trail.c.chat == chat_id))
            return found
