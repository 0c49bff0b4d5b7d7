"""未休年休假工资 (职工带薪年休假条例, 企业职工带薪年休假实施办法)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Annotated

from pydantic import Field

from bot.calculators.inputs import Day, Inputs, Rates, Wage, in_order, until_today
from bot.calculators.law import LEAVE, LEAVE_RULES, cite
from bot.calculators.result import Result, Sheet
from bot.calculators.wages_overtime import PAID_DAYS
from bot.errors import OutOfRange
from bot.text.amounts import plain, yuan
from bot.text.dates import add_months, in_words


class AnnualLeaveInputs(Inputs):
    total_months: Annotated[Decimal, Field(ge=0, le=720)] = Field(title="到那一年年底（或离开那天）一共工作了多久")
    started: Day = Field(title="进这家单位的日期")
    ended: Day | None = Field(None, title="离开的日期")
    year: Annotated[int, Field(ge=2008, le=2100)] | None = Field(None, title="算哪一年")
    taken: Annotated[Decimal, Field(ge=0, le=60)] = Field(Decimal(0), title="这一年已经休了几天")
    wage: Wage = Field(title="月工资（不含加班费）")
    long_leave: bool | None = Field(None, title="这一年请过很长的病假或带薪事假")


def annual_leave(given: AnnualLeaveInputs, rates: Rates, today: date) -> Result:
    """What is still to be paid for leave not taken in one calendar year: the extra 200%, in yuan."""
    year = _year(given, today)
    sheet = Sheet(f"{year} 年未休年休假工资估算")
    whole = _entitlement(sheet, given)
    if not whole:
        return sheet.result("0 元", Decimal(0))
    due = _share(sheet, given, year, whole)
    if year == today.year and not given.ended:
        sheet.note("今年还没过完，单位还可以安排您休；确有必要的，单位也可以安排到明年休。到时还没休的，才折钱。")
    left = max(due - given.taken, Decimal(0)).quantize(Decimal(1), ROUND_DOWN) if given.ended else max(due - given.taken, Decimal(0))
    rest = f"{plain(_hundredths(due))} 天 减 已休 {plain(given.taken)} 天" + ("，不足一整天的不算" if given.ended else "")
    sheet.line("没休的天数", f"{plain(left)} 天", rest, cite(LEAVE, 5))
    daily = sheet.money("一天的工资", given.wage / PAID_DAYS, f"{yuan(given.wage)} ÷ 21.75", cite(LEAVE_RULES, 11))
    sheet.money("未休假工资（三倍）", given.wage / PAID_DAYS * left * 3, f"{yuan(daily)} × 300% × {plain(left)} 天", cite(LEAVE, 5))
    extra = sheet.money(
        "除正常工资外再付", given.wage / PAID_DAYS * left * 2, "三倍里有一倍是平时已经发的工资，再付两倍", cite(LEAVE_RULES, 10)
    )
    sheet.note(
        "您自己书面说过不想休的，单位可以只付正常工资。合同或单位制度定得更高的，按高的来。",
        "月工资按付钱前十二个月的平均数，剔除加班费。",
        "要的话请在一年内申请劳动仲裁（劳动争议调解仲裁法第二十七条）；从哪天起算有争议，越早越稳。",
    )
    return sheet.money_total([extra])


def _year(given: AnnualLeaveInputs, today: date) -> int:
    until_today(given.started, today, "进这家单位的日期")
    if given.ended:
        in_order(given.started, given.ended, "离开的日期早于进单位的日期，请检查。")
        if given.ended > add_months(today, 12):
            raise OutOfRange("离开的日期太远了，最多算到一年以后。")
        if given.ended.year < 2008:
            raise OutOfRange("带薪年休假的规定 2008年1月1日起施行，这以前离开的请问工作人员。")
        return given.ended.year
    year = given.year or today.year
    if year > today.year:
        raise OutOfRange("还没到那一年，先算不了。")
    if year < given.started.year:
        raise OutOfRange("那一年您还没进这家单位。")
    return year


def _entitlement(sheet: Sheet, given: AnnualLeaveInputs) -> int:
    """Days a year by all years of work, at any employers."""
    if given.total_months < 12:
        sheet.line("全年应休", "0 天", "连续工作满十二个月才有带薪年休假", cite(LEAVE, 2) + cite(LEAVE_RULES, 3))
        return 0
    if given.long_leave:
        sheet.line("全年应休", "可能没有", "带薪事假累计二十天以上，或病假超过规定的月数，当年不再享受", cite(LEAVE, 4))
        sheet.person("您请过较长的假，当年还有没有年休假要看假的种类和长短，请问工作人员。")
        return 0
    days = 5 if given.total_months < 120 else 10 if given.total_months < 240 else 15
    sheet.line("全年应休", f"{days} 天", "累计工作满 1 年不满 10 年 5 天，满 10 年不满 20 年 10 天，满 20 年 15 天", cite(LEAVE, 3))
    sheet.note("这一年里刚好满十年或二十年的，前后天数不同，请问工作人员。")
    return days


def _share(sheet: Sheet, given: AnnualLeaveInputs, year: int, whole: int) -> Decimal:
    """The part of the year at this employer; part days don't count. In the year of leaving, the taken days come off before rounding."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ends = given.ended or last
    ripe = add_months(ends + timedelta(days=1), 12 - int(given.total_months))
    begins = max(given.started, first, ripe)
    if ripe > max(given.started, first):
        sheet.line("满十二个月的那天", f"大约 {in_words(ripe)}", "工作满十二个月以后才开始有年休假，从那天起折算", cite(LEAVE_RULES, 3, 5))
    if begins == first and ends == last:
        return Decimal(whole)
    days = (ends - begins).days + 1
    share = Decimal(days) * whole / 365
    how = f"{in_words(begins)}到{in_words(ends)}共 {days} 天，{days} ÷ 365 × {whole} 天" + ("" if given.ended else "，不足一整天的不算")
    basis = cite(LEAVE_RULES, 12 if given.ended else 5)
    whole_days = min(share.quantize(Decimal(1), ROUND_DOWN), Decimal(whole))
    sheet.line("按这一年在职的天数折算", f"{plain(_hundredths(share) if given.ended else whole_days)} 天", how, basis)
    return min(share, Decimal(whole)) if given.ended else whole_days


def _hundredths(days: Decimal) -> Decimal:
    """As it is written, never more than it is."""
    return days.quantize(Decimal("0.01"), ROUND_DOWN)
