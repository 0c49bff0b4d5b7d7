"""What to say to a reply that says something, but not quite what was asked: what is missing, and how to say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.knowledge.model import Question
from bot.text.amounts import parse_months, parse_plain, plain, tidy
from bot.text.dates import add_months, parse_year
from bot.text.numerals import DIGITS

_RANGE = re.compile(f".+[0-9{''.join(DIGITS)}十百千万元块][到至~\\-—][0-9{''.join(DIGITS)}十].*")
_TWO_DIGITS = re.compile("[一二两三四五六七八九]{2}(?=[十百千万个天年月岁成块元]|$)")
_ALMOST = re.compile("^(我|也|就)*(快|不到|将近|接近|差不多快|还不到|没到|不足)")
_PER_DAY = re.compile("[日天]|时薪|小时|年薪|年收入|一年|每年")


def near_miss(question: Question, text: str, today: date) -> str:
    """A sentence for the resident, or an empty string where the general one has to do."""
    said = tidy(text)
    if _ALMOST.match(said):
        return "“快”“不到”说的是还没满，请说已经满了多少，例如“快十年”说九年十个月。" if question.kind == "months" else ""
    hint = _HINTS.get(question.kind)
    return hint(question, said, today) if hint else ""


def _date(question: Question, said: str, today: date) -> str:
    year = parse_year(said, today)
    if year is not None:
        return f"只有年份还不够，请再说是几月，大概也行，例如 {year}年3月、{year}年年底。"
    months = parse_months(re.sub("了$", "", said))
    if months is None or months > 1200:
        return ""
    back = add_months(today, -int(months))
    return f"请说是哪年哪月。从今天往回数大约是 {back.year}年{back.month}月，是的话就打这个；不是从今天数的，请另说一个年月。"


def _money(question: Question, said: str, today: date) -> str:
    if _is_range(said):
        return "您说的是一个范围。请说一个数，拿不准就说中间的。"
    if "月" in question.ask and _PER_DAY.search(said):
        return "这里要一个月的数。按天、按小时算的，先乘一个月上班的天数、小时数；按年的，除以十二。"
    return ""


def _number(question: Question, said: str, today: date) -> str:
    if question.unit == "%":
        if re.search("[分厘]", said):
            return "请换成百分之几。按月的，一分是 1，两分五是 2.5，五厘是 0.5；按年的，一分是 10。"
        return "没看懂。请说百分之几，例如 70、百分之七十、七成、一半。"
    if _is_range(said):
        return "您说的是一个范围。请说一个数，拿不准就说中间的。"
    months = parse_months(said) if question.unit == "天" else None
    return "" if months is None else f"请换成天数。按一个月三十天算大约是 {plain(months * 30)} 天，是的话就打这个数。"


def _months(question: Question, said: str, today: date) -> str:
    match = re.fullmatch("(.+?)(天|周|个?星期|个?礼拜)", said)
    number = parse_plain(match[1]) if match else None
    if match is None or number is None:
        return ""
    months = (number * (1 if match[2] == "天" else 7) / 30).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"请换成月来说。按一个月三十天算大约是 {plain(months)} 个月，是的话就打“{plain(months)}个月”。"


def _is_range(said: str) -> bool:
    return bool(_RANGE.fullmatch(said) or _TWO_DIGITS.search(said))


_HINTS: Mapping[str, Callable[[Question, str, date], str]] = {"date": _date, "money": _money, "number": _number, "months": _months}
