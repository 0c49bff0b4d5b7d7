"""What must reach a chat, stored until it did; reminders that fall due later; and the trail of a chat's messages."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Delete, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import now
from bot.store.desk_tables import deliveries, message_trail, ticket_routes

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


class Outbox:
    """Deliveries stay due until they are sent or failed: after a crash one may repeat, none vanishes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
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
        """Will never arrive. Staff hear of an answer that did not reach its resident."""
        async with self._engine.begin() as connection:
            row = (await connection.execute(select(deliveries.c.to, deliveries.c.ticket).where(deliveries.c.id == id))).first()
            if row is None:
                return
            await connection.execute(update(deliveries).where(deliveries.c.id == id).values(state="failed", why=why, done=now()))
            if row.to != "staff" and row.ticket is not None:
                text = f"留言 {row.ticket:05d} 的答复没有送到：{_WHY.get(why, why)}。居民可以凭编号和查询码在自助终端看到。"
                await connection.execute(insert(deliveries).values(to="staff", text=text, choices=[], ticket=row.ticket, not_before=now()))
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

    async def unreachable(self) -> int:
        """Deliveries that failed: shown on the staff page when the staff chat itself is gone."""
        async with self._engine.connect() as connection:
            return len((await connection.execute(select(deliveries.c.id).where(deliveries.c.state == "failed"))).all())


_WHY = {"blocked": "对方屏蔽了机器人", "gone": "聊天已经不在了", "refused": "Telegram 不接受这段文字"}


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
