"""The one front door: a message comes in, a reply goes out, the session is saved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.answers.blocks import Reply
from bot.answers.script import in_traditional
from bot.dialogue import papers, story
from bot.dialogue.desk import Desk, done, reminded
from bot.dialogue.papers import Document
from bot.dialogue.redact import redacted
from bot.dialogue.responders import RESPONDERS
from bot.dialogue.screen import follow_screen
from bot.dialogue.session import Message, Session
from bot.dialogue.turn import Turn
from bot.dialogue.version_guard import guarded
from bot.library import Library, Snapshot

SHENZHEN = ZoneInfo("Asia/Shanghai")


class Memory(Protocol):
    """Where sessions and what is learnt from them are kept (store.conversations.Conversations)."""

    async def load(self, key: str, idle: timedelta | None = None) -> dict[str, Any] | None: ...
    async def save(self, key: str, state: dict[str, Any]) -> None: ...
    async def forget(self, key: str) -> None: ...
    async def record_question(self, text: str, reason: str, nearest: list[str], channel: str, tell: str | None = None) -> None: ...
    async def count(
        self, channel: str, outcome: str, milliseconds: float, service: str | None, topic: str | None, answer: str | None
    ) -> None: ...
    async def record_feedback(self, answer: str, helpful: bool, channel: str) -> None: ...
    async def wish(self, text: str, session: str) -> None: ...


class Assistant:
    """Answers messages of all channels. One instance serves everybody; it holds no state of a resident."""

    def __init__(
        self, library: Library, memory: Memory, clock: Callable[[], datetime] = lambda: datetime.now(SHENZHEN), desk: Desk | None = None
    ) -> None:
        """Without `desk` nobody reads messages: who wants to leave one hears whom to call."""
        self._library = library
        self._desk = desk
        self._memory = memory
        self._clock = clock

    async def reply(self, message: Message) -> Reply:
        """The reply to one message. Never raises for what a resident sent."""
        started = time.perf_counter()
        session = _as_before(await self.session(message.session), message)
        session.channel = message.channel
        session.language = message.language or session.language
        turn = Turn(message, session, self._library.snapshot, self._clock())
        reply = await done(turn, respond(turn), self._desk)
        await reminded(turn, self._desk)
        await self._remember(turn, reply, (time.perf_counter() - started) * 1000)
        return in_traditional(reply) if turn.language == "zh-Hant" else reply

    async def _remember(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        session = turn.session
        if turn.forget:
            await self._memory.forget(session.key)
            return
        discreet = session.discreet or reply.discreet
        question = None if discreet or not turn.message.wish_record else redacted(turn.message.text)
        nearest = [h.id for h in reply.answers[:5]]
        if turn.unanswered and question:
            await self._memory.record_question(question, "none" if reply.outcome == "none" else "rephrased", nearest, session.channel)
        if turn.feedback:
            await self._memory.record_feedback(*turn.feedback, session.channel)
            if not turn.feedback[1] and session.last_question and not discreet:
                await self._memory.record_question(session.last_question, "unhelpful", [turn.feedback[0]], session.channel)
        refused = turn.message.choice == "none" and session.extra.get("refused") != session.last_question
        if refused and session.last_question and not discreet:  # none of what was offered: nobody has answered it
            session.extra["refused"] = session.last_question
            await self._memory.record_question(session.last_question, "none", [], session.channel)
        if turn.wish and not discreet:
            await self._memory.wish(session.last_question, session.key)
        if turn.message.text:
            session.last_question = question or ""
        await self._memory.save(session.key, session.model_dump(mode="json"))
        if turn.message.wish_record:
            first = reply.answers[0] if reply.answers and not discreet else None
            about = (first.service, first.topic, first.id) if first else (None, None, None)
            await self._memory.count(session.channel, reply.outcome, milliseconds, *about)

    async def session(self, key: str) -> Session:
        """What is remembered of a session; an empty one when nothing is."""
        state = await self._memory.load(key)
        return Session.model_validate(state) if state else Session(key=key)

    async def forget(self, session: str) -> None:
        """Wipe all that is stored of a session."""
        await self._memory.forget(session)

    async def suggest(self, text: str, limit: int = 6) -> tuple[str, ...]:
        """Questions that others might mean by what is typed so far."""
        return self._library.snapshot.finder.suggest(text, limit)

    async def document(self, session: str, id: str) -> Document:
        """The document that a FileOffer named, made now from what the session holds. Raises NotFound."""
        return await asyncio.to_thread(papers.document, self._library.snapshot, await self.session(session), id, self._clock())

    @property
    def snapshot(self) -> Snapshot:
        return self._library.snapshot


def _as_before(session: Session, message: Message) -> Session:
    """The session as it was before this very message, should it have been handled already; remembers that state for the next time."""
    if message.id and session.last_id == message.id:
        session = Session.model_validate(session.before) if session.before else Session(key=message.session)
    session.before = session.model_dump(mode="json", exclude={"before"}) if message.id else None
    session.last_id = message.id
    return session


def respond(turn: Turn) -> Reply:
    """The first responder's reply, with danger heard on top. Pure but for the turn's own session."""
    follow_screen(turn)
    reply = guarded(turn, next(reply for responder in RESPONDERS if (reply := responder(turn)) is not None))
    if turn.message.text and not reply.statutes and turn.statutes:
        library = turn.snapshot.finder.statutes
        assert library is not None
        reply = reply.model_copy(update={"statutes": tuple(library.library.key(n) for n, _ in turn.statutes)})
    if reply.outcome in ("sure", "maybe", "statute") and "match" in vars(turn) and turn.match.candidates:
        story.tell(turn.session, redacted(turn.message.text) or "", turn.match, turn.now)
    if turn.danger:
        reply = reply.model_copy(update={"blocks": (*turn.danger, *reply.blocks), "discreet": turn.session.discreet})
    if turn.session.discreet and reply.title:
        reply = reply.model_copy(update={"title": "咨询结果", "discreet": True})
    return reply


