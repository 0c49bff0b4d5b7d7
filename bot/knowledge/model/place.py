"""The directory: hotlines, institutions, service staff and the nine communities."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.knowledge.model.base import Entry, Id, Line, Phrase, Service

Phone = Annotated[str, StringConstraints(pattern=r"^(\d{3,5}|0\d{2,3}-\d{7,8}(-\d{1,5})?|1[3-9]\d{9})$")]
"""A short number (110, 12348), a land line with area code, or a mobile."""


class Fact(Entry):
    """A fact about a place and where it comes from. Without a source it isn't shown."""

    value: Line
    source: Line
    as_of: date


class PhoneFact(Fact):
    value: Phone


class Coordinates(Entry):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    source: Line


class EnglishPlace(Entry):
    """What English readers see of a place; an institution's Chinese name stands beside it, to be shown or said."""

    name: Line
    does: Line


class Place(Entry):
    """A hotline or institution. Address, phone and hours are shown only when sourced; `to_confirm` is the staff's worklist."""

    id: Id
    name: Line
    kind: Literal["hotline", "institution", "park"]
    does: Line = Field(description="一句话：管什么事")
    en: EnglishPlace | None = Field(None, description="英文版")
    services: tuple[Service, ...] = ()
    communities: tuple[Id, ...] = Field((), description="服务哪些社区；不写表示全部")
    asked_as: tuple[Phrase, ...] = Field((), description="居民怎么找它")
    phone: PhoneFact | None = None
    address: Fact | None = None
    hours: Fact | None = None
    coordinates: Coordinates | None = None
    website: Fact | None = None
    people: tuple[Fact, ...] = Field((), description="服务人员，只写已公开且核对过的")
    to_confirm: tuple[Literal["phone", "address", "hours", "people", "name"], ...] = Field((), description="还要办事处核对的项目")
    danger: bool = Field(False, description="紧急求助号码")

    @model_validator(mode="after")
    def _hotlines_have_a_number(self) -> Place:
        if self.kind == "hotline" and self.phone is None:
            raise PydanticCustomError("phone_needed", "热线要写 phone 和来源")
        return self


class Community(Entry):
    id: Id
    name: Line
    also: tuple[Phrase, ...] = Field((), description="村名、小区名等居民会说的叫法，要有来源")
    source: Line
    places: tuple[Id, ...] = Field((), description="为本社区服务的机构，按居民该先去的顺序")


class PlaceFile(Entry):
    places: tuple[Place, ...]


class CommunityFile(Entry):
    communities: tuple[Community, ...]
