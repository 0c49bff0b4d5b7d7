"""Which option a typed reply means: by its name, its place, the words in it, or yes and no said in the question's own words."""

from __future__ import annotations

import re
from datetime import date

from bot.knowledge.model import Question, Vocabulary
from bot.text.amounts import tidy
from bot.text.numerals import parse_numeral
from bot.text.yes_no import parse_yes_no


def names_of(question: Question) -> dict[str, str]:
    return {tidy(n): c.value for c in reversed(question.choices) for n in (c.value, *c.also, c.label)}


_ASKS = re.compile("谁|怎么|怎样|咋|多少|什么|哪[里个儿]|[吗呢]$")


def choice(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """By number, or by the one option whose words are in the reply (its exact names were tried before)."""
    said, names = tidy(text), names_of(question)
    if (named := names.get(str(parse_numeral(said)))) is not None:
        return named  # 三 is grade three, not the third option
    number = re.fullmatch(r"(?:第|选|我选)?(.+?)(?:个|项|号|种)?", said)
    place = parse_numeral(number[1]) if number else None
    place = int(number[1]) if number and number[1].isdecimal() and len(number[1]) < 3 else place
    if place is not None:
        return question.choices[place - 1].value if 1 <= place <= len(question.choices) else None
    if len(said) > 8 and _ASKS.search(said):
        return None  # 包工头跑路了工钱谁给 is a question of its own
    inside = {name: value for name, value in names.items() if len(name) > 1 and name in said}
    longest = max(inside, key=len, default="")
    meant = {value for name, value in inside.items() if name not in longest or name == longest}  # 还没动手 is not 动手
    meant = meant or {value for name, value in names.items() if len(said) > 1 and said in name}
    if {c.value for c in question.choices} == {"yes", "no"} and (len(meant) != 1 or re.search(f"[没不未]有?{re.escape(longest)}", said)):
        return yes_no(question, text, vocabulary, today)
    return meant.pop() if len(meant) == 1 else None


def yes_no(question: Question, text: str, vocabulary: Vocabulary, today: date) -> str | None:
    """是/没有 and the like; 没签, 还没离开; or the question's own words back: 同意, 不愿意, 还在."""
    answer = parse_yes_no(text, vocabulary.yes, vocabulary.no)
    if answer is None:
        answer = False if NONE.match(tidy(text)) else _echoed(question.ask, tidy(text).rstrip("了的啊呀"))
    if answer is None and (done := re.fullmatch("(?:已经|都|早就|我|是)*(.)[了过]", tidy(text))):
        answer = True if re.search(f"有没有{re.escape(done[1])}|{re.escape(done[1])}[了过]", question.ask) else None  # 交了, 跑了
    return None if answer is None else "yes" if answer else "no"


NONE = re.compile("(还|从来?|一直|都|一个都|一点都|一次都)?(没(?!错|问题|关系|事)|未|无$)")


def _echoed(ask: str, said: str) -> bool | None:
    denied = said.removeprefix("不")
    if len(denied) < 2 or denied not in ask:
        return None
    if denied == said:
        return True
    return False if said not in ask or f"{denied[0]}不{denied}" in ask else None
