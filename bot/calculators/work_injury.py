"""工伤保险待遇 (工伤保险条例 33–39, 62, 64). Guangdong's two lump sums for leaving aren't computed: their text couldn't be verified."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from bot.calculators.inputs import Count, Day, Inputs, Rates, Wage, rate_on, until_today
from bot.calculators.law import SOCIAL_INSURANCE, WORK_INJURY, cite
from bot.calculators.result import Result, Sheet
from bot.calculators.working_days import CIVIL_PERIODS, deadline
from bot.text.amounts import plain, yuan

Grade = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "death", "none"]
LUMP_MONTHS = {"1": 27, "2": 25, "3": 23, "4": 21, "5": 18, "6": 16, "7": 13, "8": 11, "9": 9, "10": 7}
MONTHLY_PERCENT = {"1": 90, "2": 85, "3": 80, "4": 75, "5": 70, "6": 60}
NURSING_PERCENT = {"full": 50, "most": 40, "part": 30}
_NURSING_NAMES = {"full": "完全不能自理", "most": "大部分不能自理", "part": "部分不能自理"}


class WorkInjuryInputs(Inputs):
    grade: Grade = Field(title="伤残等级")
    wage: Wage = Field(title="受伤前十二个月的平均月工资")
    injured: Day = Field(title="受伤的日期")
    leave_months: Annotated[Decimal, Field(ge=0, le=24)] = Field(Decimal(0), title="停工治疗的月数")
    nursing: Literal["none", "full", "most", "part"] | None = Field(None, title="生活护理")
    insured: bool | None = Field(None, title="单位有没有交工伤保险")
    leaving: bool | None = Field(None, title="要不要离开单位")
    spouse: bool = Field(False, title="有没有靠死者生活的配偶")
    others: Count = Field(0, title="其他靠死者生活的亲属人数")


def work_injury(given: WorkInjuryInputs, rates: Rates, today: date) -> Result:
    """One-off benefits add up to the total, in yuan; monthly ones are listed, not added."""
    until_today(given.injured, today, "受伤的日期")
    sheet = Sheet("工伤待遇估算")
    parts = [_paid_leave(sheet, given)] if given.leave_months else []
    if given.grade != "none":
        average = rate_on(rates, "average-wage-monthly", given.injured, sheet)
        own = _own_wage(sheet, given.wage, average)
    if given.grade == "death":
        parts += _death(sheet, given, rates, own, average)
    elif given.grade == "none":
        sheet.line("伤残补助金", "还不能算", "先做劳动能力鉴定，评了等级才知道几个月", cite(WORK_INJURY, 21, 23))
        sheet.note("伤情稳定后，向市劳动能力鉴定委员会申请鉴定；鉴定前的医疗费、停工留薪照样可以要。")
    else:
        parts.append(_lump(sheet, given.grade, own))
        _monthly(sheet, given, rates, own, today)
    if given.nursing in NURSING_PERCENT and given.grade not in ("death", "none"):
        _nursing(sheet, given.nursing, rates, today)
    _say_more(sheet, given, today)
    return sheet.money_total(parts)


def _own_wage(sheet: Sheet, wage: Decimal, average: Decimal) -> Decimal:
    """本人工资: between 60 % and 300 % of the average wage."""
    low, high = average * 60 / 100, average * 3
    basis = cite(WORK_INJURY, 64)
    sheet.note("“本人工资”法律上指受伤前十二个月的平均月缴费工资。单位没有足额缴费的，差额怎么要请问工作人员。")
    sheet.note("职工平均工资这里用的是深圳市的数；工伤基金实际按统筹地区公布的数核定。")
    if wage < low:
        return sheet.money("本人工资", low, f"您填 {yuan(wage)}，低于职工平均工资的 60%，按 60% 算", basis)
    if wage > high:
        return sheet.money("本人工资", high, f"您填 {yuan(wage)}，高于职工平均工资的 300%，按 300% 算", basis)
    return sheet.money("本人工资", wage, "在职工平均工资的 60% 到 300% 之间，按实际算", basis)


def _paid_leave(sheet: Sheet, given: WorkInjuryInputs) -> Decimal:
    if given.leave_months > 12:
        sheet.note("停工留薪一般不超过十二个月，更长的要经劳动能力鉴定委员会确认，最多再延十二个月。")
    how = f"原工资 {yuan(given.wage)} × {plain(given.leave_months)} 个月，由单位按月发"
    return sheet.money("停工留薪期工资", given.wage * given.leave_months, how, cite(WORK_INJURY, 33))


def _lump(sheet: Sheet, grade: str, own: Decimal) -> Decimal:
    months = LUMP_MONTHS[grade]
    basis = cite(WORK_INJURY, 35 if int(grade) <= 4 else 36 if int(grade) <= 6 else 37)
    return sheet.money("一次性伤残补助金", own * months, f"{grade} 级：本人工资 {yuan(own)} × {months} 个月", basis)


def _monthly(sheet: Sheet, given: WorkInjuryInputs, rates: Rates, own: Decimal, today: date) -> None:
    grade = int(given.grade)
    if given.grade in MONTHLY_PERCENT:
        percent = MONTHLY_PERCENT[given.grade]
        amount, minimum = own * percent / 100, rate_on(rates, "minimum-wage-monthly", today, sheet)
        how = f"本人工资 × {percent}%" + ("，低于最低工资，补到最低工资" if amount < minimum else "")
        who = "基金按月付" if grade <= 4 else "单位难以安排工作时按月付"
        basis = cite(WORK_INJURY, 35 if grade <= 4 else 36)
        sheet.line("伤残津贴", f"每月 {yuan(max(amount, minimum))}", f"{how}，{who}（不计入合计）", basis)
    if grade >= 5:
        when = "本人提出离开时" if grade <= 6 else "合同到期或本人提出离开时"
        how = f"{when}，基金付医疗补助金、单位付就业补助金；月数由广东省规定，原文没有核到，所以不算"
        sheet.line("一次性医疗、就业补助金", "另算", how, cite(WORK_INJURY, 36 if grade <= 6 else 37))
        if given.leaving:
            sheet.person("您打算离开单位，还有两笔补助金没有算进来。签字以前，请先问社保机构或工作人员这两笔是多少。")
    else:
        sheet.note("一级到四级保留劳动关系、退出岗位，单位不能解除。")


def _nursing(sheet: Sheet, nursing: str, rates: Rates, today: date) -> None:
    percent = NURSING_PERCENT[nursing]
    average = rate_on(rates, "average-wage-monthly", today, sheet)
    how = f"{_NURSING_NAMES[nursing]}：职工月平均工资 × {percent}%，基金按月付（不计入合计）"
    sheet.line("生活护理费", f"每月 {yuan(average * percent / 100)}", how, cite(WORK_INJURY, 34))


def _death(sheet: Sheet, given: WorkInjuryInputs, rates: Rates, own: Decimal, average: Decimal) -> list[Decimal]:
    basis = cite(WORK_INJURY, 39)
    income = rate_on(rates, "national-income-year", given.injured, sheet)
    parts = [
        sheet.money("丧葬补助金", average * 6, f"上年度职工月平均工资 {yuan(average)} × 6 个月", basis),
        sheet.money("一次性工亡补助金", income * 20, f"上年度全国城镇居民人均可支配收入 {yuan(income)} × 20", basis),
    ]
    if given.spouse or given.others:
        percent = (40 if given.spouse else 0) + 30 * given.others
        monthly = min(own * percent / 100, own)
        how = "配偶 40%、其他亲属每人 30%，合起来不超过本人工资；孤寡老人、孤儿再加 10%（不计入合计）"
        sheet.line("供养亲属抚恤金", f"每月约 {yuan(monthly)}", how, basis)
    sheet.note("受伤后拖了一段时间才去世的，平均工资和收入的年度可能不同。")
    sheet.person("亲人因工去世，请务必让工作人员或法律援助律师陪着办。")
    return parts


def _say_more(sheet: Sheet, given: WorkInjuryInputs, today: date) -> None:
    due = deadline("本人或家属申请工伤认定最晚到", given.injured, cite(WORK_INJURY, 17) + CIVIL_PERIODS, months=12)
    if due.day < today:
        sheet.due(due)
        sheet.person("受伤已经超过一年。还没申请工伤认定的，可能来不及了（单位申请过的不要紧），请马上问工作人员。")
    if given.insured is False:
        sheet.line("谁来付", "单位全付", "没参保的，由单位按同样的项目和标准付；不付的可以申请基金先行支付", cite(WORK_INJURY, 62) + cite(SOCIAL_INSURANCE, 41))
    sheet.note("医疗费、康复费、住院伙食补助、辅助器具等按票据和标准另算，这里没有算。", "要先认定工伤，再做劳动能力鉴定。")
    sheet.note("工伤认定：单位三十日内申请；单位不申请的，本人、家属、工会一年内可以直接申请（工伤保险条例第十七条）。")
