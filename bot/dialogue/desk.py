"""After the turn: what the message desk is asked to do, and what it says. (The desk is a database; a turn is none.)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.answers.blocks import AnyBlock, ChoiceItem, Choices, Language, Listing, Notice, Reply, Text, Ticket
from bot.answers.menus import human_blocks
from bot.answers.wording import say
from bot.dialogue.messages import REACHED, Work, know
from bot.dialogue.turn import Turn
from bot.errors import BotError
from bot.text.normalize import traditional


class Said(Protocol):
    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...


class Seen(Protocol):
    """A ticket as its resident may see it."""

    @property
    def id(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def messages(self) -> Sequence[Said]: ...


class Opened(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def promise(self) -> str: ...


class Desk(Protocol):
    """The office's book of messages (office.tickets.Tickets). What it refuses it says in plain words, by a BotError."""

    async def open(self, *, key: str, text: str, channel: str, session: str = ..., service: str | None = ..., contact: str = ...,
                   call: str = ..., slot: str = ..., for_other: bool = ..., discreet: bool = ..., language: Language = ...) -> Opened: ...  # fmt: skip
    async def read(self, number: str, code: str, language: Language = ...) -> Seen: ...
    async def again(self, id: int, language: Language = ...) -> Seen: ...
    async def mine(self, session: str) -> Sequence[Seen]: ...
    async def add(self, id: int, key: str, text: str, language: Language = ...) -> str: ...
    async def resident_closes(self, id: int, key: str, language: Language = ...) -> str: ...
    async def remind(self, session: str, about: str, when: datetime, text: str) -> None: ...
    async def unremind(self, session: str) -> int: ...


async def done(turn: Turn, reply: Reply, desk: Desk | None) -> Reply:
    """The reply with what the desk said; as it is when nothing was to be done, or there is no desk."""
    if turn.work is None or desk is None:
        return reply
    try:
        return await _done(turn, turn.work, desk)
    except BotError as refused:
        look_again = ChoiceItem(id="messages", label=say("message_look", turn.language))
        items = (look_again, ChoiceItem(id="menu", label=say("back_to_menu", turn.language)))
        return turn.reply("ticket", Text(text=str(refused), style="lead"), Choices(prompt=say("choose", turn.language), items=items, role="actions"))


async def _done(turn: Turn, work: Work, desk: Desk) -> Reply:
    facts, key = work.facts, f"{turn.session.key}:{turn.message.id or turn.now.timestamp()}"
    language: Language = "en" if turn.language == "en" else "zh-Hans"  # the whole reply is put into traditional script at the end
    match work.verb:
        case "open":
            session = turn.session.key if turn.session.channel in REACHED else ""
            opened = await desk.open(key=key, channel=turn.session.channel, session=session, discreet=turn.session.discreet, language=language, **facts)
            turn.session.extra.pop("finished", None)
            know(turn, int(opened.number))
            return _opened(turn, opened)
        case "read":
            seen = await desk.read(facts["number"], facts["code"], language)
            know(turn, seen.id)
            return _seen(turn, seen)
        case "mine":
            rows = await desk.mine(turn.session.key)
            for row in rows:
                know(turn, row.id)
            return _list(turn, rows)
        case "show":
            return _seen(turn, await desk.again(facts["id"], language))
        case _:
            adding = work.verb == "add"
            act = desk.add(facts["id"], key, facts["text"], language) if adding else desk.resident_closes(facts["id"], key, language)
            said = await act
            return _seen(turn, await desk.again(facts["id"]), said)


async def reminded(turn: Turn, desk: Desk | None) -> None:
    """Store the reminders that the turn set or took back."""
    if desk is None:
        return
    if turn.unremind:
        await desk.unremind(turn.session.key)
    for deadline, when in turn.reminders:
        text = say("remind_discreet", turn.language) if turn.session.discreet else say("remind_text", turn.language, label=deadline.label, day=deadline.text)
        text = traditional(text) if turn.language == "zh-Hant" else text  # not part of a reply
        await desk.remind(turn.session.key, f"{deadline.label[:40]}:{deadline.day}:{when.date()}", when, text)


def _opened(turn: Turn, opened: Opened) -> Reply:
    blocks: list[AnyBlock] = [
        Text(text=say("message_sent", turn.language), style="title"), Ticket(number=opened.number, code=opened.code, promise=opened.promise),
        Notice(text=say("message_kept_telegram" if turn.session.channel in REACHED else "message_kept", turn.language), role="privacy"),
    ]  # fmt: skip
    return turn.reply("ticket", *blocks, *human_blocks(turn.snapshot.knowledge, turn.language)[:1], title=say("message", turn.language), discreet=turn.session.discreet)


def _list(turn: Turn, rows: Sequence[Seen]) -> Reply:
    if not rows:
        return turn.reply("ticket", Text(text=say("message_none", turn.language), style="lead"), *human_blocks(turn.snapshot.knowledge, turn.language))
    items = tuple(ChoiceItem(id=f"ticket:{r.number}", label=f"{r.number} {say('ticket_' + r.state, turn.language)}") for r in rows)
    return turn.reply("ticket", Choices(prompt=say("message_list", turn.language), items=items, role="menu"), title=say("message", turn.language))


def _seen(turn: Turn, seen: Seen, said: str = "") -> Reply:
    names = {"resident": say("said_by_resident", turn.language), "staff": say("said_by_staff", turn.language)}
    zone = turn.now.tzinfo
    lines = tuple(f"{m.at.astimezone(zone):%m-%d %H:%M} {names[m.who]}：{m.text}" for m in seen.messages if m.who in names)
    items = [ChoiceItem(id=f"more:{seen.number}", label=say("message_more", turn.language))]
    if seen.state != "closed":
        items.append(ChoiceItem(id=f"done:{seen.number}", label=say("message_close", turn.language)))
    items.append(ChoiceItem(id="menu", label=say("back_to_menu", turn.language)))
    blocks: list[AnyBlock] = [
        *([Text(text=said, style="lead")] if said else []),
        Text(text=say("message_state", turn.language, number=seen.number, state=say("ticket_" + seen.state, turn.language)), style="title"),
        Listing(title=say("message_said", turn.language), items=lines),
        Choices(prompt=say("choose", turn.language), items=tuple(items), role="actions"),
        Notice(text=say("disclaimer", turn.language), role="disclaimer"),
    ]  # fmt: skip
    return turn.reply("ticket", *blocks, title=say("message", turn.language), discreet=True)
