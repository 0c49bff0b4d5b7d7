"""经济补偿 and 违法解除赔偿金 (劳动合同法 38–48, 87, 97)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import Field

from bot.calculators.inputs import Day, Inputs, Rates, Wage, in_order, rate_on
from bot.calculators.law import LABOUR_ARBITRATION, LABOUR_CONTRACT, LABOUR_CONTRACT_RULES, cite
from bot.calculators.result import Basis, Result, Sheet, fen
from bot.calculators.working_days import CIVIL_PERIODS, deadline
from bot.errors import OutOfRange
from bot.text.amounts import months_in_words, plain, yuan
from bot.text.dates import add_months, in_words

Reason = Literal["agreed", "forced", "notice", "layoff", "expired", "closed", "illegal", "resigned", "fault"]
NEW_LAW = date(2008, 1, 1)
_GROUNDS: dict[str, tuple[str, Basis]] = {
    "agreed": ("单位提出、双方谈妥解除", cite(LABOUR_CONTRACT, 36, 46)),
    "forced": ("单位有过错，劳动者被迫解除", cite(LABOUR_CONTRACT, 38, 46)),
    "notice": ("劳动者没有过错，单位依法解除", cite(LABOUR_CONTRACT, 40, 46)),
    "layoff": ("经济性裁员", cite(LABOUR_CONTRACT, 41, 46)),
    "expired": ("合同到期，单位不续签或降低条件", cite(LABOUR_CONTRACT, 44, 46)),
    "closed": ("单位破产、关闭、被吊销执照", cite(LABOUR_CONTRACT, 44, 46)),
    "illegal": ("单位违法解除或终止", cite(LABOUR_CONTRACT, 48, 87)),
}


class SeveranceInputs(Inputs):
    started: Day = Field(title="入职日期")
    ended: Day = Field(title="离开的日期")
    wage: Wage = Field(title="离开前十二个月的平均月工资")
    reason: Reason | None = Field(None, title="离开的原因")
    notified: bool | None = Field(None, title="有没有提前三十天书面通知")
    last_wage: Wage | None = Field(None, title="离开前一个月的工资")


def severance(given: SeveranceInputs, rates: Rates, today: date) -> Result:
    """Severance in yuan; twice that for illegal dismissal; both as a range when the reason isn't known."""
    in_order(given.started, given.ended, "离开的日期早于入职日期，请检查。")
    if given.ended > add_months(today, 12):
        raise OutOfRange("离开的日期太远了，最多算到一年以后。")
    sheet = Sheet("经济补偿、赔偿金估算")
    if given.reason in ("resigned", "fault"):
        return _nothing(sheet, given, today)
    if given.reason:
        sheet.line("离开的原因", _GROUNDS[given.reason][0], basis=_GROUNDS[given.reason][1])
    years = _counted_years(sheet, given)
    base, capped = _base(sheet, given, rates)
    if capped and years > 12:
        sheet.line("年限封顶", "12 年", f"月工资超过三倍，年限最多算 12 年，{plain(years)} 年按 12 年算", cite(LABOUR_CONTRACT, 47))
        years = Decimal(12)
    result = _totals(sheet, given, years, base, capped)
    _arbitration(sheet, given, today)
    return sheet.result(result.total, result.low, result.high)


def _arbitration(sheet: Sheet, given: SeveranceInputs, today: date) -> None:
    """The last day to ask for arbitration, counted from leaving; what lies behind isn't lost for certain, so a person looks."""
    due = deadline("申请劳动仲裁最晚到", given.ended, cite(LABOUR_ARBITRATION, 27) + CIVIL_PERIODS, months=12)
    sheet.due(due)
    sheet.note("仲裁的一年从您知道权利被侵害那天起算，向单位要过、向部门投诉过会重新起算。")
    if due.day < today:
        sheet.person("看起来离开已经超过一年。如果这期间向单位要过、向部门投诉过，时间会重新算，请尽快问工作人员。")


