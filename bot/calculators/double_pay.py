"""没签书面劳动合同的二倍工资 (劳动合同法 82, 实施条例 6–7, 解释二 6, 7, 9)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pydantic import Field

from bot.calculators.inputs import Day, Inputs, Rates, Wage, in_order, until_today
from bot.calculators.law import LABOUR_ARBITRATION, LABOUR_CONTRACT, LABOUR_CONTRACT_RULES, LABOUR_DISPUTES_2, cite
from bot.calculators.result import Result, Sheet
from bot.calculators.severance import NEW_LAW, service
from bot.calculators.wages_overtime import PAID_DAYS
from bot.calculators.working_days import working_days_between
from bot.errors import OutOfRange
from bot.text.amounts import yuan
from bot.text.dates import add_months, in_words


class DoublePayInputs(Inputs):
    started: Day = Field(title="入职日期")
    signed: Day | None = Field(None, title="补签合同的日期")
    ended: Day | None = Field(None, title="离开的日期")
    wage: Wage = Field(title="月工资")


def double_pay(given: DoublePayInputs, rates: Rates, today: date) -> Result:
    """The second half of the double pay, in yuan: what is due on top of the wage."""
    _check(given, today)
    sheet = Sheet("未签书面合同的二倍工资估算")
    first = add_months(given.started, 1)
    year_end = add_months(given.started, 12) - timedelta(days=1)
    last = min(d for d in (year_end, given.signed and given.signed - timedelta(days=1), given.ended, today) if d)
    basis = cite(LABOUR_CONTRACT, 82) + cite(LABOUR_CONTRACT_RULES, 6, 7)
    if last < first:
        sheet.line("二倍工资", "0 元", f"从{in_words(first)}起还没签才开始算，在那之前签了或者离开了就没有", basis)
        return sheet.result("0 元", Decimal(0))
    sheet.line("算二倍工资的时间", f"{in_words(first)} 到 {in_words(last)}", _window_reason(given, last, year_end, today), basis)
    months, days = service(first, last)
    if months >= 11:  # hired on the 29th to 31st, February makes the window some days longer than eleven months
        months, days = 11, 0
    parts = []
    if months:
        parts.append(sheet.money(f"整月 {months} 个月", given.wage * months, f"{yuan(given.wage)} × {months}", cite(LABOUR_DISPUTES_2, 6)))
    if days:
        parts.append(_odd_days(sheet, given, add_months(first, months), last))
    if last == year_end:
        sheet.note("满一年还没签的，从满一年那天起视为已经订了无固定期限合同，之后不再有二倍工资，但可以要求补签。")
    _say_more(sheet, given, first, last, today)
    return sheet.money_total(parts)


def _check(given: DoublePayInputs, today: date) -> None:
    until_today(given.started, today, "入职日期")
    if given.started < NEW_LAW:
        raise OutOfRange("劳动合同法 2008年1月1日起施行，这以前入职的请问工作人员。")
    for name, day in (("补签合同的日期", given.signed), ("离开的日期", given.ended)):
        if day:
            in_order(given.started, day, f"{name}早于入职日期，请检查。")
            until_today(day, today, name)


def _window_reason(given: DoublePayInputs, last: date, year_end: date, today: date) -> str:
    start = "从上班满一个月的第二天算起，"
    if given.signed and last == given.signed - timedelta(days=1):
        return start + "算到补签合同的前一天"
    if last == year_end:
        return start + "最多算到满一年的前一天"
    return start + ("算到离开那天" if last == given.ended else "先算到今天")


def _odd_days(sheet: Sheet, given: DoublePayInputs, first: date, last: date) -> Decimal:
    """The month that isn't full, by its working days; never more than a month's pay."""
    days = working_days_between(first, last)
    value = min(given.wage / PAID_DAYS * days, given.wage)
    how = f"{in_words(first)}到{in_words(last)}约 {days} 个工作日，月工资 ÷ 21.75 × {days}"
    return sheet.money("不满一个月的部分", value, how, cite(LABOUR_DISPUTES_2, 6))


def _say_more(sheet: Sheet, given: DoublePayInputs, first: date, last: date, today: date) -> None:
    sheet.note(
        "这里算的是“另外再付的一倍”；正常那一倍工资没发的，另外要。各月工资不同的，按各月的数算。",
        "不满一个月的部分按实际工作日算，您没上班的日子请自己减去。",
        "单位能证明是不可抗力，或者是您自己故意、重大过失不签的，不用付（解释二第七条）。",
    )
    _limitation(sheet, given, first, last, today)


def _worth(given: DoublePayInputs, first: date, last: date) -> Decimal:
    """A part of the window in yuan, to the nearest hundred down: whole months, and working days for the rest."""
    months, days = service(first, last)
    rest = working_days_between(add_months(first, months), last) if days else 0
    value = given.wage * months + min(given.wage / PAID_DAYS * rest, given.wage)
    return value - value % 100


def _limitation(sheet: Sheet, given: DoublePayInputs, first: date, last: date, today: date) -> None:
    """The year for arbitration, on the strictest reading (day by day); double pay isn't arrears, so it runs while still employed."""
    safe, basis = add_months(today, -12), cite(LABOUR_ARBITRATION, 27)
    if last < safe:
        said = f"这段时间全在{in_words(safe)}以前，按最严的算法都过了一年"
    elif first < safe:
        said = f"按最严的算法（一天一天倒推一年），今天申请只有{in_words(safe)}以后的还在时效里，大约 {yuan(_worth(given, safe, last))}"
    else:
        said = f"按最严的算法，{in_words(add_months(first, 12))}起每晚一天申请就可能少一天"
    sheet.line("仲裁时效一年", "过了一年的可能要不到" if first < safe else "现在都还在一年里", f"{said}；还在职也一样算", basis)
    if first < safe:
        sheet.person("从哪天起算、有没有中断各案不同（向单位要过、投诉过会重新算），请尽快问工作人员，不要自己放弃。")
