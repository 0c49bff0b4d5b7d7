"""A resident's message and what a session remembers between two of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answers.blocks import Language

Channel = Literal["console", "telegram", "kiosk", "api"]

MAX_QUESTION = 4_000  # characters; longer messages are refused politely


class Message(BaseModel):
    """What came in: typed `text`, or a picked `choice` id. `session` is the channel's key, e.g. "telegram:42"."""

    model_config = ConfigDict(frozen=True)

    session: str
    channel: Channel
    text: str = ""
    choice: str = ""
    language: Language | None = None  # the channel's wish for this session; None keeps what the session has
    id: str = ""  # the channel's id of this message; when the last one comes again (a crash), answer as before and do nothing twice
    screen: str | None = None  # the page it was written on, where the channel knows: "form:ID/QUESTION", or "" for one that asks nothing
    wish_record: bool = True  # False: nothing of this message may be recorded (discreet page, benchmark)


class Running(BaseModel):
    """A wizard or form under way: the answers by question name, replayed at every turn so that a reload breaks nothing."""

    id: str  # "wizard:ID" or "form:ID"
    answers: dict[str, str | None] = Field(default_factory=dict)  # typed values as text; None is "don't know"
    order: list[str] = Field(default_factory=list)
    review: bool = False
    asked: str = ""  # the question on the resident's screen: a typed reply answers this one, also when staff have added another before it


class Session(BaseModel):
    """All that is remembered of a session; saved as JSON, wiped when it ends."""

    key: str
    channel: Channel = "api"
    language: Language = "zh-Hans"
    topic_answer: str = ""  # the answer the running topic is about
    topic_at: datetime | None = None
    story: list[str] = Field(default_factory=list)  # what was said of the matter under way (dialogue/story.py)
    story_at: datetime | None = None
    offered: list[str] = Field(default_factory=list)  # choice ids of the last "which one?", so that 2 or 第二个 can be typed
    clarifications: int = 0  # "which one?" in a row
    unanswered: int = 0  # not understood in a row
    last_question: str = ""  # redacted; for feedback and gap records
    running: Running | None = None
    paused: Running | None = None  # left a wizard, may come back
    discreet: bool = False
    last_id: str = ""  # the message handled last; when it comes again (a crash before it was ticked off), …
    before: dict[str, Any] | None = None  # … it is answered from the state there was before it: as then, and nothing twice
    extra: dict[str, Any] = Field(default_factory=dict)
