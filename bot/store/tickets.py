"""Tickets and what was said about them. What must be told to anybody is stored in the same transaction as what it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.conversations import language_of
from bot.store.database import aware, now
from bot.store.desk_tables import deliveries, desk_acts, desk_bans, ticket_messages, ticket_routes, tickets

KEEP_ACTS = timedelta(days=7)


@dataclass(frozen=True)
class TicketMessage:
    at: datetime
    who: str  # resident | staff | note
    name: str
    text: str


@dataclass(frozen=True)
class TicketRow:
    """One ticket as stored; `number` is what people call it by."""

    id: int
    session: str
    channel: str
    service: str | None
    contact: str
    call: str
    slot: str
    for_other: bool
    discreet: bool
    state: str  # open | answered | closed
    assigned: str
    opened: datetime
    touched: datetime
    answered: datetime | None
    reminded: datetime | None
    messages: tuple[TicketMessage, ...] = ()

    @property
    def number(self) -> str:
        return f"{self.id:05d}"


@dataclass(frozen=True)
class Outgoing:
    """Something to be told: to a session, or to "staff"."""

    to: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()  # (id, label)
    discreet: bool = False


@dataclass
class Change:
    """What happens to a ticket in one transaction."""

    values: dict[str, Any] = field(default_factory=dict)
    messages: list[tuple[str, str, str]] = field(default_factory=list)  # (who, name, text)
    outgoing: list[Outgoing] = field(default_factory=list)


class TicketStore:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, key: str, values: dict[str, Any], text: str, told: Any) -> TicketRow:
        """Store a new ticket, its text, and what `told(row)` says of it, in one transaction; the one there is when `key` is known."""
        try:
            async with self._engine.begin() as connection:
                moment = now()
                made = await connection.execute(insert(tickets).values(key=key, opened=moment, touched=moment, **values))
                id = int(made.inserted_primary_key[0])  # type: ignore[index]
                await self._say(connection, id, [("resident", "", text)])
                row = await self._row(connection, id)
                assert row is not None
                await self._tell(connection, id, told(row))
                return row
        except IntegrityError:
            async with self._engine.begin() as connection:
                known = (await connection.execute(select(tickets.c.id).where(tickets.c.key == key))).scalar_one()
                await connection.execute(update(tickets).where(tickets.c.id == known).values(code=values["code"]))
                row = await self._row(connection, known)
                assert row is not None
                return row

    async def change(self, id: int, change: Change) -> None:
        async with self._engine.begin() as connection:
            await self._change(connection, id, change)

    async def act(self, key: str, id: int, change: Change, answer: str) -> str:
        """Do `change` unless the act `key` was done before; the answer it got then, or `answer`."""
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(desk_acts).values(key=key, answer=answer, at=now()))
                await self._change(connection, id, change)
                return answer
        except IntegrityError:
            async with self._engine.connect() as connection:
                return str((await connection.execute(select(desk_acts.c.answer).where(desk_acts.c.key == key))).scalar_one())

    async def done(self, key: str) -> str | None:
        """What the act `key` was answered, when it was done before."""
        async with self._engine.connect() as connection:
            found = (await connection.execute(select(desk_acts.c.answer).where(desk_acts.c.key == key))).scalar()
            return None if found is None else str(found)

    async def get(self, id: int) -> TicketRow | None:
        async with self._engine.connect() as connection:
            return await self._row(connection, id)

    async def code(self, id: int) -> str | None:
        """The digest of the code; None when there is no such ticket."""
        async with self._engine.connect() as connection:
            found = (await connection.execute(select(tickets.c.code).where(tickets.c.id == id))).scalar()
            return None if found is None else str(found)

    async def guess(self, id: int, most: int, locked: timedelta) -> bool:
        """Count a guess before it is looked at, for others come at the same moment; False after `most` within `locked` of each other."""
        old = or_(tickets.c.guessed.is_(None), tickets.c.guessed <= now() - locked)
        counted = case((old, 1), else_=tickets.c.guesses + 1)
        async with self._engine.begin() as connection:
            open_ = update(tickets).where(tickets.c.id == id, or_(old, tickets.c.guesses < most))
            return bool((await connection.execute(open_.values(guesses=counted, guessed=now()))).rowcount)

    async def guessed_right(self, id: int) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(tickets).where(tickets.c.id == id).values(guesses=0))

    async def waiting(self, states: Sequence[str] = ("open", "answered"), limit: int = 100) -> list[TicketRow]:
        """Oldest waiting first; without what was said."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(tickets).where(tickets.c.state.in_(states)).order_by(tickets.c.touched).limit(limit))
            return [_ticket(row) for row in rows]

    async def of_session(self, session: str) -> list[TicketRow]:
        if not session:
            return []
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(tickets).where(tickets.c.session == session).order_by(tickets.c.id.desc()).limit(10))
            return [_ticket(row) for row in rows]

    async def unfinished(self, session: str) -> int:
        """How many tickets of the session are not closed."""
        async with self._engine.connect() as connection:
            query = select(func.count()).select_from(tickets).where(tickets.c.session == session, tickets.c.state != "closed")
            return int((await connection.execute(query)).scalar_one())

    async def routed(self, chat: str, message: int) -> int | None:
        """The ticket that a message of ours in that chat is about."""
        async with self._engine.connect() as connection:
            query = select(ticket_routes.c.ticket).where(ticket_routes.c.chat == chat, ticket_routes.c.message == message)
            found = (await connection.execute(query)).scalar()
            return None if found is None else int(found)

    async def ban(self, session: str, who: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(desk_bans).where(desk_bans.c.session == session))
            await connection.execute(insert(desk_bans).values(session=session, who=who, at=now()))

    async def unban(self, session: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(desk_bans).where(desk_bans.c.session == session))

    async def language(self, session: str) -> str:
        """What the session's resident reads; empty when nothing is stored of it."""
        return await language_of(self._engine, session)

    async def banned(self, session: str) -> bool:
        async with self._engine.connect() as connection:
            return (await connection.execute(select(desk_bans.c.session).where(desk_bans.c.session == session))).first() is not None

    async def figures(self, start: datetime, end: datetime) -> dict[str, int]:
        """How many tickets were opened, answered and closed in a period, and how long the first answer took (minutes, mean)."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(select(tickets).where(tickets.c.opened >= start, tickets.c.opened < end))).all()
        waits = [(aware(r.answered) - aware(r.opened)).total_seconds() / 60 for r in rows if r.answered]
        closed = sum(r.state == "closed" for r in rows)
        return {"opened": len(rows), "answered": len(waits), "closed": closed, "minutes": round(sum(waits) / len(waits)) if waits else 0}

    async def count(self, state: str) -> int:
        async with self._engine.connect() as connection:
            return int((await connection.execute(select(func.count()).select_from(tickets).where(tickets.c.state == state))).scalar_one())

    async def purge(self, older: timedelta) -> None:
        """Retention: closed or not, what nobody touched for so long."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(tickets).where(tickets.c.touched < now() - older))
            await connection.execute(delete(desk_acts).where(desk_acts.c.at < now() - KEEP_ACTS))
            await connection.execute(delete(deliveries).where(deliveries.c.state != "due", deliveries.c.done < now() - older))

    async def _change(self, connection: AsyncConnection, id: int, change: Change) -> None:
        await connection.execute(update(tickets).where(tickets.c.id == id).values({"touched": now()} | change.values))
        await self._say(connection, id, change.messages)
        await self._tell(connection, id, change.outgoing)

    async def _say(self, connection: AsyncConnection, id: int, said: Sequence[tuple[str, str, str]]) -> None:
        for who, name, text in said:
            await connection.execute(insert(ticket_messages).values(ticket=id, at=now(), who=who, name=name, text=text))

    async def _tell(self, connection: AsyncConnection, id: int, outgoing: Sequence[Outgoing]) -> None:
        for told in outgoing:
            await connection.execute(
                insert(deliveries).values(
                    to=told.to, text=told.text, choices=[list(c) for c in told.choices], discreet=told.discreet, ticket=id, not_before=now()
                )
            )

    async def _row(self, connection: AsyncConnection, id: int) -> TicketRow | None:
        row = (await connection.execute(_one(id))).first()
        if row is None:
            return None
        said = await connection.execute(select(ticket_messages).where(ticket_messages.c.ticket == id).order_by(ticket_messages.c.id))
        return _ticket(row, tuple(TicketMessage(aware(m.at), m.who, m.name, m.text) for m in said))


def _one(id: int) -> Select[Any]:
    return select(tickets).where(tickets.c.id == id)


def _ticket(row: Any, messages: tuple[TicketMessage, ...] = ()) -> TicketRow:
    return TicketRow(
        row.id, row.session, row.channel, row.service, row.contact, row.call, row.slot, row.for_other, row.discreet, row.state, row.assigned,
        aware(row.opened), aware(row.touched), aware(row.answered) if row.answered else None,
        aware(row.reminded) if row.reminded else None, messages,
    )  # fmt: skip
