"""抚养费的通常范围 (民法典 1085; 婚姻家庭编解释一 49, 50, 53)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.calculators.inputs import Day, Inputs, Rates, Wage, until_today
from bot.calculators.law import CIVIL_CODE, FAMILY_1, cite
from bot.calculators.result import Result, Sheet, fen, span
from bot.text.dates import add_months, in_words


class ChildSupportInputs(Inputs):
    income: Wage = Field(title="付抚养费一方的月收入")
    income_kind: Literal["fixed", "irregular"] = Field("fixed", title="收入是否固定")
    children: Annotated[int, Field(ge=1, le=10)] = Field(title="要付几个孩子")
    birthday: Day | None = Field(None, title="孩子的出生日期")


def child_support(given: ChildSupportInputs, rates: Rates, today: date) -> Result:
    """What courts usually order a month, as a range in yuan."""
    sheet = Sheet("抚养费范围估算")
    basis = cite(CIVIL_CODE, 1085) + cite(FAMILY_1, 49)
    how = "按月总收入" if given.income_kind == "fixed" else "没有固定收入，按当年总收入或同行业平均收入折算到每月"
    sheet.money("计算用的月收入", given.income, how, cite(FAMILY_1, 49))
    top = 30 if given.children == 1 else 50
    low, high = fen(given.income * 20 / 100), fen(given.income * top / 100)
    share = "20% 到 30%" if given.children == 1 else "比例可以适当提高，一般不超过 50%"
    sheet.line("每月大约", span(low, high), f"{given.children} 个孩子：{share}", basis)
    if given.birthday:
        _until(sheet, given.birthday, today)
    sheet.note(
        "这是通常的范围，不是定数：孩子的实际需要、父母的负担能力、当地生活水平都要看，有特殊情况可以高可以低。",
        "抚养费包括生活费、教育费、医疗费。双方可以自己商量；以后孩子需要增加的，可以再要。",
        "讨要抚养费不受诉讼时效限制（民法典第一百九十六条），还可以申请免交诉讼费（诉讼费用交纳办法第四十五条）。",
    )
    return sheet.result(f"每月 {span(low, high)}", low, high)


def _until(sheet: Sheet, birthday: date, today: date) -> None:
    until_today(birthday, today, "孩子的出生日期")
    grown = add_months(birthday, 12 * 18)
    if grown <= today:
        sheet.line("付到什么时候", "已满 18 周岁", "一般付到十八周岁；还在读高中或不能独立生活的可以例外", cite(FAMILY_1, 41, 53))
        sheet.person("孩子已经成年，还能不能要抚养费要看具体情况，请问工作人员。")
    else:
        sheet.line("付到什么时候", in_words(grown), "一般付到十八周岁；满十六周岁、靠自己劳动能养活自己的可以停", cite(FAMILY_1, 53))
