"""One turn of the conversation: what came in, the snapshot used throughout, and what will be remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.answers.blocks import AnyBlock, Language, Outcome, Reply
from bot.dialogue import story
from bot.dialogue.session import Message, Session
from bot.library import Snapshot
from bot.search import Match
from bot.text.normalize import normalize


@dataclass
class Turn:
    """`session` is this turn's own copy: responders change it, the assistant saves it."""

    message: Message
    session: Session
    snapshot: Snapshot
    now: datetime
    danger: list[AnyBlock] = field(default_factory=list)  # goes on top of whatever is answered
    unanswered: bool = False  # record the question for staff
    feedback: tuple[str, bool] | None = None
    wish: bool = False  # to be told when the last question has an answer
    reminders: list[Any] = field(default_factory=list)  # (deadline, when) to be told of later
    unremind: bool = False  # take all reminders of the session back
    work: Any = None  # messages.Work: what the message desk is to do after the turn
    forget: bool = False  # wipe all that is stored of the session

    @property
    def language(self) -> Language:
        return self.session.language

    @cached_property
    def text(self) -> str:
        """What was typed, normalised."""
        return normalize(self.message.text)

    @cached_property
    def match(self) -> Match:
        return self.snapshot.finder.match(self.message.text, "，".join(story.told(self.session, self.now)))

    @cached_property
    def statutes(self) -> list[tuple[int, float]]:
        """Statute search for what was typed: (number in the index, score), best first, up to 100; empty without an index."""
        search = self.snapshot.finder.statutes
        if search is None or not self.message.text:
            return []
        return search.search(self.message.text, self.match.considered)

    def reply(self, outcome: Outcome, *blocks: AnyBlock, **more: Any) -> Reply:
        return Reply(outcome=outcome, blocks=blocks, language=self.language, **more)
