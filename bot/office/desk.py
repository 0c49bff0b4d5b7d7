"""The office's counter in the staff chat: replies, commands, buttons. What anybody must be told goes through the outbox."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from bot.answers.blocks import ChoiceItem
from bot.office.tickets import STATES, TicketError, Tickets, transcript

SHENZHEN = ZoneInfo("Asia/Shanghai")
LISTED = 20
_NUMBER = re.compile(r"(?:留言|[Mm]essage) (\d{5})")  # in whatever language we said it
Verb = Literal["close", "reopen", "assign", "ban", "unban", "tickets", "ticket", "canned"]


class Act(Protocol):
    """What a member of staff did (channels.telegram.ports.StaffAct)."""

    @property
    def key(self) -> str: ...
    @property
    def staff(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reply_to(self) -> int: ...
    @property
    def quoted(self) -> str: ...
    @property
    def ticket(self) -> str: ...


@dataclass(frozen=True)
class Said:
    """What the desk answers."""

    text: str
    choices: tuple[ChoiceItem, ...] = ()


class Desk:
    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets

    async def staff_reply(self, act: Act) -> Said | None:
        """A reply to a message of the bot in the staff chat; None when that message belongs to no ticket."""
        id = await self._of_message("staff", act.reply_to, act.quoted)
        if id is None:
            return None
        return Said(await self._tickets.reply(id, act.key, act.staff, act.text))

    async def command(self, verb: Verb, act: Act) -> Said:
        done = await self._tickets.store.done(act.key)
        if done is not None:
            return Said(done)
        if verb == "tickets":
            return await self._list()
        if verb == "canned":
            self._canned_text(act)  # which there are is what a clerk asks first
        id = await self._ticket(verb, act)
        handlers: dict[str, Callable[[int, Act], Awaitable[Said]]] = {
            "close": self._close, "reopen": self._reopen, "assign": self._assign, "ban": self._ban, "unban": self._unban,
            "ticket": self._transcript, "canned": self._canned,
        }  # fmt: skip
        return await handlers[verb](id, act)

    async def resident_reply(self, key: str, session: str, reply_to: int, text: str, quoted: str = "") -> Said | None:
        """A resident replied to message `reply_to` of their chat, which says `quoted`; None when it is about no ticket of theirs."""
        id = await self._of_message(session, reply_to, quoted)
        if id is None:
            return None
        try:
            return Said(await self._tickets.add(id, key, text, await self._tickets.language(session)))
        except TicketError as refused:
            return Said(str(refused))

    async def _of_message(self, chat: str, message: int, text: str) -> int | None:
        """The ticket that a message of ours in `chat` is about. After a crash its number may stand only in the message itself; a
        resident's chat is believed only for tickets of its own."""
        id = await self._tickets.store.routed(chat, message)
        named = _NUMBER.search(text)
        if id is not None or named is None:
            return id
        row = await self._tickets.store.get(int(named[1]))
        return row.id if row is not None and chat in ("staff", row.session) else None

    async def _ticket(self, verb: Verb, act: Act) -> int:
        if act.ticket.strip().isdecimal():
            return int(act.ticket)
        id = await self._of_message("staff", act.reply_to, act.quoted) if act.reply_to else None
        if id is None:
            raise TicketError(f"请写留言编号，例如 /{verb} 00012；或者直接回复那条留言。")
        return id

    async def _list(self) -> Said:
        rows = await self._tickets.store.waiting(limit=LISTED)
        if not rows:
            return Said("没有等办的留言。")
        lines = [f"{t.number} {STATES[t.state]} {t.opened.astimezone(SHENZHEN):%m-%d %H:%M}" + (f" {t.assigned}" if t.assigned else "") for t in rows]
        return Said("等办的留言：\n" + "\n".join(lines), tuple(ChoiceItem(id=f"desk:ticket:{t.number}", label=t.number) for t in rows[:8]))

    async def _transcript(self, id: int, act: Act) -> Said:
        row = await self._tickets.store.get(id)
        if row is None:
            raise TicketError("没有这条留言，可能已经过了保存期。")
        if row.channel == "kiosk" or row.discreet:
            return Said(f"留言 {row.number}　{STATES[row.state]}。内容不在群里显示，请到工作页看。")
        return Said(transcript(row, SHENZHEN), tuple(ChoiceItem(id=f"desk:{v}:{row.number}", label=label) for v, label in (("assign", "我来办"), ("close", "办结"))))

    async def _close(self, id: int, act: Act) -> Said:
        return Said(await self._tickets.set_state(id, act.key, act.staff, "closed"))

    async def _reopen(self, id: int, act: Act) -> Said:
        return Said(await self._tickets.set_state(id, act.key, act.staff, "open"))

    async def _assign(self, id: int, act: Act) -> Said:
        return Said(await self._tickets.assign(id, act.key, act.staff, act.text.strip() or act.staff))

    async def _ban(self, id: int, act: Act) -> Said:
        return Said(await self._tickets.ban(id, act.staff, True))

    async def _unban(self, id: int, act: Act) -> Said:
        return Said(await self._tickets.ban(id, act.staff, False))

    async def _canned(self, id: int, act: Act) -> Said:
        return Said(await self._tickets.reply(id, act.key, act.staff, self._canned_text(act)))

    def _canned_text(self, act: Act) -> str:
        name, _, slot = act.text.strip().partition(" ")
        return self._tickets.canned(name, slot)


