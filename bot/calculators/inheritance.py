"""法定继承份额 (民法典 1127–1130, 1153, 1160): equal shares of the first order, else of the second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from bot.calculators.inputs import Count, Day, Inputs, Money, Rates, until_today
from bot.calculators.law import CIVIL_CODE, CIVIL_CODE_TIME, INHERITANCE_1, cite
from bot.calculators.result import Basis, Result, Sheet, fen
from bot.errors import OutOfRange
from bot.text.amounts import yuan

CODE = date(2021, 1, 1)
OLD_LAW = date(1985, 10, 1)  # 继承法 began


class InheritanceInputs(Inputs):
    died: Day = Field(title="去世的日期")
    will: bool | None = Field(None, title="有没有遗嘱")
    spouse: bool = Field(title="配偶在不在世")
    children: Count = Field(title="在世的子女人数")
    dead_children: Count = Field(0, title="先去世但有后代的子女人数")
    parents: Annotated[int, Field(ge=0, le=2)] = Field(title="在世的父母人数")
    siblings: Count = Field(0, title="在世的兄弟姐妹人数")
    dead_siblings: Count = Field(0, title="先去世但有子女的兄弟姐妹人数")
    grandparents: Annotated[int, Field(ge=0, le=4)] = Field(0, title="在世的祖父母、外祖父母人数")
    estate: Money | None = Field(None, title="财产大约值多少")
    joint: bool | None = Field(None, title="是不是夫妻共同财产")
    later: bool | None = Field(None, title="后来有没有继承人去世")


@dataclass(frozen=True)
class Heirs:
    """A group that takes equal shares: how many there are, and under which articles."""

    name: str
    count: int
    basis: Basis


def inheritance_shares(given: InheritanceInputs, rates: Rates, today: date) -> Result:
    """Each heir's share as a fraction, and in yuan where the estate is given. Shares always add up to the whole."""
    until_today(given.died, today, "去世的日期")
    if given.died < OLD_LAW:
        raise OutOfRange("1985年10月1日以前去世的，当时还没有继承法，这里不算，请问工作人员或律师。")
    sheet = Sheet("法定继承份额估算")
    if given.died < CODE:
        basis = cite(CIVIL_CODE_TIME, 1)
        sheet.line("用哪部法", "按当时的法律", "2021年1月1日以前去世的，原则上用当时的继承法；顺序和平分的规则相同，下面列的是现在的条文", basis)
    estate = _estate(sheet, given)
    heirs = _first_order(given) or _second_order(sheet, given)
    total = sum(h.count for h in heirs)
    if not total:
        sheet.line("谁继承", "没有法定继承人", "没有人继承也没有人受遗赠的，归国家用于公益；属于集体组织成员的归集体", cite(CIVIL_CODE, 1160))
        sheet.person("照顾过老人、靠老人生活的人可能分得适当的遗产，请问工作人员。")
        return sheet.result("没有法定继承人")
    share = Fraction(1, total)
    for group in heirs:
        _shares(sheet, group, share, estate)
    _say_more(sheet, given)
    each = "" if estate is None else f"，约 {yuan(_part(estate, share))}"
    value = None if estate is None else _part(estate, share)
    return sheet.result(f"一共 {total} 份，每份 {_written(share)}{each}", value)


def _part(estate: Decimal, share: Fraction) -> Decimal:
    return fen(estate * share.numerator / share.denominator)


def _written(share: Fraction) -> str:
    return "全部" if share == 1 else f"{share.numerator}/{share.denominator}"


