"""诉讼费用 (诉讼费用交纳办法 13–16, 20): case fees, and the fees of execution, preservation and payment orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from bot.calculators.inputs import Inputs, Money, Rates
from bot.calculators.law import COURT_FEES, cite
from bot.calculators.result import Result, Sheet, fen, span
from bot.calculators.tiers import Tier, charged, tier
from bot.errors import BadRequest
from bot.text.amounts import yuan

Matter = Literal["property", "divorce", "personality", "labour", "administrative", "other", "enforcement", "preservation", "payment"]
PROPERTY = (
    tier(10_000, "2.5"), tier(100_000, "2"), tier(200_000, "1.5"), tier(500_000, "1"), tier(1_000_000, "0.9"), tier(2_000_000, "0.8"),
    tier(5_000_000, "0.7"), tier(10_000_000, "0.6"), tier(20_000_000, "0.5"),
)  # fmt: skip
ENFORCEMENT = (tier(10_000, "1.5"), tier(500_000, "1"), tier(5_000_000, "0.5"), tier(10_000_000, "0.1"))
PRESERVATION = (tier(1_000, "1"), tier(100_000, "0.5"))
DIVORCE = (tier(200_000, "0.5"),)
PERSONALITY = (tier(50_000, "1"), tier(100_000, "0.5"))
_BASIS = cite(COURT_FEES, 13)
_REQUESTS = cite(COURT_FEES, 14)


class CourtFeeInputs(Inputs):
    matter: Matter = Field(title="案件种类")
    amount: Money | None = Field(None, title="要求的金额")
    halved: bool = Field(False, title="是否减半")


_Charge = Callable[[Sheet, CourtFeeInputs], tuple[Decimal, Decimal]]

def court_fee(given: CourtFeeInputs, rates: Rates, today: date) -> Result:
    """The fee in yuan, or a range where the province sets it within bounds."""
    sheet = Sheet("诉讼费用估算")
    low, high = _CHARGES[given.matter](sheet, given)
    if given.matter in ("enforcement", "preservation", "payment"):
        return sheet.result(span(low, high), low, high)
    if given.halved:
        low, high = fen(low / 2), fen(high / 2)
        sheet.line("减半", span(low, high), "简易程序、调解结案或撤诉，案件受理费减半；两样都有，通行做法是只减一次", cite(COURT_FEES, 15, 16))
    else:
        sheet.note("用简易程序、调解结案或者撤诉的，案件受理费减半。")
    sheet.note(
        "先由起诉的人预交，最后一般由输的一方负担（诉讼费用交纳办法第二十九条）。讨要劳动报酬的可以不预交（第二十条）。",
        "交费确有困难，可以申请缓交、减交、免交（诉讼费用交纳办法第四十四条到第四十七条）。鉴定费、公告费等另算。",
    )
    return sheet.result(span(low, high), low, high)


def _needed(given: CourtFeeInputs) -> Decimal:
    if given.amount is None or (not given.amount and given.matter in ("property", "payment")):
        raise BadRequest("还需要知道：要求的金额（要大于 0）。")
    return given.amount


def property_fee(amount: Decimal) -> Decimal:
    """The case fee of a property matter in yuan, unrounded."""
    return Decimal(50) + sum((p.low for p in charged(amount, PROPERTY)), Decimal(0))


def _tiered(sheet: Sheet, amount: Decimal, first: str, base: Decimal, tiers: tuple[Tier, ...], request: bool = False) -> Decimal:
    basis = _REQUESTS if request else _BASIS
    sheet.money(first, base, "", basis)
    total = base
    for part in charged(amount, tiers):
        total += part.low
        sheet.money(part.label, part.low, "", basis)
    return fen(total)


def _property(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
    fee = _tiered(sheet, _needed(given), "1 万元以内", Decimal(50), PROPERTY)
    return fee, fee


def _ranged(sheet: Sheet, given: CourtFeeInputs, bounds: tuple[int, int], tiers: tuple[Tier, ...]) -> tuple[Decimal, Decimal]:
    sheet.line("每件", f"{bounds[0]} 元至 {bounds[1]} 元", "在这个幅度里由省里定具体数，广东的数没有核到，以法院通知为准", _BASIS)
    extra = Decimal(0)
    for part in charged(given.amount or Decimal(0), tiers):
        extra += sheet.money(part.label, part.low, "", _BASIS)
    return bounds[0] + extra, bounds[1] + extra


def _divorce(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
    sheet.note("离婚分的财产总额不超过 20 万元的不另收，超过的部分按 0.5% 收。")
    return _ranged(sheet, given, (50, 300), DIVORCE)


def _personality(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
    sheet.note("要求赔偿不超过 5 万元的不另收。")
    return _ranged(sheet, given, (100, 500), PERSONALITY)


def _other(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
    return _ranged(sheet, given, (50, 100), ())


def _fixed(amount: int, said: str) -> _Charge:
    def charge(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
        fee = sheet.money("每件", Decimal(amount), said, _BASIS)
        return fee, fee

    return charge


def _enforcement(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
    sheet.line("什么时候交", "不用先交", "执行到钱以后再交，由被执行的一方负担", cite(COURT_FEES, 20, 38))
    if not _needed(given):
        sheet.line("没有金额的执行", "50 元至 500 元", "例如腾房、探望孩子", _REQUESTS)
        return Decimal(50), Decimal(500)
    fee = _tiered(sheet, _needed(given), "1 万元以内", Decimal(50), ENFORCEMENT, request=True)
    return fee, fee


def _preservation(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
    fee = _tiered(sheet, _needed(given), "1000 元以内", Decimal(30), PRESERVATION, request=True)
    if fee > 5000:
        fee = sheet.money("封顶", Decimal(5000), "保全申请费最多 5000 元", _REQUESTS)
    sheet.note("申请保全时预交，由申请人负担；以后起诉的，可以写进诉讼请求一起要（诉讼费用交纳办法第三十八条）。法院可能还要求提供担保。")
    return fee, fee


def _payment(sheet: Sheet, given: CourtFeeInputs) -> tuple[Decimal, Decimal]:
    full = sheet.money("同样金额的案件受理费", property_fee(_needed(given)), "按财产案件分段累计", _BASIS)
    fee = sheet.money("支付令申请费", full / 3, f"{yuan(full)} 的三分之一", _REQUESTS)
    return fee, fee


_CHARGES: Mapping[str, _Charge] = {
    "property": _property, "divorce": _divorce, "personality": _personality, "other": _other, "enforcement": _enforcement,
    "preservation": _preservation, "payment": _payment,
    "labour": _fixed(10, "劳动争议案件"), "administrative": _fixed(50, "一般的行政案件"),
}  # fmt: skip
