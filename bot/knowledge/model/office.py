"""What the office tells residents about itself: when somebody answers, and answers that are used again and again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge.model.base import Entry, Id, Line

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Hours(Entry):
    """From when to when somebody answers on a working day; public holidays and shifted working days are known."""

    from_: Clock = Field(alias="from", description='上班时间，例如 "09:00"，要加引号')
    to: Clock = Field(description='下班时间，例如 "12:00"')


class Canned(Entry):
    """An answer used again and again; `{}` is filled with what staff type after its name."""

    id: Id
    title: Line
    text: Line


class Office(Entry):
    """knowledge/office.yaml. Without hours no promise is made to anybody."""

    hours: tuple[Hours, ...] = Field((), description="工作日的办公时段；没核实就空着，助手不会承诺时间")
    canned: tuple[Canned, ...] = Field((), description="常用答复")
