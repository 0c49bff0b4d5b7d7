"""Messages left for a person: opened anywhere, answered by staff, seen where they were asked or at a kiosk by number and code.

At a kiosk nobody is known: such a ticket holds no session, and only its code opens it. The staff chat gets a kiosk's ticket as number
and service only; what it says is read on the staff page."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.answers.blocks import Language
from bot.errors import BotError
from bot.knowledge.model import Office
from bot.office.hours import promise, working_days_between
from bot.office.wording import language_named, said
from bot.store.outbox import Outbox
from bot.store.tickets import Change, Outgoing, TicketRow, TicketStore

GUESSES = 5  # wrong codes before a ticket is locked …
LOCKED = timedelta(hours=1)  # … for so long
LONGEST = 2_000  # characters of one message
PER_SESSION = 20  # open tickets of one chat
SERVICE_NAMES = {
    "mediation": "人民调解", "notary": "公证", "community_correction": "社区矫正", "legal_aid": "法律援助", "consultation": "法律咨询",
    "halls": "诉求大厅", "court_station": "法院工作站",
}  # fmt: skip
CHANNEL_NAMES = {"telegram": "Telegram", "kiosk": "自助终端", "api": "其他网页", "console": "终端"}
STATES = {"open": "等答复", "answered": "已答复", "closed": "已办结"}


class TicketError(BotError):
    """Said to the resident or to staff as it is."""


@dataclass(frozen=True)
class Opened:
    number: str
    code: str
    promise: str


class Tickets:
    """The desk's book. Every method is one transaction with what it makes known."""

    def __init__(
        self, store: TicketStore, outbox: Outbox, office: Callable[[], Office], clock: Callable[[], datetime], has_staff_chat: bool = True
    ) -> None:
        self.store = store
        self._outbox = outbox
        self._office = office
        self._clock = clock
        self._staff_chat = has_staff_chat

    # ---- residents ----

    async def open(
        self, *, key: str, text: str, channel: str, session: str = "", service: str | None = None, contact: str = "", call: str = "",
        slot: str = "", for_other: bool = False, discreet: bool = False, language: Language = "zh-Hans",
    ) -> Opened:  # fmt: skip
        """A new ticket; the same one, with a new code, when the same act `key` is told twice. `session` is empty where nobody can be
        told (a kiosk). Raises TicketError for who is banned."""
        if session and await self.store.banned(session):
            raise TicketError(said("banned", language))
        if session and await self.store.unfinished(session) >= PER_SESSION:
            raise TicketError(said("too_many", language))
        code = "".join(secrets.choice("0123456789") for _ in range(8))
        values = {
            "code": digest(code), "session": session, "channel": channel, "service": service, "contact": contact[:200], "call": call,
            "slot": slot[:40], "for_other": for_other, "discreet": discreet,
        }  # fmt: skip
        row = await self.store.open(key, values, text[:LONGEST], lambda row: self._to_staff(card(row), row))
        self._outbox.ring()
        return Opened(row.number, f"{code[:4]} {code[4:]}", promise(self._office().hours, self._clock(), language))

    async def read(self, number: str, code: str, language: Language = "zh-Hans") -> TicketRow:
        """A ticket by its number and code. Raises TicketError: the same words whether the number or the code is wrong."""
        id = int(number) if number.isdecimal() and len(number) < 10 else 0
        stored = await self.store.code(id)
        if stored is None:
            digest(code)  # takes as long as a wrong code
            raise TicketError(said("wrong_code", language))
        if not await self.store.guess(id, GUESSES, LOCKED):
            raise TicketError(said("locked", language))
        if not matches(code, stored):
            raise TicketError(said("wrong_code", language))
        await self.store.guessed_right(id)
        return await self._row(id, language)

    async def again(self, id: int, language: Language = "zh-Hans") -> TicketRow:
        """A ticket that the caller was let see before."""
        return await self._row(id, language)

    async def language(self, session: str) -> Language:
        """What the resident of this session chose to read; simplified Chinese where nothing is known."""
        return language_named(await self.store.language(session)) if session else "zh-Hans"

    async def mine(self, session: str) -> list[TicketRow]:
        """The tickets of a chat, newest first."""
        return await self.store.of_session(session)

    async def add(self, id: int, key: str, text: str, language: Language = "zh-Hans") -> str:
        """The resident says more; a closed ticket opens again."""
        row = await self._row(id, language)
        if row.session and await self.store.banned(row.session):
            raise TicketError(said("banned", language))
        told = self._to_staff(f"留言 {row.number} 居民补充" + ("" if row.channel == "kiosk" else f"：\n{text[:LONGEST]}"), row)
        change = Change({"state": "open"}, [("resident", "", text[:LONGEST])], told)
        answer = await self.store.act(key, id, change, said("added", language, number=row.number))
        self._outbox.ring()
        return answer

    async def resident_closes(self, id: int, key: str, language: Language = "zh-Hans") -> str:
        row = await self._row(id, language)
        change = Change({"state": "closed"}, [("note", "", "居民办结")], self._to_staff(f"留言 {row.number} 居民已办结。", row))
        answer = await self.store.act(key, id, change, said("closed_by_resident", language, number=row.number))
        self._outbox.ring()
        return answer

    async def remind(self, session: str, about: str, when: datetime, text: str) -> None:
        """Tell `session` at `when`; another reminder about the same takes its place."""
        await self._outbox.remind(session, about, when, text)

    async def unremind(self, session: str) -> int:
        """Take back all that was to be told `session` later; how many there were."""
        return await self._outbox.unremind(session)

    # ---- staff ----

    async def reply(self, id: int, key: str, staff: str, text: str) -> str:
        """Staff answer; the resident sees it where they asked. What staff should know of it is returned."""
        row = await self._row(id)
        if not text.strip():
            raise TicketError("答复是空的，没有发出。")
        last = next((m for m in reversed(row.messages) if m.who == "staff"), None)
        told = [f"已答复留言 {row.number}。"]
        if row.state == "closed":
            raise TicketError(f"留言 {row.number} 已经办结，答复没有发出。先 /reopen {row.number} 再答复。")
        if last and last.name != staff and row.messages[-1] is last:
            told.append(f"注意：{last.name} 在您之前已经答复过。")
        if row.assigned and row.assigned != staff:
            told.append(f"这件事原来交给 {row.assigned} 办。")
        told.append("" if row.session else "这是自助终端的留言，居民凭编号和查询码来看。")
        answer_words = said("answered", await self.language(row.session), number=row.number, text=text[:LONGEST])
        outgoing = [self._to_resident(row, answer_words)] if row.session else []
        change = Change({"state": "answered", "answered": row.answered or datetime.now(UTC)}, [("staff", staff, text[:LONGEST])], outgoing)
        answer = await self.store.act(key, id, change, "".join(told))
        self._outbox.ring()
        return answer

    async def set_state(self, id: int, key: str, staff: str, state: str) -> str:
        """Close or reopen; the resident hears of it."""
        row = await self._row(id)
        if row.state == state or (state == "open" and row.state != "closed"):
            return f"留言 {row.number} 现在就是“{STATES[row.state]}”，不用再改。"
        word = "办结" if state == "closed" else "重新打开"
        told = said("closed" if state == "closed" else "reopened", await self.language(row.session), number=row.number)
        outgoing = [self._to_resident(row, told)] if row.session else []
        answer = await self.store.act(key, id, Change({"state": state}, [("note", staff, word)], outgoing), f"留言 {row.number} 已{word}。")
        self._outbox.ring()
        return answer

    async def assign(self, id: int, key: str, staff: str, to: str) -> str:
        row = await self._row(id)
        return await self.store.act(key, id, Change({"assigned": to}, [("note", staff, f"交给 {to}")]), f"留言 {row.number} 交给 {to} 办。")

    async def ban(self, id: int, staff: str, banned: bool) -> str:
        row = await self._row(id)
        if not row.session:
            raise TicketError("自助终端的留言不记是谁，没法停收。")
        await (self.store.ban(row.session, staff) if banned else self.store.unban(row.session))
        await self.store.change(id, Change({}, [("note", staff, "停收此人留言" if banned else "恢复接收")]))
        return f"留言 {row.number} 的居民：" + ("不再接收新留言。" if banned else "恢复接收留言。")

    def canned(self, name: str, slot: str) -> str:
        """A canned answer with its slot filled. Raises TicketError that names the ones there are."""
        found = next((c for c in self._office().canned if name in (c.id, c.title)), None)
        if found is None:
            names = "、".join(f"{c.id}（{c.title}）" for c in self._office().canned) or "还没有写"
            raise TicketError((f"没有叫“{name}”的常用答复。" if name else "请写常用答复的名称。") + f"现有：{names}")
        if "{}" in found.text and not slot.strip():
            raise TicketError(f"“{found.title}”要填内容，例如：/canned {found.id} 身份证和合同")
        return found.text.replace("{}", slot.strip())

    async def remind_overdue(self) -> int:
        """Tell staff once a working day of what waits longer than one; returns how many were told of."""
        moment = self._clock()
        overdue = [
            t for t in await self.store.waiting(("open",))
            if working_days_between(t.touched.astimezone(moment.tzinfo), moment) >= 1
            and (t.reminded is None or working_days_between(t.reminded.astimezone(moment.tzinfo), moment) >= 1)
        ]  # fmt: skip
        for row in overdue:
            waited = working_days_between(row.touched.astimezone(moment.tzinfo), moment)
            told = self._to_staff(f"提醒：留言 {row.number} 已等 {waited} 个工作日没有答复。" + (f"（{row.assigned}）" if row.assigned else ""), row)
            await self.store.change(row.id, Change({"reminded": moment, "touched": row.touched}, [], told))
        if overdue:
            self._outbox.ring()
        return len(overdue)

    async def summary(self) -> dict[str, int]:
        """For the staff page: how many wait, how many of them too long."""
        waiting = await self.store.waiting(("open",), 1000)
        moment = self._clock()
        late = sum(working_days_between(t.touched.astimezone(moment.tzinfo), moment) >= 1 for t in waiting)
        return {"waiting": len(waiting), "overdue": late}

    async def _row(self, id: int, language: Language = "zh-Hans") -> TicketRow:
        row = await self.store.get(id)
        if row is None:
            raise TicketError(said("gone", language))
        return row

    def _to_staff(self, text: str, row: TicketRow) -> list[Outgoing]:
        if not self._staff_chat:
            return []
        buttons = (("desk:ticket:" + row.number, "看往来"), ("desk:assign:" + row.number, "我来办"), ("desk:close:" + row.number, "办结"))
        return [Outgoing("staff", text, buttons)]

    def _to_resident(self, row: TicketRow, text: str) -> Outgoing:
        return Outgoing(row.session, text, discreet=row.discreet)


