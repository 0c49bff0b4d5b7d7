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

REVIEW_AFTER = timedelta(days=365)
ALIKE = 75  # two phrases this alike count as one
NEEDED = 5
LONGEST_SENTENCE = 75
_SENTENCE = re.compile(r"[^。；！？;]+")


def lint(knowledge: Knowledge, day: date) -> Iterator[Problem]:
    """All warnings for `day`: overdue reviews, rates and news; phrases too alike; long sentences; entries nobody can reach."""
    yield from _overdue(knowledge, day)
    for id, answer in knowledge.answers.items():
        yield from _alike(knowledge, answer)
        yield from _long_sentences(knowledge, id, answer)


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


def unconfirmed(knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """The staff's worklist: (place id, name, what is still to be confirmed)."""
    names = {"phone": "电话", "address": "地址", "hours": "时间", "people": "人员", "name": "名称"}
    return [(p.id, p.name, names[what]) for p in knowledge.places.values() for what in p.to_confirm]
