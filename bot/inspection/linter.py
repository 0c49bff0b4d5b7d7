"""Opinions on the knowledge base: warnings that staff should look at, never errors. The calendar never turns anything red."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from rapidfuzz import fuzz

from bot.errors import Problem
from bot.knowledge import Knowledge
from bot.knowledge.model import Answer
from bot.text.normalize import phrase_key
from bot.text.numerals import parse_numeral

REVIEW_AFTER = timedelta(days=365)
ALIKE = 75  # two phrases this alike count as one
ALIKE_DEEDS = 88
NEEDED = 5
LONGEST_SENTENCE = 75
_SENTENCE = re.compile(r"[^。；！？;]+")


def lint(knowledge: Knowledge, day: date) -> Iterator[Problem]:
    """All warnings for `day`: overdue reviews, rates and news; phrases too alike; long sentences; entries nobody can reach."""
    yield from _overdue(knowledge, day)
    for id, answer in knowledge.answers.items():
        yield from _alike(knowledge, answer)
        yield from _long_sentences(knowledge, id, answer)
    yield from _orphans(knowledge)
    yield from _contradictions(knowledge)


def _overdue(knowledge: Knowledge, day: date) -> Iterator[Problem]:
    for kind in ("answers", "cases", "forms", "wizards"):
        for id, entry in getattr(knowledge, kind).items():
            due = entry.review_by or entry.reviewed + REVIEW_AFTER
            if day > due:
                yield knowledge.origin(kind, id).problem(f"“{entry.title}”过了复核日期 {due}，居民会看到“正在复核”", "reviewed", warning=True)
    for id, rate in knowledge.rates.items():
        if rate.on(day) is None:
            yield knowledge.origin("rates", id).problem(f"“{rate.title}”没有 {day} 的数值，居民会看到“以官方最新公布为准”", "periods", warning=True)
    for item in knowledge.news:
        if day > item.expires:
            yield knowledge.origin("news", item.id).problem(f"通知“{item.title}”已过期，不再显示，可以删掉", "expires", warning=True)


def _alike(knowledge: Knowledge, answer: Answer) -> Iterator[Problem]:
    keys = [phrase_key(p) for p in answer.phrases]
    different = [k for i, k in enumerate(keys) if not any(fuzz.ratio(k, other) > ALIKE for other in keys[:i])]
    if len(different) < NEEDED:
        yield knowledge.origin("answers", answer.id).problem(
            f"真正不同的问法只有 {len(different)} 种（太像的只算一种），请再补几种说法", "phrases", warning=True
        )


def _long_sentences(knowledge: Knowledge, id: str, answer: Answer) -> Iterator[Problem]:
    for field in ("summary", "steps", "notes"):
        value = getattr(answer, field)
        for i, text in enumerate([value] if isinstance(value, str) else value):
            longest = max((len(s) for s in _SENTENCE.findall(text)), default=0)
            if longest > LONGEST_SENTENCE:
                inside = (field,) if isinstance(value, str) else (field, i)
                yield knowledge.origin("answers", id).problem(f"一句话有 {longest} 个字，太长了，请拆短", *inside, warning=True)


def _orphans(knowledge: Knowledge) -> Iterator[Problem]:
    """Forms, guides, places and cases that no answer, outcome or community leads to: only who knows their name finds them."""
    used: dict[str, set[str]] = {
        "forms": {i for a in knowledge.answers.values() for i in a.forms},
        "wizards": {i for a in knowledge.answers.values() for i in (*a.wizards, *a.calculators)},
        "places": {i for a in knowledge.answers.values() for i in a.where},
        "cases": {i for a in knowledge.answers.values() for i in a.cases},
    }
    used["places"] |= {i for f in knowledge.forms.values() for i in f.where} | {i for r in knowledge.danger for i in r.where}
    used["places"] |= {i for c in knowledge.communities.values() for i in c.places}
    used["cases"] |= {c.id for c in knowledge.cases.values() if c.answers}
    used["places"] |= {p.id for p in knowledge.places.values() if p.communities}
    for wizard in knowledge.wizards.values():
        for outcome in wizard.outcomes:
            used["forms"] |= set(outcome.forms)
            used["places"] |= set(outcome.where)
            used["wizards"] |= set(outcome.wizards)
    for kind, name in (("forms", "文书"), ("wizards", "引导问答或计算器"), ("places", "机构"), ("cases", "案例")):
        for id in getattr(knowledge, kind).keys() - used[kind]:
            yield knowledge.origin(kind, id).problem(f"没有回答会带居民到这个{name}“{id}”，请在有关回答里加上", "id", warning=True)


_WITHIN = re.compile(r"(?P<figure>[0-9零一二两三四五六七八九十百]+)(?P<unit>个工作日|个月|工作日|日|天|年|小时)(?:之?内|以内)(?P<deed>[^，。；：、！？]{6,24})")


def _contradictions(knowledge: Knowledge) -> Iterator[Problem]:
    """Two answers that give different times for the same deed (三十日内申请司法确认 / 十五日内申请司法确认)."""
    first: dict[str, list[tuple[str, str, str]]] = {}
    for id, answer in knowledge.answers.items():
        for text in (answer.summary, *answer.steps, *answer.notes):
            for found in _WITHIN.finditer(text):
                length = _days(found["figure"], found["unit"])
                for deed, said, other in first.get(found["deed"][:2], []):
                    if said != length and other != id and fuzz.ratio(deed, found["deed"]) >= ALIKE_DEEDS:
                        yield knowledge.origin("answers", id).problem(
                            f"这里说{found[0]}，“{other}”对同一件事说的时间不一样（{deed}），请核对", "summary", warning=True
                        )
                first.setdefault(found["deed"][:2], []).append((found["deed"], length, id))


def _days(figure: str, unit: str) -> str:
    """30日, 三十天 and 30日 are one length; 1年 and 12个月 too."""
    number = int(figure) if figure.isdecimal() and figure.isascii() else parse_numeral(figure) or 0
    if unit == "年":
        number, unit = number * 12, "个月"
    return f"{number}{ {'天': '日', '工作日': '个工作日'}.get(unit, unit) }"


def unconfirmed(knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """The staff's worklist: (place id, name, what is still to be confirmed)."""
    names = {"phone": "电话", "address": "地址", "hours": "时间", "people": "人员", "name": "名称"}
    return [(p.id, p.name, names[what]) for p in knowledge.places.values() for what in p.to_confirm]
