"""One answer: from typed words to the text that is kept, and from that to words again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from bot.errors import BadRequest
from bot.knowledge.model import Question, Vocabulary
from bot.text.amounts import months_in_words, parse_amount, parse_months, parse_number, plain, says_monthly, tidy, yuan
from bot.text.dates import in_words, parse_date, parse_year
from bot.text.yes_no import parse_yes_no
from bot.wizards.hints import near_miss
from bot.wizards.options import NONE, choice, names_of, yes_no

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
    named = names_of(question).get(tidy(text))
    if named is not None:
        return named  # an option may itself be called 不清楚
    if _is_unknown(text, vocabulary.unknown):
        if question.optional:
            return None
        raise BadRequest(_WRITE_LATER if paper and question.kind in MAX_TEXT else _NEEDED)
    if question.optional and question.kind in ("date", "text", "long_text", "months", "number") and _says_none(question, text, today):
        return (question.none or "无") if paper and question.kind in MAX_TEXT else None
    if paper and question.kind == "date":
        _whole_day(question, text, today)
    value = _PARSERS[question.kind](question, text, vocabulary, today)
    if value is None:
        expected = _DAY_EXPECTED if paper and question.kind == "date" else _expected(question)
        raise BadRequest(near_miss(question, text, today) or expected)
    problem = misfit(question, value, today)
    if problem:
        raise BadRequest(problem)
    return value


_NEEDED = "这一项要知道才能往下走。实在不清楚，可以估一个大概，或者退出后找工作人员。"
_DAY_EXPECTED = "没看懂这个日期。请说公历的年月日，写到哪一天，例如 2024年3月5日、上个月十五、三天前。农历的请先查一下是公历哪天。"
_WRITE_LATER = "这一项文书上要有，知道多少写多少。现在实在不清楚的，先写“待补”，打印以后再用笔补上。"


def _whole_day(question: Question, text: str, today: date) -> None:
    """A month is no day: the first of it would be made up."""
    found = parse_date(text, today, future=bool(question.future))
    if found and found.precision == "month":
        rest = "记不清的，可以跳过，打印以后手写。" if question.optional else "记不清的，先看一下证件、转账或聊天记录。"
        raise BadRequest(f"文书上要写到哪一天，请说年、月、日，例如 {in_words(found.day)}。{rest}")


def _expected(question: Question) -> str:
    if question.kind == "number" and question.unit:
        return f"没看懂。请说一个数，单位是“{question.unit}”，例如 3、十二、3.5。"
    return _EXPECTED[question.kind]


_FILLERS = re.compile("^(我|这个?|那个?|真的?|也|都|实在|已经|早就?|有点|可能|现在)+|(了|啊|呢|吧|呀|哦|的|哈|哎)+$")


def _is_unknown(text: str, words: tuple[str, ...]) -> bool:
    """One of the words, also with what people put around them: 我记不清了, 这个真不知道啊."""
    said = tidy(text)
    return not {said, _FILLERS.sub("", said)}.isdisjoint(bare for w in words for bare in (tidy(w), _FILLERS.sub("", tidy(w))))


_STILL = re.compile("(现在|目前|一直|我|人)*(还在|仍在|在职|还没)")


def _says_none(question: Question, text: str, today: date) -> bool:
    """没有, 没签, 还没离开, 还在上班: there is no such day or thing. What reads as a day is one."""
    said = tidy(text)
    if question.kind in MAX_TEXT:
        return said in ("没有", "没", "无", "没有了")
    if question.kind == "number":
        return _says_zero(question, text)
    return bool(NONE.match(said) or _STILL.match(said)) and parse_date(text, today, future=True) is None


def _money(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """一个月五千 answers only a question about months."""
    if says_monthly(text) and "月" not in question.ask + (question.help or ""):
        return None
    return _number_text(parse_amount(text), question, text)


def _number(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    year = parse_year(text, today) if question.unit == "年" else None
    return str(year) if year else _number_text(parse_number(text, question.unit), question, text)


def _months(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    return _number_text(parse_months(text), question, text)


_NOTHING = ("没有", "没", "无")
_NOT_ONE = re.compile("^((一[个分天次位点毛]钱?|从来?|一直|全部?)?[都也]?还?)(?=没|无)")


_GONE = re.compile("[都全]?(不在|走|去世|过世|死)(世|光)?了?")


def _says_zero(question: Question, text: str) -> bool:
    """没有, 一个都没有, or the question's own thing denied: 没休, 没误工. Where the question itself denies (没给钱的几小时), that is no zero."""
    said = _NOT_ONE.sub("", tidy(text))
    if parse_yes_no(said, (), _NOTHING) is False or ("在世" in question.ask and _GONE.fullmatch(said)):
        return True
    thing, asked = re.sub("^没有?|[过了的]+$", "", said), question.ask.split("？")[0]
    return said.startswith("没") and bool(thing) and thing in asked and f"没{thing}" not in asked


def _number_text(value: Decimal | None, question: Question, text: str) -> str | None:
    if value is None and _says_zero(question, text):
        value = Decimal(0)
    return None if value is None else plain(value)


SOON = timedelta(days=60)


def _date(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    found = parse_date(text, today, future=bool(question.future))
    if found and question.future == "either" and found.day > today + SOON:
        found = parse_date(text, today)  # 11月20号 said on the 29th was last week
    return found.day.isoformat() if found else None


def taken_as(question: Question, text: str, today: date, value: str | None) -> str:
    """What to tell when only a month was said and a day of it was taken; else an empty string."""
    found = parse_date(text, today, future=bool(question.future)) if question.kind == "date" and value else None
    if found is None or found.precision == "day":
        return ""
    return f"您没说哪一天，先按{in_words(date.fromisoformat(str(value)))}算；记得是哪天的，可以改。"


_KEPT = "\n\t\u200d"  # the joiner holds families and flags of smileys together


def _text(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """As typed, without control and invisible characters; line ends stay in long texts. Signs and smileys alone say nothing."""
    kept = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    if question.kind == "text":
        kept = " ".join(kept.split())
    return kept.strip() if any(c.isalnum() for c in kept) else None


_PARSERS: Mapping[str, Callable[[Question, str, Vocabulary, date], str | None]] = {
    "choice": choice, "yes_no": yes_no, "money": _money, "number": _number, "months": _months, "date": _date, "text": _text, "long_text": _text,
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


def titled(question: Question) -> str:
    """What was asked, without the hints on how to answer: 误工多少天？没有就说“没有”。 → 误工多少天."""
    return re.split("[？?。]", question.ask)[0]


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
