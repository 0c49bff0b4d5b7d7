"""How often what a resident types next finds its answer: in the light of what was said before, and as if nothing had been.

    python -m tests.benchmarks.conversations [FILE]      tests/dialogue/conversations.yaml, or a file of others in its form

With `BOT_DATA_DIR` of an imported statute index, as in service; without one, as in CI."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.app import assembled
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Message

OURS = Path(__file__).parent.parent / "dialogue" / "conversations.yaml"
SHOWN = 5  # answers that are shown or offered
Conversation = list[dict[str, Any]]


@dataclass
class Figures:
    """Counts over the messages after the first of each conversation."""

    asked: int = 0
    first: int = 0  # a wanted answer comes first
    three: int = 0
    shown: int = 0
    turned_away: int = 0
    fresh: int = 0  # messages that begin another matter …
    fresh_shown: int = 0
    chat: int = 0  # … or are none of ours
    chat_answered: int = 0

    def __str__(self) -> str:
        share = (f"{name} {count / max(self.asked, 1):.3f}" for name, count in (("first", self.first), ("three", self.three), ("shown", self.shown)))
        return (
            f"{'  '.join(share)}  of {self.asked}; turned away {self.turned_away}; "
            f"new matters shown {self.fresh_shown} of {self.fresh}; chat answered {self.chat_answered} of {self.chat}"
        )

    def add(self, message: dict[str, Any], found: list[str], turned_away: bool) -> None:
        if not message["want"]:
            self.chat += 1
            self.chat_answered += bool(found)
            return
        place = min((found.index(w) for w in message["want"] if w in found), default=SHOWN)
        if message.get("fresh"):
            self.fresh += 1
            self.fresh_shown += place < SHOWN
            return
        self.asked += 1
        self.first += place < 1
        self.three += place < 3
        self.shown += place < SHOWN
        self.turned_away += turned_away


def read(path: Path = OURS) -> list[Conversation]:
    conversations: list[Conversation] = yaml.safe_load(path.read_text("utf-8"))["conversations"]
    return conversations


async def measured(assistant: Assistant, conversations: list[Conversation], apart: bool = False) -> Figures:
    """`apart`: every message in a session of its own."""
    figures = Figures()
    for n, conversation in enumerate(conversations):
        for i, message in enumerate(conversation):
            session = f"measured:{n}.{i}" if apart else f"measured:{n}"
            reply = await assistant.reply(Message(session=session, channel="console", text=message["say"], wish_record=False))
            if i:
                figures.add(message, [hit.id for hit in reply.answers][:SHOWN], reply.outcome in ("none", "menu"))
    return figures


async def main() -> None:
    conversations = read(Path(sys.argv[1]) if len(sys.argv) > 1 else OURS)
    async with assembled(in_memory=True) as assistant:
        print("in its light ", await measured(assistant, conversations))
        print("as if alone  ", await measured(assistant, conversations, apart=True))


if __name__ == "__main__":
    asyncio.run(main())
