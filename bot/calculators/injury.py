"""人身损害赔偿 (民法典 1179; 人身损害解释 6–17, 22) on Shenzhen's figures of the year before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from bot.calculators.inputs import Day, Inputs, Money, Rates, rate_on, until_today
from bot.calculators.law import CIVIL_CODE, INJURY, cite
from bot.calculators.result import Basis, Result, Sheet
from bot.calculators.working_days import CIVIL_PERIODS, deadline
from bot.errors import BadRequest, OutOfRange
from bot.text.amounts import plain, yuan
from bot.text.dates import in_words

Days = Annotated[Decimal, Field(ge=0, le=7300)]
NEW_RULE = date(2022, 5, 1)  # the interpretation of 2022: one standard for town and country
Outcome = Literal["none", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "death"]


class InjuryInputs(Inputs):
    outcome: Outcome = Field(title="伤情结果")
    happened: Day | None = Field(None, title="出事的日期")
    age: Annotated[int, Field(ge=0, le=120)] | None = Field(None, title="受伤人的年龄")
    medical: Money = Field(Decimal(0), title="医疗费")
    lost_days: Days = Field(Decimal(0), title="误工天数")
    monthly_income: Money | None = Field(None, title="受伤前的月收入")
    care_days: Days = Field(Decimal(0), title="护理天数")
    care_daily: Money | None = Field(None, title="护理费每天多少")
    other_costs: Money = Field(Decimal(0), title="交通、营养、住院伙食等")
    child_age: Annotated[int, Field(ge=0, le=17)] | None = Field(None, title="未成年孩子的年龄")
    supporters: Annotated[int, Field(ge=1, le=10)] = Field(2, title="几个人抚养")
    share: Annotated[Decimal, Field(gt=0, le=100)] | None = Field(None, title="对方的责任比例")


def injury_compensation(given: InjuryInputs, rates: Rates, today: date) -> Result:
    """Compensation in yuan at the other side's share; damages for pain and suffering are not computed."""
    sheet = Sheet("人身损害赔偿估算")
    _check_day(given, today)
    parts = _costs(sheet, given)
    if given.outcome != "none":
        parts += _lasting(sheet, given, rates, today)
    if not parts:
        raise BadRequest("还没有填任何一项损失，没有可以算的。")
    _say_more(sheet, given)
    _limitation(sheet, given, today)
    total = sum(parts, Decimal(0))
    if given.share is None:
        sheet.note("没说对方负多少责任，这里按全部由对方赔。您自己也有责任的，要按比例减下来。")
    if given.share in (None, Decimal(100)):
        return sheet.money_total([total])
    sheet.money("损失合计", total, "", cite(CIVIL_CODE, 1179))
    part = sheet.money("按对方责任比例", total * given.share / 100, f"{yuan(total)} × {plain(given.share)}%", cite(CIVIL_CODE, 1165))
    return sheet.money_total([part])


def _check_day(given: InjuryInputs, today: date) -> None:
    if given.happened is None:
        return
    until_today(given.happened, today, "出事的日期")
    if given.happened < NEW_RULE and given.outcome != "none":
        raise OutOfRange("2022年5月1日以前出的事，残疾和死亡赔偿按当时的标准（城镇、农村可能不同），这里不算，请问工作人员或律师。")


def _limitation(sheet: Sheet, given: InjuryInputs, today: date) -> None:
    """Three years to sue from the day of the accident, the earliest day that can count."""
    if given.happened is None:
        return
    due = deadline("起诉最晚到", given.happened, cite(CIVIL_CODE, 188, 195) + CIVIL_PERIODS, months=36)
    sheet.due(due)
    sheet.note(f"期限从{in_words(given.happened)}算起是最早的算法；伤情、对方是谁后来才知道的，从知道那天算；向对方要过、对方答应过会重新算。")
    if due.day < today:
        sheet.person("看起来过了三年的诉讼时效。中间要过、报过警、对方答应过的，可能会重新算，请尽快问工作人员或律师，不要自己放弃。")


