"""民间借贷利息 (民法典 670, 680; 民间借贷规定 24–31): four times LPR at the contract's date; older regimes are said, not computed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from bot.calculators.inputs import Day, Inputs, Money, Rates, in_order, rate_on, until_today
from bot.calculators.law import CIVIL_CODE, LENDING, cite
from bot.calculators.result import Result, Sheet
from bot.errors import BadRequest, OutOfRange
from bot.text.amounts import plain, yuan
from bot.text.dates import add_months, in_words

Percent = Annotated[Decimal, Field(ge=0, le=1000)]
NEW_RULE = date(2020, 8, 20)
OLD_RULE = date(2015, 9, 1)  # 法释〔2015〕18号 began; before it another limit


class LoanInputs(Inputs):
    face: Annotated[Decimal, Field(gt=0, le=10**10)] = Field(title="借条上的金额")
    deducted: Money = Field(Decimal(0), title="当场先扣掉的利息")
    lent: Day = Field(title="借钱的日期")
    rate_kind: Literal["none", "year", "month"] = Field(title="怎么约定利息")
    rate: Percent | None = Field(None, title="约定的利率")
    due: Day | None = Field(None, title="约定还钱的日期")
    overdue_rate: Percent | None = Field(None, title="约定的逾期年利率")
    until: Day | None = Field(None, title="算到哪一天")
    sued: Day | None = Field(None, title="起诉的日期")


def loan_interest(given: LoanInputs, rates: Rates, today: date) -> Result:
    """Interest in yuan that the law protects, and principal with it."""
    until = given.until or today
    _check(given, until, today)
    sheet = Sheet("民间借贷利息估算")
    principal = _principal(sheet, given)
    if given.rate_kind == "none" and not (given.due and until > given.due):
        return _no_interest(sheet, given, principal)
    start, cap = _cap(sheet, given, rates, until, today)
    agreed = _agreed(sheet, given, cap)
    turn = min(max(given.due or until, start), until)
    parts = []
    if turn > start and agreed:
        parts.append(_interest(sheet, "借款期内的利息", principal, agreed, start, turn))
    if until > turn:
        parts.append(_interest(sheet, "逾期利息", principal, _overdue(sheet, given, rates, agreed, cap, turn), turn, until))
    interest = sum(parts, Decimal(0))
    sheet.money("利息合计", interest, "" if parts else "没有约定利息的，视为没有利息", cite(CIVIL_CODE, 680))
    sheet.note(
        "一年按 365 天、借出当天算起、还钱当天不算。中间还过一部分的，要分段算，请拿转账记录问工作人员。",
        "逾期利息、违约金、其他费用加起来，也不能超过四倍的上限。",
        "跟银行、小贷公司等金融机构借的钱不用这个算法。",
        "套取贷款转借、没有资格却专门放贷等，借款合同无效（民间借贷规定第十三条），利息不能这样算，请问律师。",
    )
    total = principal + interest
    return sheet.result(f"利息 {yuan(interest)}，本息合计 {yuan(total)}", total)


def _no_interest(sheet: Sheet, given: LoanInputs, principal: Decimal) -> Result:
    """Nothing agreed and not overdue: no limit is needed, so a month whose LPR we don't know refuses nobody."""
    _agreed(sheet, given, Decimal(0))
    sheet.money("利息合计", Decimal(0), "没有约定利息的，视为没有利息", cite(CIVIL_CODE, 680))
    sheet.note("说好了哪天还、到期没还的，可以从到期后要逾期利息；没说过哪天还的，先书面催，写明哪天以前还。")
    return sheet.result(f"利息 0 元，本息合计 {yuan(principal)}", principal)


def _check(given: LoanInputs, until: date, today: date) -> None:
    in_order(given.lent, until, "算到的日期早于借钱的日期，请检查。")
    if until > add_months(today, 12):
        raise OutOfRange("算到的日期太远了，最多算到一年以后。")
    if given.due:
        in_order(given.lent, given.due, "约定还钱的日期早于借钱的日期，请检查。")
    if given.rate_kind != "none" and given.rate is None:
        raise BadRequest("还需要知道：约定的利率。")
    until_today(given.lent, today, "借钱的日期")
    if given.deducted >= given.face:
        raise BadRequest("先扣的利息不能比借条金额还多，请检查。")
    if given.sued:
        in_order(given.lent, given.sued, "起诉的日期早于借钱的日期，请检查。")
        until_today(given.sued, today, "起诉的日期")
    if given.lent < NEW_RULE and (until <= NEW_RULE or (given.sued and given.sued < NEW_RULE)):
        raise OutOfRange("2020年8月20日以前的利息、以前起诉的案子，要按当时的规定算，这里不算，请问工作人员或律师。")


