"""Answers by question name → typed inputs, and dated rates; what is missing, nonsense or out of range is refused in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.calculators.result import Sheet
from bot.errors import BadRequest, OutOfRange
from bot.knowledge.model import Rate
from bot.text.amounts import plain
from bot.text.dates import in_words

Rates = Mapping[str, Rate]
Money = Annotated[Decimal, Field(ge=0, le=10**10)]
Wage = Annotated[Decimal, Field(gt=0, le=10**7)]
Hours = Annotated[Decimal, Field(ge=0, le=20_000)]
Count = Annotated[int, Field(ge=0, le=30)]
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2100, 12, 31))]


class Inputs(BaseModel):
    """The inputs of one calculator. Field titles are what residents read when something is wrong; other questions are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


T = TypeVar("T", bound=Inputs)


def read_inputs(model: type[T], answers: Mapping[str, str | None]) -> T:
    """The typed inputs. An answer of None means "don't know" and counts as not given. Raises BadRequest, OutOfRange."""
    try:
        return model.model_validate({name: value for name, value in answers.items() if value is not None})
    except ValidationError as error:
        raise _explained(model, dict(error.errors(include_url=False)[0])) from None


def _explained(model: type[Inputs], error: dict[str, Any]) -> BadRequest | OutOfRange:
    name = str(error["loc"][0]) if error["loc"] else ""
    title = model.model_fields[name].title or name if name in model.model_fields else name
    kind = str(error["type"])
    if kind == "missing":
        return BadRequest(f"还需要知道：{title}。")
    if kind.startswith(("greater_than", "less_than")):
        return _out_of_bounds(title, kind, next(iter(error["ctx"].values())))
    return BadRequest(f"{title}看不懂，请重新填。")


def _out_of_bounds(title: str, kind: str, bound: object) -> OutOfRange:
    small = kind.startswith("greater_than")
    try:
        said = in_words(date.fromisoformat(str(bound)))
        return OutOfRange(f"{title}太{'早' if small else '晚'}了，算不了：要在{said}{'以后' if small else '以前'}。")
    except ValueError:
        said = plain(Decimal(str(bound)))
    if small:
        return OutOfRange(f"{title}太小了，算不了：要{'大于' if kind == 'greater_than' else '不小于'} {said}。")
    return OutOfRange(f"{title}太大了，算不了：要不超过 {said}。请检查一下单位。")


def rate_on(rates: Rates, id: str, day: date, sheet: Sheet) -> Decimal:
    """The figure in force on `day`; says on the sheet when it isn't confirmed. Raises OutOfRange where the table doesn't reach."""
    rate = rates.get(id)
    if rate is None:
        raise OutOfRange(f"数值表里缺少“{id}”，暂时算不了，请问工作人员。")
    period = rate.on(day)
    if period is None:
        first, last = rate.periods[0].since, rate.periods[-1].until
        reach = f"从{in_words(first)}" + (f"到{in_words(last)}" if last else "起")
        raise OutOfRange(f"{rate.title}我们只有{reach}的数，{in_words(day)}的没有，不能拿别的年份顶替，所以这里不算。请问工作人员。")
    if not period.confirmed:
        sheet.note(f"{rate.title}用的是 {period.value:,} {rate.unit}，来源还没有对上官方原文（待核），以有关部门公布的为准。")
    return period.value


def until_today(day: date, today: date, title: str) -> None:
    """Refuse a day that hasn't come yet."""
    if day > today:
        raise OutOfRange(f"{title}填的是{in_words(day)}，还没到，请检查年份。")


def in_order(first: date, second: date, text: str) -> None:
    """Refuse two dates the wrong way round."""
    if second < first:
        raise BadRequest(text)
