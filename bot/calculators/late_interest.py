"""迟延履行期间加倍部分债务利息 (民事诉讼法 264; 法释〔2014〕8号 1–3, 7): 0.0175 % a day of what the judgment ordered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from bot.calculators.inputs import Day, Inputs, Rates, in_order
from bot.calculators.law import CIVIL_PROCEDURE, LATE_INTEREST, cite
from bot.calculators.result import Result, Sheet
from bot.calculators.working_days import COURT_PERIODS, deadline
from bot.errors import OutOfRange
from bot.text.amounts import yuan
from bot.text.dates import add_months, in_words

DAILY = Decimal("0.000175")
NEW_RULE = date(2014, 8, 1)


class LateInterestInputs(Inputs):
    principal: Annotated[Decimal, Field(gt=0, le=10**10)] = Field(title="判决要付的钱（不含利息）")
    due: Day = Field(title="判决写的最后付款日")
    paid: Day | None = Field(None, title="实际付清的日期")


def late_interest(given: LateInterestInputs, rates: Rates, today: date) -> Result:
    """The doubled part in yuan; the general interest that the judgment ordered comes on top and isn't computed."""
    paid = given.paid or today
    if given.due < NEW_RULE:
        raise OutOfRange("2014年8月1日以前就该付的，前一段要按旧规定算，这里不算，请问工作人员或法院。")
    if paid > add_months(today, 12):
        raise OutOfRange("付清的日期太远了，最多算到一年以后。")
    in_order(given.due, paid, "付清的日期在最后付款日之前，没有迟延，不用算。")
    sheet = Sheet("迟延履行加倍利息估算")
    days = (paid - given.due).days
    sheet.line("迟延的天数", f"{days} 天", f"{in_words(given.due)}到{in_words(paid)}", cite(LATE_INTEREST, 2, 3))
    value = sheet.money(
        "加倍部分利息", given.principal * DAILY * days, f"{yuan(given.principal)} × 0.0175% × {days} 天",
        cite(LATE_INTEREST, 1) + cite(CIVIL_PROCEDURE, 264),
    )  # fmt: skip
    if given.paid is None:
        _execution(sheet, given, today)
    sheet.note(
        "这是“加倍部分”。判决书本来就写了利息的（一般债务利息），按判决书另外算，两部分都可以要。",
        "计算的基数是判决要付的钱里除一般利息以外还没付的部分；分几次付的，要分段算。",
        "不用单独起诉，申请执行时一起写上就行。",
    )
    return sheet.money_total([value])


def _execution(sheet: Sheet, given: LateInterestInputs, today: date) -> None:
    """Two years to ask for execution from the last day for paying; a demand in between begins them anew."""
    due = deadline("申请强制执行最晚到", given.due, cite(CIVIL_PROCEDURE, 250) + COURT_PERIODS, months=24)
    sheet.due(due)
    if due.day < today:
        sheet.person("看起来过了申请执行的二年。中间催过、对方答应过或已经申请过的，会重新算，请马上问法院或工作人员，不要自己放弃。")
