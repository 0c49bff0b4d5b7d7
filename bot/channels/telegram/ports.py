"""What the Telegram channel needs from other rooms: somewhere safe for what came in and what must go out, the assistant, and the desk.

Every `key` is the same when Telegram (or a restart) tells the same thing twice: act on it once, answer as before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.answers.blocks import ChoiceItem, Reply
from bot.dialogue.session import Message, Session


class Document(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class FrontDoor(Protocol):
    """The part of dialogue.assistant.Assistant that this channel uses."""

    async def reply(self, message: Message) -> Reply: ...
    async def document(self, session: str, id: str) -> Document: ...
    async def forget(self, session: str) -> None: ...
    async def session(self, key: str) -> Session: ...


class Inbox(Protocol):
    """Updates from Telegram, kept until they are handled."""

    async def add(self, update_id: int, body: str) -> bool:
        """Store the update's JSON for good before returning. False when this update is known already, handled or not."""
        ...

    async def pending(self) -> Sequence[tuple[int, str]]:
        """(update id, JSON) of all that is not done yet, oldest first: what a stopped or killed program left."""
        ...

    async def done(self, update_id: int) -> None:
        """Handled: forget the JSON, remember the number for some days so that a repeated delivery is known."""
        ...


@dataclass(frozen=True)
class Delivery:
    """Something that must reach a chat: a staff answer for a resident, a ticket's card for the staff chat."""

    id: int
    to: str  # a session key ("telegram:42"), or "staff"
    text: str  # plain text; the channel escapes and splits it
    choices: tuple[ChoiceItem, ...] = ()  # for staff: "desk:VERB:NUMBER"; for residents any choice id
    discreet: bool = False  # protected from forwarding


Failure = Literal["blocked", "gone", "refused"]
"""Why a delivery can't arrive: the person blocked the bot, the chat is deleted or shut to us, Telegram refuses the text."""


class Outbox(Protocol):
    """Deliveries are stored in the same transaction as what they tell of, and stay due until they are sent or failed."""

    async def due(self, limit: int = 100, besides: Collection[str] = ()) -> Sequence[Delivery]:
        """Neither sent nor failed, oldest first, without those `to` the chats in `besides` (they are being served).
        What is due for one chat is delivered in this order."""
        ...

    async def sent(self, id: int, message_ids: Sequence[int]) -> None:
        """Arrived as these messages: a reply to one of them in that chat is about this delivery's ticket.
        A crash just before this makes the delivery repeat, never vanish."""
        ...

    async def failed(self, id: int, why: Failure) -> None:
        """Will never arrive: the office tells staff, or shows it on the staff page when the staff chat itself is gone."""
        ...

    async def wait(self) -> None:
        """Return as soon as something new may be due (in this process; what other processes write is found by asking again)."""
        ...


class Trail(Protocol):
    """Numbers of the messages in a private chat, so that the resident can wipe the conversation. Numbers only, for 48 hours:
    older messages a bot can't delete."""

    async def add(self, chat_id: int, message_ids: Sequence[int]) -> None: ...

    async def take(self, chat_id: int) -> Sequence[int]:
        """All that are known and young enough, and forget them."""
        ...


Verb = Literal["close", "reopen", "assign", "ban", "unban", "tickets", "ticket", "canned"]
"""close/reopen a ticket · assign it (text: to whom, empty: to me) · ban/unban its resident from leaving messages ·
tickets: the open ones · ticket: the transcript of one · canned: answer with the canned answer named in text, slots after it."""


@dataclass(frozen=True)
class StaffAct:
    """What a member of staff did in the staff chat."""

    key: str
    staff: str  # the name shown in Telegram
    staff_id: int
    text: str = ""
    reply_to: int = 0  # the message of the staff chat that was replied to; 0: none
    quoted: str = ""  # its text: a crash between sending it and noting its number leaves only this
    ticket: str = ""  # the number typed after a command or carried by a button; empty: the one of `reply_to`


@dataclass(frozen=True)
class DeskAnswer:
    """What the desk says to that, in plain Chinese: what happened, or why not (closed meanwhile, a colleague answered first …)."""

    text: str
    choices: tuple[ChoiceItem, ...] = ()


class Desk(Protocol):
    """The office's counter for tickets. What residents and the staff chat must be told goes through the outbox."""

    async def staff_reply(self, act: StaffAct) -> DeskAnswer | None:
        """A reply to a message of the bot in the staff chat. None: that message belongs to no ticket."""
        ...

    async def command(self, verb: Verb, act: StaffAct) -> DeskAnswer: ...

    async def resident_reply(self, key: str, session: str, reply_to: int, text: str, quoted: str = "") -> DeskAnswer | None:
        """A resident replied to message `reply_to` of their chat. None: that message is no staff answer, the text is a question."""
        ...
