"""仲裁费: labour arbitration is free (劳动争议调解仲裁法 53); commercial arbitration charges within a table (仲裁委员会仲裁收费办法)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from bot.calculators.inputs import Inputs, Money, Rates
from bot.calculators.law import ARBITRATION, ARBITRATION_FEES, LABOUR_ARBITRATION, cite
from bot.calculators.result import Result, Sheet, fen, span
from bot.calculators.tiers import charged, tier
from bot.errors import BadRequest

_TABLE = (
    tier(1_000, "4", "5"), tier(50_000, "3", "4"), tier(100_000, "2", "3"), tier(200_000, "1", "2"), tier(500_000, "0.5", "1"),
    tier(1_000_000, "0.25", "0.5"),
)  # fmt: skip
_BASIS = cite(ARBITRATION_FEES, 4, 15)


class ArbitrationFeeInputs(Inputs):
    kind: Literal["labour", "commercial"] = Field(title="哪一种仲裁")
    amount: Money | None = Field(None, title="争议金额")


def arbitration_fee(given: ArbitrationFeeInputs, rates: Rates, today: date) -> Result:
    """Nothing for labour disputes; for commercial arbitration the range that the national table allows."""
    sheet = Sheet("仲裁费估算")
    if given.kind == "labour":
        sheet.money("劳动争议仲裁", Decimal(0), "劳动争议仲裁不收费", cite(LABOUR_ARBITRATION, 53))
        return sheet.result("0 元", Decimal(0))
    if given.amount is None:
        raise BadRequest("还需要知道：争议金额。")
    low, high = Decimal(40), Decimal(100)
    sheet.line("1000 元以内", span(low, high), "", _BASIS)
    for part in charged(given.amount, _TABLE):
        sheet.line(part.label, span(fen(part.low), fen(part.high)), "", _BASIS)
        low, high = low + part.low, high + part.high
    sheet.note(
        "这是案件受理费的法定幅度，各仲裁委员会在幅度里自己定，另外还有案件处理费；以受理的仲裁委员会公布的收费表为准。",
        "商事仲裁要双方有仲裁协议才能办；婚姻、收养、监护、扶养、继承的纠纷不能仲裁。",
    )
    sheet.line("能不能仲裁", "要有仲裁协议", "没有仲裁协议的，仲裁机构不受理", cite(ARBITRATION, 3, 4))
    return sheet.result(span(fen(low), fen(high)), fen(low), fen(high))
