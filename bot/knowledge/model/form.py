"""A standard form: a docx template and the questions that fill it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.knowledge.model.base import Citation, Entry, Id, Line, Phrase, Service, Sourced
from bot.knowledge.model.wizard import Condition, Question


class Caution(Entry):
    """Said before the document when all of `when` hold: a term the law doesn't protect, a paper that would be void."""

    when: tuple[Condition, ...] = Field(min_length=1)
    text: Line
    stops: bool = Field(False, description="true：这样答，这份文书没有用，不生成")
    forms: tuple[Id, ...] = Field((), description="该用的另一份文书")
    wizards: tuple[Id, ...] = Field((), description="可以算一算、问一问的")


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
    cautions: tuple[Caution, ...] = Field((), description="这样答时要先提醒的话")
    steps: tuple[Line, ...] = Field((), description="填好以后怎么办：交给谁、几份、几天内")
    bring: tuple[Line, ...] = Field((), description="要带什么")
    tips: tuple[Line, ...] = Field((), description="填写提醒")
    where: tuple[Id, ...] = ()
    answers: tuple[Id, ...] = ()
    discreet: bool = False
