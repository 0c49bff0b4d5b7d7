"""One answer: from typed words to the text that is kept, and from that to words again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from bot.errors import BadRequest
from bot.knowledge.model import Question, Vocabulary
from bot.text.amounts import months_in_words, parse_amount, parse_months, parse_number, plain, says_monthly, tidy, yuan
from bot.text.dates import in_words, parse_date
from bot.text.numerals import parse_numeral
from bot.text.yes_no import parse_yes_no

MAX_TEXT = {"text": 500, "long_text": 3_000}  # characters
_PLAIN_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_EXPECTED = {
    "choice": "没看懂。请点一个选项，也可以打它的序号或名字。",
    "yes_no": "没看懂。请回答“是”或“不是”，“有”“没有”也行。",
    "money": "没看懂这个金额。请说一个数，例如 3500、三千五、1.2万，以人民币元计。",
    "number": "没看懂。请说一个数，例如 3、十二、3.5。",
    "date": "没看懂这个日期。请说公历的年月日，例如 2024年3月5日、去年三月、上个月十五、三天前。",
    "months": "没看懂。请带上单位，例如 两年半、18个月、半年。",
    "text": "请打几个字。",
    "long_text": "请打几个字。",
}


def parse_reply(question: Question, text: str, vocabulary: Vocabulary, today: date, *, paper: bool = False) -> str | None:
    """The value to keep for a typed reply: choice value, yes/no, a plain number, an ISO date, or text; None for "don't know".

    On `paper` (a form) 没有 is an answer to be written there, and a date is a day. Raises BadRequest that says what is expected."""
    named = _names(question).get(tidy(text))
    if named is not None:
        return named  # an option may itself be called 不清楚
    if _is_one_of(text, vocabulary.unknown):
        if question.optional:
            return None
        raise BadRequest(_WRITE_LATER if paper and question.kind in MAX_TEXT else _NEEDED)
    if question.optional and question.kind in ("date", "text", "long_text", "months") and _says_none(question, text, today):
        return (question.none or "无") if paper and question.kind in MAX_TEXT else None
    if paper and question.kind == "date":
        _whole_day(question, text, today)
    value = _PARSERS[question.kind](question, text, vocabulary, today)
    if value is None:
        raise BadRequest(_DAY_EXPECTED if paper and question.kind == "date" else _expected(question))
    problem = misfit(question, value, today)
    if problem:
        raise BadRequest(problem)
    return value


_NEEDED = "这一项要知道才能往下走。实在不清楚，可以估一个大概，或者退出后找工作人员。"
_DAY_EXPECTED = "没看懂这个日期。请说公历的年月日，写到哪一天，例如 2024年3月5日、上个月十五、三天前。农历的请先查一下是公历哪天。"
_WRITE_LATER = "这一项文书上要有，知道多少写多少。现在实在不清楚的，先写“待补”，打印以后再用笔补上。"


def _whole_day(question: Question, text: str, today: date) -> None:
    """A month is no day: the first of it would be made up."""
    found = parse_date(text, today, future=question.future)
    if found and found.precision == "month":
        rest = "记不清的，可以跳过，打印以后手写。" if question.optional else "记不清的，先看一下证件、转账或聊天记录。"
        raise BadRequest(f"文书上要写到哪一天，请说年、月、日，例如 {in_words(found.day)}。{rest}")


def _expected(question: Question) -> str:
    if question.kind == "number" and question.unit:
        return f"没看懂。请说一个数，单位是“{question.unit}”，例如 3、十二、3.5。"
    return _EXPECTED[question.kind]


def _names(question: Question) -> dict[str, str]:
    return {tidy(n): c.value for c in reversed(question.choices) for n in (c.value, *c.also, c.label)}


def _is_one_of(text: str, words: tuple[str, ...]) -> bool:
    return tidy(text) in {tidy(w) for w in words}


def _choice(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """By number, or by the one option whose words are in the reply (its exact names were tried before)."""
    said, names = tidy(text), _names(question)
    number = re.fullmatch(r"(?:第|选|我选)?(.+?)(?:个|项|号|种)?", said)
    place = parse_numeral(number[1]) if number else None
    place = int(number[1]) if number and number[1].isdecimal() and len(number[1]) < 3 else place
    if place is not None:
        return question.choices[place - 1].value if 1 <= place <= len(question.choices) else None
    inside = {value for name, value in names.items() if len(name) > 1 and name in said}
    inside = inside or {value for name, value in names.items() if len(said) > 1 and said in name}
    return inside.pop() if len(inside) == 1 else None


def _yes_no(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """是/没有 and the like; 没签, 还没离开; or the question's own words back: 同意, 不愿意, 还在."""
    answer = parse_yes_no(text, vocabulary.yes, vocabulary.no)
    if answer is None:
        answer = False if _NONE.match(tidy(text)) else _echoed(question.ask, tidy(text).rstrip("了的啊呀"))
    return None if answer is None else "yes" if answer else "no"


