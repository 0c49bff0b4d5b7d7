"""What must hold between entries: every id known, no phrase under two answers. Errors only; opinions are the linter's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.errors import KnowledgeError, Problem, did_you_mean
from bot.knowledge.read import Knowledge, Origin
from bot.text.normalize import phrase_key

_LINKS: dict[str, dict[str, str]] = {
    # which field of which kind names ids of which other kind
    "answers": {
        "where": "places", "forms": "forms", "calculators": "wizards", "wizards": "wizards", "cases": "cases", "related": "answers",
    },
    "cases": {"answers": "answers"},
    "forms": {"where": "places", "answers": "answers"},
    "wizards": {"answers": "answers"},
    "communities": {"places": "places"},
    "places": {"communities": "communities"},
    "news": {"answers": "answers"},
    "danger": {"where": "places"},
}  # fmt: skip
_OUTCOME_LINKS = {"where": "places", "forms": "forms", "answers": "answers", "wizards": "wizards"}
_KIND_NAMES = {
    "places": "机构", "forms": "文书", "wizards": "引导问答或计算器", "cases": "案例", "answers": "回答", "communities": "社区",
    "rates": "数值",
}  # fmt: skip
RATE_SLOT = re.compile(r"\{rate:([^{}]*)\}")
_NEARLY_A_SLOT = re.compile(r"[{｛]\s*rate\b[^{}｛｝]*[}｝]?")


def check_knowledge(knowledge: Knowledge, key_of: Callable[[str], str] = phrase_key) -> None:
    """Raise KnowledgeError with all broken links and shared phrases. `key_of` makes phrases comparable."""
    problems = [
        *_broken_links(knowledge), *_broken_slots(knowledge), *_broken_questions(knowledge), *_shared_phrases(knowledge, key_of),
    ]  # fmt: skip
    if problems:
        raise KnowledgeError(problems)


def _shelf(knowledge: Knowledge, kind: str) -> Mapping[str, Any]:
    found = getattr(knowledge, kind)
    return found if isinstance(found, Mapping) else {entry.id: entry for entry in found}


def _unknown(origin: Origin, kind: str, id: str, known: Iterable[str], *inside: str | int) -> Problem:
    return origin.problem(f"没有编号为“{id}”的{_KIND_NAMES[kind]}", *inside, suggestion=did_you_mean(id, known))


def _broken_links(knowledge: Knowledge) -> Iterator[Problem]:
    for kind, fields in _LINKS.items():
        for id, entry in _shelf(knowledge, kind).items():
            origin = knowledge.origin(kind, id)
            for field, target in fields.items():
                yield from _unknown_ids(knowledge, origin, target, getattr(entry, field), field)
    for id, wizard in knowledge.wizards.items():
        origin = knowledge.origin("wizards", id)
        for i, outcome in enumerate(wizard.outcomes):
            for field, target in _OUTCOME_LINKS.items():
                yield from _unknown_ids(knowledge, origin, target, getattr(outcome, field), "outcomes", i, field)
    for id, form in knowledge.forms.items():
        for i, caution in enumerate(form.cautions):
            for field in ("forms", "wizards"):
                yield from _unknown_ids(knowledge, knowledge.origin("forms", id), field, getattr(caution, field), "cautions", i, field)


def _unknown_ids(knowledge: Knowledge, origin: Origin, target: str, ids: Iterable[str], *inside: str | int) -> Iterator[Problem]:
    known = _shelf(knowledge, target)
    for i, named in enumerate(ids):
        if named not in known:
            yield _unknown(origin, target, named, known, *inside, i)


def _broken_slots(knowledge: Knowledge) -> Iterator[Problem]:
    for id, answer in knowledge.answers.items():
        yield from _slots_of(knowledge, knowledge.origin("answers", id), answer, ("summary", "steps", "bring", "notes"))
        if answer.en:
            yield from _slots_of(knowledge, knowledge.origin("answers", id), answer.en, ("title", "summary", "steps"), "en")
    for id, wizard in knowledge.wizards.items():
        origin = knowledge.origin("wizards", id)
        for i, outcome in enumerate(wizard.outcomes):
            yield from _slots_of(knowledge, origin, outcome, ("title", "text", "steps", "bring", "deadline"), "outcomes", i)
            if outcome.because and RATE_SLOT.search(outcome.because):
                yield origin.problem("because 里不能写 {rate:…}，请写到 text 或 steps 里", "outcomes", i, "because")


def _slots_of(knowledge: Knowledge, origin: Origin, entry: Any, fields: Iterable[str], *inside: str | int) -> Iterator[Problem]:
    """`fields` of `entry` with slots for rates that nobody knows."""
    for field in fields:
        value = getattr(entry, field)
        for i, text in enumerate([value] if isinstance(value, str) else value or ()):
            at = (*inside, field) if isinstance(value, str) else (*inside, field, i)
            for named in RATE_SLOT.findall(text):
                if named not in knowledge.rates:
                    yield _unknown(origin, "rates", named, knowledge.rates, *at)
            for near in _NEARLY_A_SLOT.findall(RATE_SLOT.sub("", text)):
                yield origin.problem(f"“{near}”居民会原样看到，请写成 {{rate:编号}}：英文的括号和冒号，中间不空格", *at)


def _broken_questions(knowledge: Knowledge) -> Iterator[Problem]:
    """Conditions may only name earlier questions, their own choices, and known rates."""
    for kind in ("wizards", "forms"):
        for id, entry in _shelf(knowledge, kind).items():
            origin = knowledge.origin(kind, id)
            seen: dict[str, Any] = {}
            for i, question in enumerate(entry.questions):
                yield from _broken_conditions(knowledge, origin, question.when, seen, "questions", i, "when")
                if question.name in seen:
                    yield origin.problem(f"问题名“{question.name}”用了两次", "questions", i, "name")
                seen[question.name] = question
            told = "outcomes" if kind == "wizards" else "cautions"
            for i, outcome in enumerate(getattr(entry, told)):
                yield from _broken_conditions(knowledge, origin, outcome.when, seen, told, i, "when")


def _broken_conditions(
    knowledge: Knowledge, origin: Origin, conditions: Iterable[Any], seen: Mapping[str, Any], *inside: str | int
) -> Iterator[Problem]:
    for i, condition in enumerate(conditions):
        question = seen.get(condition.question)
        if question is None:
            hint = did_you_mean(condition.question, seen)
            yield origin.problem(f"前面没有叫“{condition.question}”的问题", *inside, i, "question", suggestion=hint)
            continue
        allowed = {c.value for c in question.choices} or {"yes", "no"}
        for value in (*condition.is_, *condition.is_not):
            if value not in allowed:
                yield origin.problem(
                    f"问题“{condition.question}”没有“{value}”这个选项", *inside, i, "is", suggestion=did_you_mean(value, allowed)
                )
        for rate in filter(None, (condition.at_least_rate, condition.below_rate)):
            if rate not in knowledge.rates:
                yield _unknown(origin, "rates", rate, knowledge.rates, *inside, i)


def _shared_phrases(knowledge: Knowledge, key_of: Callable[[str], str]) -> Iterator[Problem]:
    first: dict[str, tuple[str, Origin, int]] = {}
    for kind in ("answers", "elsewhere"):
        for id, entry in _shelf(knowledge, kind).items():
            origin = knowledge.origin(kind, id)
            for i, phrase in enumerate(entry.phrases):
                key = key_of(phrase)
                if not key:
                    yield origin.problem(f"问法“{phrase}”里没有实际内容（只有标点或客套话）", "phrases", i)
                elif key in first:
                    other, where, j = first[key]
                    line, _ = where.document.place((*where.path, "phrases", j))
                    at = "本条里" if other == id else f"“{other}”（{where.document.file} 第 {line} 行）里"
                    yield origin.problem(f"问法“{phrase}”在{at}已经有了，请删掉一个", "phrases", i)
                else:
                    first[key] = (id, origin, i)
