"""Sessions and what is learnt from conversations: questions without an answer, counts, feedback."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import aware, empty_log, now
from bot.store.desk_tables import deliveries, tickets
from bot.store.tables import feedback, questions, sessions, usage


class Conversations:
    """All of it in the one database; every method is one short transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def load(self, key: str, idle: timedelta | None = None) -> dict[str, Any] | None:
        """The state saved under `key`, or None; a session idle for longer than `idle` counts as gone."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(sessions.c.state, sessions.c.touched).where(sessions.c.key == key))).first()
        if row is None or (idle is not None and now() - aware(row.touched) > idle):
            return None
        state: dict[str, Any] = row.state
        return state

    async def save(self, key: str, state: dict[str, Any]) -> None:
        async with self._engine.begin() as connection:
            changed = await connection.execute(
                update(sessions).where(sessions.c.key == key).values(state=state, touched=now())
            )
            if changed.rowcount == 0:
                await connection.execute(insert(sessions).values(key=key, state=state, touched=now()))

    async def forget(self, key: str) -> None:
        """Delete all that hangs on this session."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(sessions).where(sessions.c.key == key))
            await connection.execute(update(questions).where(questions.c.tell == key).values(tell=None))
            await connection.execute(delete(tickets).where(tickets.c.session == key))  # with all that was said and is still to be told
            await connection.execute(delete(deliveries).where(deliveries.c.to == key))
        await empty_log(self._engine)

    async def record_question(self, text: str, reason: str, nearest: list[str], channel: str, tell: str | None = None) -> None:
        """`text` must be redacted already."""
        async with self._engine.begin() as connection:
            await connection.execute(
                insert(questions).values(text=text, reason=reason, nearest=nearest, channel=channel, asked=now(), tell=tell)
            )

    async def wish(self, text: str, session: str) -> None:
        """`session` wants to hear when this question (as recorded last) has an answer."""
        asked = select(questions.c.id).where(questions.c.text == text)
        free = asked.where(questions.c.tell.is_(None)).order_by(questions.c.id.desc()).limit(1).scalar_subquery()  # others asked the same
        async with self._engine.begin() as connection:
            if (await connection.execute(asked.where(questions.c.tell == session))).first() is None:
                await connection.execute(update(questions).where(questions.c.id == free).values(tell=session))

    async def count(
        self, channel: str, outcome: str, milliseconds: float, service: str | None, topic: str | None, answer: str | None
    ) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(
                insert(usage).values(
                    at=now(), channel=channel, outcome=outcome, service=service, topic=topic, answer=answer, milliseconds=round(milliseconds)
                )
            )

    async def record_feedback(self, answer: str, helpful: bool, channel: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(insert(feedback).values(at=now(), answer=answer, helpful=helpful, channel=channel))

    async def purge(self, sessions_older: timedelta, records_older: timedelta) -> None:
        """Retention: drop what is older than allowed."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(sessions).where(sessions.c.touched < now() - sessions_older))
            await connection.execute(delete(questions).where(questions.c.asked < now() - records_older))
            await connection.execute(delete(usage).where(usage.c.at < now() - records_older * 13))
            await connection.execute(delete(feedback).where(feedback.c.at < now() - records_older * 13))

    async def drop_answers(self, idle: timedelta) -> None:
        """What was filled into wizards and forms goes from sessions untouched for `idle`; the rest of a session stays."""
        async with self._engine.begin() as connection:
            old = await connection.execute(select(sessions.c.key, sessions.c.state).where(sessions.c.touched < now() - idle))
            for row in old.all():
                state = _without_answers(row.state)
                if state != row.state:
                    unchanged = sessions.c.touched < now() - idle  # they may have come back this very moment
                    await connection.execute(update(sessions).where(sessions.c.key == row.key, unchanged).values(state=state))
        await empty_log(self._engine)

    async def healthy(self) -> bool:
        async with self._engine.connect() as connection:
            await connection.execute(select(1))
        return True


async def language_of(engine: AsyncEngine, key: str) -> str:
    """The language that a session has chosen; empty when nothing is stored of it."""
    async with engine.connect() as connection:
        row = (await connection.execute(select(sessions.c.state).where(sessions.c.key == key))).first()
    return str(row.state.get("language", "")) if row is not None else ""


def _without_answers(state: dict[str, Any]) -> dict[str, Any]:
    """`before` is the whole session as it was one message ago, with the answers of then."""
    extra = {k: v for k, v in state.get("extra", {}).items() if k not in ("finished", "told", "told_answer")}
    return {**state, "running": None, "paused": None, "before": None, "story": [], "story_at": None, "extra": extra}