def _principal(sheet: Sheet, given: LoanInputs) -> Decimal:
    how = f"借条 {yuan(given.face)}，先扣的 {yuan(given.deducted)} 不算本金，按实际拿到手的算" if given.deducted else "实际借到手的钱"
    return sheet.money("本金", given.face - given.deducted, how, cite(CIVIL_CODE, 670) + cite(LENDING, 26))


def _cap(sheet: Sheet, given: LoanInputs, rates: Rates, until: date, today: date) -> tuple[date, Decimal]:
    """From when interest is computed here, and the highest yearly rate that is protected."""
    if given.lent >= NEW_RULE:
        day, when, start, basis = given.lent, "合同成立时", given.lent, cite(LENDING, 25)
    else:
        day, when, start, basis = given.sued or today, "起诉时", NEW_RULE, cite(LENDING, 25, 31)
        more = "；2015年9月1日前后又是两套规定" if given.lent < OLD_RULE else ""
        sheet.line("2020年8月20日以前的利息", "另算", f"这一段按当时的规定算，这里不算进去{more}", cite(LENDING, 31))
        sheet.person("借款在 2020年8月20日 以前，前后两段规则不同，请让工作人员或律师再看一遍。")
    lpr = rate_on(rates, "lpr-1y", day, sheet)
    cap = lpr * 4
    sheet.line("年利率上限", f"{plain(cap)}%", f"{when}（{in_words(day)}）一年期 LPR {plain(lpr)}% 的四倍", basis)
    return start, cap


def _agreed(sheet: Sheet, given: LoanInputs, cap: Decimal) -> Decimal:
    """The yearly rate that counts while the loan runs."""
    if given.rate_kind == "none":
        sheet.line("约定的年利率", "没有约定", "没有约定利息的，视为没有利息；个人之间说不清利息的也一样", cite(CIVIL_CODE, 680) + cite(LENDING, 24))
        return Decimal(0)
    rate = (given.rate or Decimal(0)) * (12 if given.rate_kind == "month" else 1)
    how = f"月利率 {plain(given.rate or Decimal(0))}% × 12" if given.rate_kind == "month" else ""
    sheet.line("约定的年利率", f"{plain(rate)}%", how, cite(LENDING, 25))
    if rate > cap:
        sheet.line("按多少算", f"{plain(cap)}%", "超过上限的部分不受保护", cite(LENDING, 25))
    return min(rate, cap)


def _overdue(sheet: Sheet, given: LoanInputs, rates: Rates, agreed: Decimal, cap: Decimal, turn: date) -> Decimal:
    if given.overdue_rate is not None:
        rate = min(given.overdue_rate, cap)
        sheet.line("逾期年利率", f"{plain(rate)}%", f"约定 {plain(given.overdue_rate)}%，不超过上限", cite(LENDING, 28))
        return rate
    if agreed:
        sheet.line("逾期年利率", f"{plain(agreed)}%", "没有另外约定，按借款期内的利率", cite(LENDING, 28))
        return agreed
    day = (given.due or turn) + timedelta(days=1)
    rate = min(rate_on(rates, "lpr-1y", day, sheet), cap)
    sheet.line("逾期年利率", f"{plain(rate)}%", f"什么都没约定，可以参照{in_words(day)}的一年期 LPR", cite(LENDING, 28))
    return rate


def _interest(sheet: Sheet, label: str, principal: Decimal, rate: Decimal, first: date, last: date) -> Decimal:
    days = (last - first).days
    how = f"{yuan(principal)} × {plain(rate)}% × {days} 天 ÷ 365（{in_words(first)}到{in_words(last)}）"
    basis = cite(LENDING, 28 if label == "逾期利息" else 25)
    return sheet.money(label, principal * rate / 100 * days / 365, how, basis)