def _nothing(sheet: Sheet, given: SeveranceInputs, today: date) -> Result:
    if given.reason == "resigned":
        sheet.line("经济补偿", "0 元", "自己主动辞职（单位没有过错），法律没有规定单位要给补偿", cite(LABOUR_CONTRACT, 37, 46))
        sheet.person("如果是因为欠薪、没交社保等才走的，属于被迫离开，可以要补偿：请返回改选原因，并问一问工作人员。")
    else:
        sheet.line("经济补偿", "0 元", "单位以严重违纪等理由解除，如果理由成立，不用给补偿", cite(LABOUR_CONTRACT, 39, 46))
        sheet.person("理由成不成立要看证据，由单位举证。不服的话请返回改选“单位随便辞退，没有合法理由”再看，并尽快问工作人员或律师。")
        _arbitration(sheet, given, today)
    return sheet.result("0 元", Decimal(0))


def service(started: date, ended: date) -> tuple[int, int]:
    """Full months and remaining days worked, both days included."""
    after = ended + timedelta(days=1)
    months = (after.year - started.year) * 12 + after.month - started.month + 1
    while add_months(started, months) > after:
        months -= 1
    return months, (after - add_months(started, months)).days


def paid_years(months: int, days: int) -> Decimal:
    """Months of pay: a year for each full year, one more from six months, half for less."""
    rest = months % 12
    return Decimal(months // 12) + (1 if rest >= 6 else Decimal("0.5") if rest or days else 0)


def _counted_years(sheet: Sheet, given: SeveranceInputs) -> Decimal:
    """Illegal dismissal counts from the first day of work; otherwise years before 2008 follow the rules of their time."""
    months, days = service(given.started, given.ended)
    sheet.line(
        "工作时间", f"{months_in_words(Decimal(months))}{f' {days} 天' if days else ''}",
        f"从{in_words(given.started)}到{in_words(given.ended)}，首尾两天都算", cite(LABOUR_CONTRACT, 47),
    )  # fmt: skip
    if given.started < NEW_LAW and given.reason != "illegal":
        if given.ended < NEW_LAW:
            raise OutOfRange("2008年以前就离开的，要按当时的规定算，这里算不了，请问工作人员。")
        months, days = service(NEW_LAW, given.ended)
        sheet.line("2008 年以前的部分", "另算", "2008年1月1日以前的年限按当时的规定处理，这里不算进去", cite(LABOUR_CONTRACT, 97))
        sheet.person("您有一部分工龄在 2008 年以前，那部分该不该补、补多少要按当时的规定，请问工作人员或律师。")
    elif given.started < NEW_LAW:
        sheet.person("您有一部分工龄在 2008 年以前，各地处理不完全一样，请让工作人员或律师再看一遍。")
    years = paid_years(months, days)
    basis = cite(LABOUR_CONTRACT_RULES, 25) if given.reason == "illegal" else cite(LABOUR_CONTRACT, 47, 97)
    sheet.line("折算成几个月工资", f"{plain(years)} 个月", "每满一年算一个月；满六个月不满一年算一个月；不满六个月算半个月", basis)
    return years


def _base(sheet: Sheet, given: SeveranceInputs, rates: Rates) -> tuple[Decimal, bool]:
    """The month's pay that counts, and whether it is capped at three times the city's average."""
    average = _average(sheet, given, rates)
    minimum = _minimum(sheet, given, rates)
    sheet.note("月工资指离开前十二个月的应得工资平均数，包括奖金、津贴、补贴；做不满十二个月的按实际月数平均。")
    if average is not None and given.wage > 3 * average:
        how = f"您填 {yuan(given.wage)}，高于上年度职工月平均工资 {yuan(average)} 的三倍，按三倍算"
        return sheet.money("计算用的月工资", 3 * average, how, cite(LABOUR_CONTRACT, 47)), True
    if minimum is not None and given.wage < minimum:
        how = f"您填 {yuan(given.wage)}，低于当地最低工资，按最低工资算"
        return sheet.money("计算用的月工资", minimum, how, cite(LABOUR_CONTRACT_RULES, 27)), False
    return sheet.money("计算用的月工资", given.wage, "离开前十二个月的平均应得工资", cite(LABOUR_CONTRACT_RULES, 27)), False


def _average(sheet: Sheet, given: SeveranceInputs, rates: Rates) -> Decimal | None:
    """The city's average wage of the year before leaving; None where the table doesn't reach, which matters to the best paid only.

    Who earned no more than the lowest average we know, within three years of the table, is nowhere near three times the missing one."""
    rate = rates.get("average-wage-monthly")
    if rate is not None and rate.on(given.ended) is None and given.wage <= min(p.value for p in rate.periods):
        first, last = rate.periods[0].since, rate.periods[-1].until or rate.periods[-1].since
        if add_months(first, -36) <= given.ended <= add_months(last, 36):
            sheet.note("离开那年用的职工月平均工资我们还没有数，没有核对三倍封顶：月工资高于它三倍的才封顶，您的数离三倍还远。")
            return None
    return rate_on(rates, "average-wage-monthly", given.ended, sheet)


def _minimum(sheet: Sheet, given: SeveranceInputs, rates: Rates) -> Decimal | None:
    """The minimum wage of the day of leaving, None (and said so) where the table doesn't reach: it matters to the lowest paid only."""
    rate = rates.get("minimum-wage-monthly")
    if rate is None or rate.on(given.ended) is None:
        sheet.note("没有核对当时的最低工资：月工资低于最低工资的，按最低工资算。")
        return None
    return rate_on(rates, "minimum-wage-monthly", given.ended, sheet)


def _totals(sheet: Sheet, given: SeveranceInputs, years: Decimal, base: Decimal, capped: bool) -> Result:
    single = sheet.money("经济补偿", base * years, f"{yuan(base)} × {plain(years)} 个月", cite(LABOUR_CONTRACT, 47))
    if given.reason == "illegal":
        sheet.note("付了赔偿金就不再另付经济补偿。也可以不要钱、要求继续履行合同。")
        sheet.note("这是按单位违法算的。辞退有没有道理由单位拿证据（劳动争议解释一第四十四条）；单位证明得了的，可能只有经济补偿，或者没有。")
        return sheet.money_total([sheet.money("违法解除赔偿金", 2 * single, "经济补偿的二倍", cite(LABOUR_CONTRACT, 87))])
    if given.reason is None:
        all_years = _illegal_years(given, capped)
        since = "，赔偿金从入职那天算起" if all_years != years else ""
        how = f"{yuan(base)} × {plain(all_years)} 个月 × 2{since}"
        double = sheet.money("如果是违法解除", 2 * fen(base * all_years), how, cite(LABOUR_CONTRACT, 87) + cite(LABOUR_CONTRACT_RULES, 25))
        sheet.person("离开的原因决定给不给、给多少。您还说不清原因，请把经过讲给工作人员听，再看按哪一种算。")
        return sheet.result(f"一般是 {yuan(single)}；如果单位违法解除，是 {yuan(double)}", single, double)
    if given.reason == "notice":
        return _with_notice(sheet, given, single)
    return sheet.money_total([single])


def _illegal_years(given: SeveranceInputs, capped: bool) -> Decimal:
    """Months of pay that count for illegal dismissal: from the first day of work, also before 2008."""
    years = paid_years(*service(given.started, given.ended))
    return min(years, Decimal(12)) if capped else years


def _with_notice(sheet: Sheet, given: SeveranceInputs, single: Decimal) -> Result:
    if given.notified is False:
        month = given.last_wage or given.wage
        basis = cite(LABOUR_CONTRACT, 40) + cite(LABOUR_CONTRACT_RULES, 20)
        said = "按上一个月的工资" if given.last_wage else "该按上一个月的工资，您没填，先用平均数"
        extra = sheet.money("代替通知的一个月工资", month, f"没有提前三十日书面通知，另付一个月工资，{said}", basis)
        return sheet.money_total([single, extra])
    if given.notified is None:
        sheet.note("如果单位没有提前三十日书面通知，还要另付一个月工资（按上一个月的工资）。")
    return sheet.money_total([single])
