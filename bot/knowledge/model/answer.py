"""An answer: what residents ask, and what we say with its legal basis."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.knowledge.model.base import Citation, Entry, Figure, Id, Line, Phrase, Service, Sourced, Topic


class English(Entry):
    """The answer in English, for those that foreign residents most likely need. Bring and notes have no English: what matters of them is a step."""

    title: Line
    summary: Line
    steps: tuple[Line, ...] = Field(min_length=1)


class Answer(Sourced):
    """One matter as residents name it. The decisive basis stands first."""

    id: Id = Field(description="固定编号，英文小写单词用连字符连接，定了不要改")
    title: Annotated[str, StringConstraints(min_length=2, max_length=40)] = Field(description="居民会怎么称呼这件事")
    service: Service
    topic: Topic | None = Field(None, description="二十个咨询主题之一；咨询类（consultation）必填")
    phrases: tuple[Phrase, ...] = Field(min_length=5, description="居民会怎么问，至少五种不同说法")
    not_for: tuple[Phrase, ...] = Field((), description="看着像、其实不归这条答的问题")
    keywords: tuple[Line, ...] = Field((), description="问法里没有出现、但居民可能说到的词")
    summary: Line = Field(description="一两句话的直接回答")
    steps: tuple[Line, ...] = Field(min_length=1, description="怎么办，按顺序，每步一两句")
    bring: tuple[Line, ...] = Field((), description="要带、要收集的材料")
    notes: tuple[Line, ...] = Field((), description="费用、时间、容易出错的地方、特殊人群")
    basis: tuple[Citation, ...] = Field((), max_length=5, description="法律依据，最关键的放第一，最多五条")
    figures: tuple[Figure, ...] = Field((), description="没有出现在所引条文里的数字，注明出处")
    where: tuple[Id, ...] = Field((), description="去哪里，机构编号，见 directory/")
    forms: tuple[Id, ...] = Field((), description="可下载的文书编号，见 forms/")
    calculators: tuple[Id, ...] = Field((), description="计算器编号，见 wizards/ 里 kind: calculator 的文件")
    wizards: tuple[Id, ...] = Field((), description="引导问答编号，见 wizards/")
    cases: tuple[Id, ...] = Field((), description="典型案例编号，见 cases/")
    related: tuple[Id, ...] = Field((), description="相关回答编号")
    discreet: bool = Field(False, description="敏感事项：不留记录，屏幕和打印用中性标题")
    as_of: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")] | None = Field(
        None, description="内容只反映某年情况时写明，例如 '2021'"
    )
    en: English | None = Field(None, description="英文版")

    @model_validator(mode="after")
    def _consultations_have_topic_and_basis(self) -> Answer:
        if self.service == "consultation" and self.topic is None:
            raise PydanticCustomError("topic_needed", "咨询类回答要写 topic（二十个主题之一）")
        if self.service == "consultation" and not self.basis:
            raise PydanticCustomError("basis_needed", "咨询类回答要写 basis（法律依据）")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """All that a resident reads of this answer, in order."""
        return (self.summary, *self.steps, *self.bring, *self.notes)


class AnswerFile(Entry):
    answers: tuple[Answer, ...]
