"""Unpaid wages and overtime (劳动法 36, 44, 48; 劳动合同法 85)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from bot.calculators.inputs import Day, Hours, Inputs, Money, Rates, Wage, until_today
from bot.calculators.law import LABOUR, LABOUR_ARBITRATION, LABOUR_CONTRACT, LEAVE_RULES, cite
from bot.calculators.result import Result, Sheet, fen
from bot.calculators.working_days import CIVIL_PERIODS, deadline
from bot.errors import BadRequest
from bot.text.amounts import plain, yuan

PAID_DAYS = Decimal("21.75")
_KINDS = (
    ("weekday_hours", "平日加班", Decimal("1.5"), "150%"),
    ("restday_hours", "休息日加班（没有补休）", Decimal(2), "200%"),
    ("holiday_hours", "法定节假日加班", Decimal(3), "300%"),
)
_HOLIDAY = "；节假日上班不能用补休顶替"


class WagesInputs(Inputs):
    owed: Money = Field(Decimal(0), title="欠的工资")
    wage: Wage | None = Field(None, title="正常上班的月工资")
    weekday_hours: Hours = Field(Decimal(0), title="平日加班的小时数")
    restday_hours: Hours = Field(Decimal(0), title="休息日加班的小时数")
    holiday_hours: Hours = Field(Decimal(0), title="法定节假日加班的小时数")
    last_day: Day | None = Field(None, title="最后一天上班的日期")
    left: bool | None = Field(None, title="现在还在不在这家单位")


def wages_overtime(given: WagesInputs, rates: Rates, today: date) -> Result:
    """Arrears and overtime in yuan, before any additional compensation ordered by the labour authority."""
    hours = [(name, getattr(given, name), label, factor, percent) for name, label, factor, percent in _KINDS if getattr(given, name)]
    if not given.owed and not hours:
        raise BadRequest("欠薪和加班都是 0，没有可以算的。请返回填一个数。")
    sheet = Sheet("欠薪和加班费估算")
    parts = []
    if given.owed:
        parts.append(sheet.money("欠的工资", given.owed, "按您说的数", cite(LABOUR, 50) + cite(LABOUR_CONTRACT, 30)))
    if hours:
        hourly = _hourly(sheet, given, rates, today)
        for name, count, label, factor, percent in hours:
            how = f"{yuan(fen(hourly))} × {percent} × {plain(count)} 小时{_HOLIDAY if name == 'holiday_hours' else ''}"
            parts.append(sheet.money(label, hourly * factor * count, how, cite(LABOUR, 44)))
    _say_more(sheet, given, today)
    return sheet.money_total(parts)


def _hourly(sheet: Sheet, given: WagesInputs, rates: Rates, today: date) -> Decimal:
    """An hour's pay, unrounded; the month's pay is lifted to the minimum wage where we know it for that day."""
    if given.wage is None:
        raise BadRequest("要算加班费，还需要知道：正常上班的月工资。")
    wage, how = given.wage, "月工资 ÷ 21.75 天 ÷ 8 小时"
    rate = rates.get("minimum-wage-monthly")
    day = today if given.left is False else given.last_day
    period = rate.on(day) if rate and day else None
    if period is None:
        sheet.note("没有核对当时的最低工资：正常上班的月工资低于最低工资的，先补到最低工资再算。")
    elif wage < period.value:
        wage = period.value
        how = f"您填的月工资低于当时的最低工资，按 {yuan(wage)} ÷ 21.75 天 ÷ 8 小时"
        sheet.note("正常上班的月工资低于最低工资的差额，也可以要求单位补。")
        if not period.confirmed:
            sheet.note("最低工资的数来源还没有对上官方原文（待核），以政府公布的为准。")
    hourly = wage / PAID_DAYS / 8
    sheet.money("一小时的工资", hourly, how, cite(LABOUR, 36, 48) + cite(LEAVE_RULES, 11))
    return hourly


def _say_more(sheet: Sheet, given: WagesInputs, today: date) -> None:
    sheet.note(
        "劳动部门责令支付后单位到期还不付的，可以责令它按应付数的 50% 到 100% 加付赔偿金（劳动合同法第八十五条），这里没有算进去。",
        "计件、综合计算工时、不定时工作制的算法不同，请问工作人员。加班要有证据：考勤、排班表、工作群记录。",
    )
    if given.left and given.last_day:
        until_today(given.last_day, today, "最后一天上班的日期")
        due = deadline("申请劳动仲裁最晚到", given.last_day, cite(LABOUR_ARBITRATION, 27) + CIVIL_PERIODS, months=12)
        sheet.due(due)
        if due.day < today:
            sheet.person("看起来离开已经超过一年。如果这期间向单位要过、向部门投诉过，时间会重新算，请尽快问工作人员。")
    elif given.left is False:
        sheet.note("还在职的，讨欠薪不受一年仲裁时效的限制；一旦离开，要在一年内提（劳动争议调解仲裁法第二十七条）。")
