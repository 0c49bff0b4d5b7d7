"""A typical case, each with its issuer, number or date, and source."""

from __future__ import annotations

from pydantic import Field

from bot.knowledge.model.base import Citation, Entry, Id, Line, Sourced, Topic


class Case(Sourced):
    id: Id
    title: Line
    topic: Topic
    issuer: Line = Field(description="发布机关，例如 最高人民法院")
    number: Line | None = Field(None, description="指导案例号或批次，例如 指导案例24号")
    published: str = Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$", description="发布日期，至少写到年")
    facts: Line
    question: Line = Field(description="争议在哪里")
    outcome: Line
    lesson: Line = Field(description="对居民的提醒")
    basis: tuple[Citation, ...] = ()
    superseded: Line | None = Field(None, description="裁判所依据的旧法已被取代时，说明现在看哪一条")
    keywords: tuple[Line, ...] = ()
    answers: tuple[Id, ...] = ()


class CaseFile(Entry):
    cases: tuple[Case, ...]