def card(row: TicketRow) -> str:
    """A new ticket as the staff chat sees it. A kiosk's: number and service only, others may look over the shoulder of the phone."""
    head = f"新留言 {row.number}（{CHANNEL_NAMES.get(row.channel, row.channel)}，{SERVICE_NAMES.get(row.service or '', '其他')}）"
    if row.channel == "kiosk" or row.discreet:
        return f"{head}\n内容请到工作页看。答复：直接回复本条。"
    lines = [head, *(["替别人问"] if row.for_other else []), *(m.text for m in row.messages)]
    return "\n".join([*lines, *contact_lines(row), "答复：直接回复本条。"])


def contact_lines(row: TicketRow) -> list[str]:
    """How the resident wishes to be reached, and what must be minded."""
    if not row.contact:
        return []
    minded = {"yes": "可以打", "no": "不方便打电话，请勿直接拨打"}.get(row.call, "没有问是否方便")
    return [f"联系：{row.contact}（{minded}）", *([f"希望时段：{row.slot}"] if row.slot else [])]


def transcript(row: TicketRow, tz: Any) -> str:
    """All of a ticket in plain text, for staff."""
    names = {"resident": "居民", "staff": "工作人员", "note": "记录"}
    said = [f"{m.at.astimezone(tz):%m-%d %H:%M} {m.name or names[m.who]}：{m.text}" for m in row.messages]
    head = f"留言 {row.number}　{STATES[row.state]}" + (f"　{row.assigned} 在办" if row.assigned else "")
    return "\n".join([head, *contact_lines(row), *said])


def digest(code: str) -> str:
    """Slow on purpose: eight digits are few. "salt:digest"."""
    salt = secrets.token_hex(8)
    return f"{salt}:{_scrypt(code, salt)}"


def matches(code: str, stored: str) -> bool:
    salt, _, known = stored.partition(":")
    return hmac.compare_digest(_scrypt("".join(c for c in code if c.isdigit()), salt), known)


def _scrypt(code: str, salt: str) -> str:
    return hashlib.scrypt(code.encode(), salt=salt.encode(), n=2**12, r=8, p=1).hex()