def _estate(sheet: Sheet, given: InheritanceInputs) -> Decimal | None:
    """What is left to inherit: half of joint property is the surviving spouse's own."""
    if given.joint and given.spouse:
        how = "夫妻共同财产先分一半给在世的配偶，剩下的一半才是遗产"
        if given.estate is None:
            sheet.line("先分出配偶的一半", "1/2", how, cite(CIVIL_CODE, 1153))
            return None
        return sheet.money("遗产", given.estate / 2, f"{yuan(given.estate)} ÷ 2：{how}", cite(CIVIL_CODE, 1153))
    if given.joint is None and given.spouse:
        sheet.note("没说是不是夫妻共同财产，先按全是去世的人一个人的算。是夫妻共同的，要先分一半给在世的一方，剩下一半才这样分（民法典第一千一百五十三条）。")
    return given.estate


def _first_order(given: InheritanceInputs) -> list[Heirs]:
    basis = cite(CIVIL_CODE, 1127, 1130)
    groups = [
        Heirs("配偶", int(given.spouse), basis), Heirs("在世的子女", given.children, basis),
        Heirs("先去世子女的后代（代位，一房一份）", given.dead_children, cite(CIVIL_CODE, 1128) + cite(INHERITANCE_1, 14)),
        Heirs("父母", given.parents, basis),
    ]  # fmt: skip
    return [g for g in groups if g.count]


def _second_order(sheet: Sheet, given: InheritanceInputs) -> list[Heirs]:
    basis = cite(CIVIL_CODE, 1127, 1130)
    sheet.line("第一顺序", "没有人", "没有配偶、子女、父母继承的，由第二顺序继承", cite(CIVIL_CODE, 1127))
    nephews = cite(CIVIL_CODE, 1128)
    if given.dead_siblings and given.died < CODE:  # the one rule that changed
        nephews += cite(CIVIL_CODE_TIME, 14)
        sheet.person("民法典施行前去世的，侄甥代位只在没有别人继承、遗产也没处理完时才行，请问工作人员或律师。")
    groups = [
        Heirs("兄弟姐妹", given.siblings, basis), Heirs("祖父母、外祖父母", given.grandparents, basis),
        Heirs("先去世兄弟姐妹的子女（代位，一房一份）", 0 if given.died < CODE and (given.siblings or given.grandparents) else given.dead_siblings, nephews),
    ]  # fmt: skip
    return [g for g in groups if g.count]


def _shares(sheet: Sheet, group: Heirs, share: Fraction, estate: Decimal | None) -> None:
    how = f"{group.count} 份，每份 {_written(share)}" if group.count > 1 else ""
    whole = share * group.count
    if estate is None:
        sheet.line(group.name, _written(whole), how, group.basis)
        return
    amount = _part(estate, whole)
    each = f"，每份约 {yuan(_part(estate, share))}" if group.count > 1 else ""
    sheet.line(group.name, f"{_written(whole)}，约 {yuan(amount)}", how + each, group.basis)


def _say_more(sheet: Sheet, given: InheritanceInputs) -> None:
    sheet.note(
        "同一顺序一般平分；生活特别困难又没有劳动能力的要照顾，尽了主要赡养义务或一起生活的可以多分，有能力不养的少分或不分；大家商量好也可以不平分（民法典第一千一百三十条）。",
        "继子女、养子女、丧偶儿媳女婿、没出生的孩子算不算，请问工作人员。债务和税在继承的财产范围内先还。",
    )
    if given.later:
        sheet.line("后来又走的那一位", "他那一份不归别人分", "转给他自己的配偶、子女、父母；他写过遗嘱的按遗嘱", cite(CIVIL_CODE, 1152))
        sheet.person("后来又有继承人去世的，要把他那一份再往下分一次，请把两家的关系和去世的先后告诉工作人员或公证处。")
    else:
        sheet.note("老人走后、还没分家产，又有继承人去世的，他那份转给他自己的继承人（民法典第一千一百五十二条），请问工作人员。")
    if given.will:
        sheet.person("有遗嘱的先按遗嘱办，这里算的只是没有遗嘱时的份额。请把遗嘱带来给工作人员或公证处看。")
    elif given.will is None:
        sheet.note("先找一找有没有遗嘱；有遗嘱的先按遗嘱办（民法典第一千一百二十三条）。")
