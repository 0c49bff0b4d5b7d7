"""A standard form: a docx template and the questions that fill it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.knowledge.model.base import Citation, Id, Line, Phrase, Service, Sourced
from bot.knowledge.model.wizard import Question


class Form(Sourced):
    """`template` lies beside the YAML file; its fields are the names of `questions`."""

    id: Id
    title: Line
    service: Service
    about: Line = Field(description="什么时候用、交给谁")
    template: Line = Field(pattern=r"^[a-z0-9-]+\.docx$")
    status: Literal["official-fields", "statutory-fields", "reference"] = Field(
        description="official-fields：栏目有官方来源；statutory-fields：栏目照法条；reference：通行写法"
    )
    asked_as: tuple[Phrase, ...] = Field(min_length=2, description="居民怎么说要这份文书")
    basis: tuple[Citation, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)
    tips: tuple[Line, ...] = Field((), description="填写提醒")
    where: tuple[Id, ...] = ()
    answers: tuple[Id, ...] = ()
    discreet: bool = False
