"""A guided question-and-answer: for eligibility, for calculators and for forms alike. No code inside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.knowledge.model.base import Citation, Entry, Id, Line, Phrase, Service, Sourced, Topic

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]


class Choice(Entry):
    value: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+$", max_length=20)]
    label: Line
    also: tuple[Line, ...] = Field((), description="打字回答时的其他说法")


class Condition(Entry):
    """Holds when the named answer is one of `is`, within all the bounds given, or unknown where `unknown: true` allows it.

    Bounds may name a rate, or count months back from today. A question that wasn't asked fulfils no condition but `is_not`; nor does
    a bound whose rate isn't known today: nothing is guessed."""

    question: Name
    is_: tuple[str, ...] = Field((), alias="is", description="是这几个选项之一；是非题写 yes 或 no")
    is_not: tuple[str, ...] = Field((), description="不是这几个选项；没问到、不知道也算")
    unknown: bool | None = Field(None, description="true：答“不知道”也算；false：答了就算")
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_least_rate: Id | None = Field(None, description="不低于这个数值（见 rates/）")
    below_rate: Id | None = Field(None, description="低于这个数值（见 rates/）")
    on_or_after: date | None = None
    before: date | None = None
    within_months: int | None = Field(None, ge=1, description="日期离今天还不到（或刚好）这么多个月")
    over_months: int | None = Field(None, ge=1, description="日期离今天已经超过这么多个月")


class Question(Entry):
    name: Name
    ask: Line
    help: Line | None = None
    kind: Literal["choice", "yes_no", "money", "number", "date", "months", "text", "long_text"]
    choices: tuple[Choice, ...] = ()
    optional: bool = Field(False, description="true：可以答“不知道”或跳过")
    when: tuple[Condition, ...] = Field((), description="全部成立才问")
    minimum: Decimal | None = Field(None, description="最小数（含）；时长按月")
    maximum: Decimal | None = Field(None, description="最大数（含）；时长按月")
    whole: bool = Field(False, description="true：只收整数，例如人数")
    future: bool | Literal["either"] = Field(
        False, description="true：可以在今天以后，没说年份的算将来；either：两边都可能，没说年份的，两个月内的算将来，其余算过去"
    )
    unit: Annotated[str, StringConstraints(max_length=8)] = Field("", description="显示在数字后面的单位，例如 天、%、人")
    none: Line | None = Field(None, description="文书里：居民答“没有”时写上去的字，不写就写“无”")
    default: Line | None = Field(None, description="空白表里的提示字样")

    @model_validator(mode="after")
    def _choices_fit(self) -> Question:
        if (self.kind == "choice") != bool(self.choices):
            raise PydanticCustomError("choices_fit", "kind: choice 的问题要写 choices，其他种类不写")
        return self


class Outcome(Entry):
    """Said when all of `when` hold. The first final one that holds is the result; all `also: true` ones that hold add to it."""

    when: tuple[Condition, ...] = ()
    also: bool = False
    title: Line
    text: Line
    because: Line | None = Field(None, description="“因为您说……”")
    steps: tuple[Line, ...] = ()
    bring: tuple[Line, ...] = ()
    deadline: Line | None = None
    person: bool = Field(False, description="true：请先问真人")
    basis: tuple[Citation, ...] = ()
    where: tuple[Id, ...] = ()
    forms: tuple[Id, ...] = ()
    answers: tuple[Id, ...] = ()
    wizards: tuple[Id, ...] = ()


class Wizard(Sourced):
    """`kind: calculator` hands the answers, by question name, to the calculator of the same id."""

    id: Id
    title: Line
    kind: Literal["wizard", "calculator"]
    service: Service
    topic: Topic | None = None
    intro: Line
    asked_as: tuple[Phrase, ...] = Field(min_length=2, description="居民怎么说要这个")
    questions: tuple[Question, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...] = ()
    answers: tuple[Id, ...] = ()
    discreet: bool = False

    @model_validator(mode="after")
    def _ends_somewhere(self) -> Wizard:
        if self.kind == "wizard" and not any(not o.when and not o.also for o in self.outcomes):
            raise PydanticCustomError("ends_somewhere", "outcomes 最后要有一个不带 when 的结果，什么情况都能收尾")
        return self
