"""A desk that writes down what staff did and says so."""

from __future__ import annotations

from bot.answers.blocks import ChoiceItem
from bot.channels.telegram.ports import DeskAnswer, StaffAct, Verb
from bot.errors import BadRequest


class FakeDesk:
    def __init__(self) -> None:
        self.replies: list[StaffAct] = []
        self.commands: list[tuple[Verb, StaffAct]] = []
        self.from_residents: list[tuple[str, str, int, str]] = []
        self.cards: dict[int, str] = {}  # message in the staff chat → ticket
        self.answers: set[int] = set()  # messages in residents' chats that are staff answers
        self.breaks: Exception | None = None

    async def staff_reply(self, act: StaffAct) -> DeskAnswer | None:
        if self.breaks is not None:
            raise self.breaks
        if act.reply_to not in self.cards:
            return None
        self.replies.append(act)
        return DeskAnswer(f"已发给居民（{self.cards[act.reply_to]}）")

    async def command(self, verb: Verb, act: StaffAct) -> DeskAnswer:
        if act.ticket == "K-404":
            raise BadRequest("没有编号 K-404 的留言")
        self.commands.append((verb, act))
        return DeskAnswer(f"{verb} 好了", (ChoiceItem(id="desk:reopen:K-101", label="重新打开"),))

    async def resident_reply(self, key: str, session: str, reply_to: int, text: str, quoted: str = "") -> DeskAnswer | None:
        if reply_to not in self.answers:
            return None
        self.from_residents.append((key, session, reply_to, text))
        return DeskAnswer("已转给工作人员。")