_NONE = re.compile("(还|从来?|一直|都|一个都|一点都|一次都)?(没(?!错|问题|关系|事)|未|无$)")


def _echoed(ask: str, said: str) -> bool | None:
    denied = said.removeprefix("不")
    if len(denied) < 2 or denied not in ask:
        return None
    if denied == said:
        return True
    return False if said not in ask or f"{denied[0]}不{denied}" in ask else None


def _says_none(question: Question, text: str, today: date) -> bool:
    """没有, 没签, 还没离开: there is no such day or thing. What reads as a day is one."""
    said = tidy(text)
    if question.kind in MAX_TEXT:
        return said in ("没有", "没", "无", "没有了")
    return bool(_NONE.match(said)) and parse_date(text, today, future=True) is None


def _money(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """一个月五千 answers only a question about months."""
    if says_monthly(text) and "月" not in question.ask + (question.help or ""):
        return None
    return _number_text(parse_amount(text), text)


def _number(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    return _number_text(parse_number(text, question.unit), text)


def _months(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    return _number_text(parse_months(text), text)


_NOTHING = ("没有", "没", "无", "都没有", "一个都没有", "一分都没有", "一天都没有")


def _number_text(value: Decimal | None, text: str) -> str | None:
    if value is None and parse_yes_no(text, (), _NOTHING) is False:
        value = Decimal(0)
    return None if value is None else plain(value)


def _date(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    found = parse_date(text, today, future=question.future)
    return found.day.isoformat() if found else None


_KEPT = "\n\t\u200d"  # the joiner holds families and flags of smileys together


def _text(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """As typed, without control and invisible characters; line ends stay in long texts. Signs and smileys alone say nothing."""
    kept = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    if question.kind == "text":
        kept = " ".join(kept.split())
    return kept.strip() if any(c.isalnum() for c in kept) else None


_PARSERS: Mapping[str, Callable[[Question, str, Vocabulary, date], str | None]] = {
    "choice": _choice, "yes_no": _yes_no, "money": _money, "number": _number, "months": _months, "date": _date, "text": _text, "long_text": _text,
}  # fmt: skip


def misfit(question: Question, value: str | None, today: date) -> str:
    """Why a kept value can't be the answer to `question` (any more), or an empty string when it can."""
    if value is None:
        return "" if question.optional else _EXPECTED[question.kind]
    if question.kind == "choice":
        return "" if value in {c.value for c in question.choices} else _EXPECTED["choice"]
    if question.kind == "yes_no":
        return "" if value in ("yes", "no") else _EXPECTED["yes_no"]
    if question.kind in MAX_TEXT:
        limit = MAX_TEXT[question.kind]
        return "" if value.strip() and len(value) <= limit else f"太长了，最多 {limit} 个字，请写短一点。" if value.strip() else _EXPECTED["text"]
    return _date_misfit(question, value, today) if question.kind == "date" else _number_misfit(question, value)


def _date_misfit(question: Question, value: str, today: date) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return _EXPECTED["date"]
    return "" if day <= today or question.future else f"{in_words(day)}还没到，请检查年份。"


def _number_misfit(question: Question, value: str) -> str:
    if not _PLAIN_NUMBER.fullmatch(value):
        return _EXPECTED[question.kind]
    number = Decimal(value)
    if question.whole and number != number.to_integral_value():
        return "请说一个整数。"
    if question.minimum is not None and number < question.minimum:
        return f"太小了，至少是 {_in_unit(question, question.minimum)}。"
    if question.maximum is not None and number > question.maximum:
        return f"太大了，最多是 {_in_unit(question, question.maximum)}。请检查一下单位。"
    return ""


def _in_unit(question: Question, value: Decimal) -> str:
    if question.kind == "money":
        return yuan(value)
    if question.kind == "months":
        return months_in_words(value)
    return plain(value) + (f" {question.unit}" if question.unit and question.unit != "%" else question.unit)


def shown(question: Question, value: str | None) -> str:
    """A kept value in words for the resident."""
    if value is None:
        return "没有（或不知道）" if question.kind in ("date", "text", "long_text") else "不知道"
    match question.kind:
        case "choice":
            return {c.value: c.label for c in question.choices}.get(value, value)
        case "yes_no":
            has = "有没有" in question.ask
            return ("有" if has else "是") if value == "yes" else "没有" if has else "不是"
        case "date":
            return in_words(date.fromisoformat(value))
        case "money" | "number" | "months":
            return _in_unit(question, Decimal(value))
    return value
