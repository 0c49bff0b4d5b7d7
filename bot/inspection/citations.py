"""Is what we cite there, in force, and does it say the figures we give? (`check --statutes`)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.errors import Problem, did_you_mean
from bot.inspection.statutes import LawVersion
from bot.knowledge import Knowledge, Origin
from bot.knowledge.check import RATE_SLOT
from bot.knowledge.model import Answer, Citation, LawGuide
from bot.text.numerals import NUMERAL, parse_numeral

_UNIT = "个工作日|工作日|小时|分钟|个月|周岁|日|天|年|岁|万元|元|倍|%|％|份|周|次"
_FIGURE = re.compile(rf"(百分之)?(\d[\d,，]*(?:\.\d+)?|[{NUMERAL}半]+)({_UNIT})?")
_MENTION = re.compile(r"《[^》]*》|第[^第条]{1,10}条(之[一二三四])?|\d{4}年(\d+月)?(\d+日)?|[12]\d{3}-\d\d-\d\d|第[一二三四五六七八九十]+")
_SAME_UNIT = {"日": "天", "工作日": "天", "个工作日": "天", "周岁": "岁", "％": "%", "万元": "元"}


def check_citations(knowledge: Knowledge, laws: Mapping[str, LawVersion], day: date) -> Iterator[Problem]:
    """Every citation of every entry, and every figure of every answer."""
    for origin, field, citations in _all_citations(knowledge):
        for i, citation in enumerate(citations):
            problem = _citation_problem(citation, laws, day)
            if problem:
                text, suggestion, warning = problem
                yield origin.problem(text, *field, i, suggestion=suggestion, warning=warning)
    for guide in knowledge.guides:
        yield from _guide_problems(knowledge, guide, laws, day)
    for id, answer in knowledge.answers.items():
        yield from _unsaid_figures(answer, knowledge.origin("answers", id), laws)


def _all_citations(knowledge: Knowledge) -> Iterator[tuple[Origin, tuple[str | int, ...], Iterable[Citation]]]:
    for kind in ("answers", "cases", "forms"):
        for id, entry in getattr(knowledge, kind).items():
            yield knowledge.origin(kind, id), ("basis",), entry.basis
    for id, wizard in knowledge.wizards.items():
        for i, outcome in enumerate(wizard.outcomes):
            yield knowledge.origin("wizards", id), ("outcomes", i, "basis"), outcome.basis


def _citation_problem(citation: Citation, laws: Mapping[str, LawVersion], day: date) -> tuple[str, str, bool] | None:
    if citation.newer_than_snapshot:
        return None
    law = laws.get(citation.law)
    if law is None:
        return f"法规快照里没有《{citation.law}》", did_you_mean(citation.law, laws), False
    successor = law.successor(day)
    if successor and law.status in ("有效", "未核"):
        how = "由" if successor[0] != citation.law else "已修改，现行的是新版本"
        return f"《{citation.law}》{day} 不是现行有效：{successor[1]} 起{how}{f'《{successor[0]}》代替' if how == '由' else ''}", "", False
    if not law.in_force(day):
        return f"《{citation.law}》{day} 不是现行有效（{law.status}）", "", False
    if law.publication != citation.version:
        return f"《{citation.law}》所引版本是 {citation.version}，快照里现行的是 {law.publication} 公布的", str(law.publication or ""), False
    if citation.article not in law.articles:
        return f"《{citation.law}》没有{citation.article}（共 {len(law.articles)} 条）", "", False
    if law.status == "未核":
        return f"《{citation.law}》来自较旧的汇编，现行效力未核", "", True
    if coming := law.coming(day):
        return f"《{citation.law}》{coming[1]} 起{'有新版本' if coming[0] == citation.law else f'由《{coming[0]}》代替'}，请提前准备修改", "", True
    return None


def _guide_problems(knowledge: Knowledge, guide: LawGuide, laws: Mapping[str, LawVersion], day: date) -> Iterator[Problem]:
    """Of every article that can't be cited; what only needs a look (an unconfirmed text) is said once a law."""
    said: set[str] = set()
    for article in guide.articles:
        problem = _citation_problem(guide.citation(article), laws, day)
        if problem and problem[0] not in said:
            yield knowledge.origin("statutes", f"{guide.law} {article.article}").problem(problem[0], suggestion=problem[1], warning=problem[2])
            said |= {problem[0]} if problem[2] else set()


def figures(text: str) -> dict[tuple[float, str], str]:
    """The figures with a unit in `text`, comparable: {(30.0, 天): "30日"}. 三十日, 30天 and 30个工作日 are one figure; 一年 is 12 个月."""
    found: dict[tuple[float, str], str] = {}
    for percent, number, unit in _FIGURE.findall(_MENTION.sub("，", RATE_SLOT.sub("，", text))):
        value = _value(number)
        if value is None or not (unit or percent):
            continue
        found[_comparable(value, "%" if percent else unit)] = ("百分之" if percent else "") + number + unit
    return found


def _value(number: str) -> float | None:
    if number == "半":
        return 0.5
    if number[0].isdigit():
        return float(number.replace(",", "").replace("，", ""))
    return parse_numeral(number.replace("半", ""))


def _comparable(value: float, unit: str) -> tuple[float, str]:
    if unit == "万元":
        value *= 10_000
    if unit == "年":
        return value * 12, "个月"
    if unit == "周":
        return value * 7, "天"
    return value, _SAME_UNIT.get(unit, unit)


def _unsaid_figures(answer: Answer, origin: Origin, laws: Mapping[str, LawVersion]) -> Iterator[Problem]:
    """Figures of the answer that stand neither in a cited article nor under `figures`."""
    sources = [laws[c.law].articles.get(c.article, "") for c in answer.basis if c.law in laws]
    known: set[tuple[float, str]] = set()
    for text in (*sources, *(f.figure for f in answer.figures)):
        known |= set(figures(text))
    bare = {value for text in sources for value in _bare_numbers(text)}
    for field in ("summary", "steps", "bring", "notes"):
        value = getattr(answer, field)
        for i, text in enumerate([value] if isinstance(value, str) else value):
            for figure, written in figures(text).items():
                if figure not in known and not _harmless(figure) and figure[0] not in bare:
                    inside = (field,) if isinstance(value, str) else (field, i)
                    yield origin.problem(f"数字“{written}”在所引条文里找不到，请引用写明它的条文，或在 figures 注明出处", *inside)


def _harmless(figure: tuple[float, str]) -> bool:
    """一次, 两份, 一天: counting, not a rule."""
    value, unit = figure
    return (unit in ("次", "份") and value <= 3) or (unit in ("天", "小时", "分钟") and value <= 1) or figure == (0.5, "天")


def _bare_numbers(text: str) -> set[float]:
    """Numbers in ranges such as 三年以上十年以下 or 百分之五十至一百 whose unit stands elsewhere: only 至/到 ranges count."""
    found = set()
    for left, right in re.findall(rf"([{NUMERAL}]+|\d+)(?:至|到|-|—)(?:百分之)?([{NUMERAL}]+|\d+)", text):
        for number in (left, right):
            value = _value(number)
            if value is not None:
                found.add(float(value))
    return found
