"""What every entry of the knowledge base is made of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A stable word id: lower-case English words joined by hyphens. Short, because Telegram's buttons hold 64 bytes."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]

Service = Literal[
    "mediation", "notary", "community_correction", "legal_aid", "consultation", "statutes", "cases",
    "directory", "forms", "halls", "court_station", "publicity", "other",
]  # fmt: skip
SERVICES: tuple[str, ...] = get_args(Service)

Topic = Literal[
    "婚姻家庭", "劳动纠纷", "交通事故", "债权债务", "刑事辩护", "合同纠纷", "房产纠纷", "侵权", "公司法", "医疗纠纷",
    "拆迁安置", "行政诉讼", "建设工程", "知识产权", "综合咨询", "人身损害", "涉外法律", "海事海商", "消费权益", "抵押担保",
]  # fmt: skip
TOPICS: tuple[str, ...] = get_args(Topic)


class Entry(BaseModel):
    """Frozen, and strict about keys: a misspelt key is an error, never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class Citation(Entry):
    """A legal basis: which article of which law, as published when."""

    law: Line = Field(description="法律名称，不写“中华人民共和国”；司法解释写全称")
    article: Annotated[str, StringConstraints(pattern=r"^第[一二三四五六七八九十百千零]+条(之[一二三四五六七八九十]+)?$")] = Field(
        description="条号，用汉字，例如 第三十一条"
    )
    version: date = Field(description="所引版本的公布日期，例如 2021-08-20")
    newer_than_snapshot: Line | None = Field(None, description="比核对用的法规快照更新的法律：写明来源")

    @property
    def key(self) -> tuple[str, str]:
        return self.law, self.article


class Figure(Entry):
    """A figure that stands in none of the cited articles: where it comes from."""

    figure: Line = Field(description="正文里写的数字，例如 10元")
    source: Line = Field(description="出处：法条或文件名和日期")


class Sourced(Entry):
    """An entry somebody has checked, on a day, against a source."""

    reviewed: date = Field(description="最近一次核对的日期")
    review_by: date | None = Field(None, description="最迟什么时候再核对；不写则为核对日起一年")
    source: Line = Field(description="依据什么核对的")