def _costs(sheet: Sheet, given: InjuryInputs) -> list[Decimal]:
    parts = []
    if given.medical:
        parts.append(sheet.money("医疗费", given.medical, "凭票据", cite(INJURY, 6)))
    if given.lost_days:
        if given.monthly_income is None:
            raise BadRequest("要算误工费，还需要知道：受伤前的月收入。")
        how = f"{yuan(given.monthly_income)} ÷ 30 × {plain(given.lost_days)} 天，有固定收入的按实际少拿的算"
        parts.append(sheet.money("误工费", given.monthly_income / 30 * given.lost_days, how, cite(INJURY, 7)))
    if given.care_days:
        if given.care_daily is None:
            raise BadRequest("要算护理费，还需要知道：护理费每天多少。")
        how = f"{yuan(given.care_daily)} × {plain(given.care_days)} 天，一般按一个人护理"
        parts.append(sheet.money("护理费", given.care_daily * given.care_days, how, cite(INJURY, 8)))
    if given.other_costs:
        parts.append(sheet.money("交通、营养、住院伙食等", given.other_costs, "凭票据和医疗机构意见", cite(INJURY, 9, 10, 11)))
    return parts


def years_counted(age: int) -> int:
    """Twenty years; one less for each year above sixty; five from seventy-five."""
    return 5 if age >= 75 else 20 - max(age - 60, 0)


def _lasting(sheet: Sheet, given: InjuryInputs, rates: Rates, today: date) -> list[Decimal]:
    """Compensation for disability or death, with the support of one child."""
    if given.age is None:
        raise BadRequest("还需要知道：受伤人的年龄。")
    income = rate_on(rates, "disposable-income-year", today, sheet)
    years = years_counted(given.age)
    percent = 100 if given.outcome == "death" else 110 - 10 * int(given.outcome)
    label, article = ("死亡赔偿金", 15) if given.outcome == "death" else ("残疾赔偿金", 12)
    grade = "" if given.outcome == "death" else f" × {percent}%（{given.outcome} 级，通行算法）"
    how = f"上年度人均可支配收入 {yuan(income)} × {years} 年{grade}，{given.age} 岁"
    parts = [sheet.money(label, income * years * percent / 100, how, cite(INJURY, article, 22))]
    if given.outcome == "death":
        average = rate_on(rates, "average-wage-monthly", today, sheet)
        parts.append(sheet.money("丧葬费", average * 6, f"上年度职工月平均工资 {yuan(average)} × 6 个月", cite(INJURY, 14)))
    if given.child_age is not None:
        parts.append(_child(sheet, given, rates, today, percent, cite(INJURY, 16, 17)))
    sheet.note("“上年度”指一审辩论结束时的上一统计年度，拖到明年才判，数会变。等级有几处的，请让律师算。")
    sheet.note("还有别的被扶养人（没有劳动能力又没有别的收入的父母等）的，还要加；几个人合起来每年不超过一年的人均消费支出（人身损害解释第十七条）。")
    return parts


def _child(sheet: Sheet, given: InjuryInputs, rates: Rates, today: date, percent: int, basis: Basis) -> Decimal:
    spending = rate_on(rates, "consumption-year", today, sheet)
    years = 18 - (given.child_age or 0)
    how = f"上年度人均消费支出 {yuan(spending)} × {years} 年（到 18 岁） × {percent}% ÷ {given.supporters} 个扶养人"
    return sheet.money("被扶养人生活费", spending * years * percent / 100 / given.supporters, how, basis)


def _say_more(sheet: Sheet, given: InjuryInputs) -> None:
    sheet.note(
        "精神损害抚慰金要看伤情和过错由法院定，这里没有算（民法典第一千一百八十三条）。",
        "2022年5月1日以前发生的事故，按当时的标准，这里的数不能用（人身损害解释第二十四条）。",
        "交通事故先由交强险在限额内赔，不够的再按责任比例分，所以实际可能比这里按比例算的多。",
        "经常居住地的收入标准更高、有证据的，可以按那里的算（人身损害解释第十八条）。",
    )
    if given.outcome in ("1", "2", "3", "4", "death"):
        sheet.person("伤情很重，还可能有长期护理、辅助器具等费用，请一定让律师或法律援助机构帮您算全。")
