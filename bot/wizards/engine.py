"""Guided questions by replay of named answers: what comes next, or what came out. Pure functions over frozen data.

A session keeps only the answers by question name; each turn replays them over the questions as they are today, so that a
changed YAML file drops only the answers that no longer fit, and an edited answer only those that hung on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.calculators import Result, calculate
from bot.errors import BadRequest, NotFound, OutOfRange
from bot.knowledge.model import Caution, Condition, Form, Outcome, Question, Wizard
from bot.wizards.conditions import Answers, Rates, all_hold, holds
from bot.wizards.values import misfit, shown, titled

Guided = Wizard | Form


@dataclass(frozen=True)
class Asking:
    """The question to ask now: the `step`-th of about `of`. `answers` are those that still fit, in the order asked."""

    question: Question
    step: int
    of: int
    answers: Answers


@dataclass(frozen=True)
class Finished:
    """Nothing left to ask. `outcomes`: the result first, then what adds to it; a calculator gives `calculation` or says in
    `refusal` why it can't; `because` explains the result by what was answered. A form has `cautions` and the questions `unasked`."""

    answers: Answers
    outcomes: tuple[Outcome, ...] = ()
    calculation: Result | None = None
    refusal: str = ""
    because: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    unasked: tuple[str, ...] = ()

    @property
    def stopped(self) -> bool:
        """The paper would be of no use, and isn't made."""
        return any(c.stops for c in self.cautions)


@dataclass(frozen=True)
class Answered:
    """One line of a review: which question, and what was answered in words."""

    question: Question
    value: str | None
    text: str


def state(guided: Guided, answers: Answers, rates: Rates, today: date) -> Asking | Finished:
    """Where a wizard, calculator or form stands after these answers. A form that can be of no use ends at once."""
    kept, question = _replay(guided, answers, rates, today)
    if isinstance(guided, Form):
        cautions = tuple(c for c in guided.cautions if all_hold(c.when, kept, rates, today))
        stops = tuple(c for c in cautions if c.stops)
        mended = question is not None and len(_before(guided, kept, question)) < len(kept)  # an earlier answer, asked again
        if question is None or (stops and not mended):
            return Finished(kept, cautions=stops or cautions, unasked=tuple(q.name for q in guided.questions if q.name not in kept))
    if question is not None:
        ahead = sum(1 for _ in _possible(guided.questions, kept, rates, today))
        return Asking(question, len(_before(guided, kept, question)) + 1, len(kept) + ahead, kept)
    assert not isinstance(guided, Form)
    outcomes = _outcomes(guided, kept, rates, today)
    because = _because(guided, outcomes[0], kept, rates, today) if outcomes and not outcomes[0].also else ()
    if guided.kind == "wizard":
        return Finished(kept, outcomes, because=because)
    try:
        return Finished(kept, outcomes, calculate(guided.id, kept, rates, today), because=because)
    except (BadRequest, OutOfRange, NotFound) as refusal:
        return Finished(kept, outcomes, refusal=str(refusal), because=because)  # no figure, but what to do and whom to ask still holds


def put(guided: Guided, answers: Answers, name: str, value: str | None, rates: Rates, today: date) -> dict[str, str | None]:
    """The answers with one given or corrected, stale ones dropped. Raises NotFound for a question that isn't asked (any more)
    and BadRequest for a value that doesn't fit."""
    question = next((q for q in guided.questions if q.name == name), None)
    if question is None:
        raise NotFound("这个问题已经不在了，请从现在的问题接着答。")
    problem = misfit(question, value, today)
    if problem:
        raise BadRequest(problem)
    kept, _ = _replay(guided, {**answers, name: value}, rates, today)
    if name not in kept:
        raise NotFound("按您前面的回答，这个问题现在不用答。请从现在的问题接着答。")
    return kept


def back(guided: Guided, answers: Answers, rates: Rates, today: date) -> tuple[dict[str, str | None], str | None]:
    """The answers without that of the question before the current one, and the value that it had, to show it again."""
    kept, question = _replay(guided, answers, rates, today)
    before = _before(guided, kept, question) if question else list(kept)
    return (kept, None) if not before else ({n: v for n, v in kept.items() if n != before[-1]}, kept[before[-1]])


def edit(guided: Guided, answers: Answers, name: str, rates: Rates, today: date) -> tuple[dict[str, str | None], str | None]:
    """The answers without that of question `name`, which `state` then asks first; and the value that it had. Raises NotFound."""
    kept, _ = _replay(guided, answers, rates, today)
    if name not in kept:
        raise NotFound("这个问题现在没有回答可以改。")
    return {n: v for n, v in kept.items() if n != name}, kept[name]


def review(guided: Guided, answers: Answers, rates: Rates, today: date) -> tuple[Answered, ...]:
    """What was answered so far, in words, in the order asked."""
    kept, _ = _replay(guided, answers, rates, today)
    questions = {q.name: q for q in guided.questions}
    return tuple(Answered(questions[name], value, shown(questions[name], value)) for name, value in kept.items())


def _before(guided: Guided, kept: Answers, question: Question) -> list[str]:
    names = [q.name for q in guided.questions]
    return [n for n in names[: names.index(question.name)] if n in kept]


def _replay(guided: Guided, answers: Answers, rates: Rates, today: date) -> tuple[dict[str, str | None], Question | None]:
    """Answers that still fit, in the order of the questions, and the first question without one.

    Answers behind that question are kept too when they were given before it was edited: they count again once it is answered."""
    kept: dict[str, str | None] = {}
    waiting: Question | None = None
    for question in guided.questions:
        if not _asked(question, kept, waiting, rates, today):
            continue
        if question.name in answers and not misfit(question, answers[question.name], today):
            kept[question.name] = answers[question.name]
        elif waiting is None:
            waiting = question
    return kept, waiting


def _asked(question: Question, kept: Answers, waiting: Question | None, rates: Rates, today: date) -> bool:
    """Its conditions hold; what hangs on the question that waits for its answer isn't decided yet and stays."""
    decided = [c for c in question.when if waiting is None or c.question != waiting.name]
    return all_hold(decided, kept, rates, today)


def _possible(questions: Iterable[Question], kept: Answers, rates: Rates, today: date) -> Iterator[Question]:
    """Questions without an answer that are, or may still be, asked."""
    open_names: set[str] = set()
    for question in questions:
        if question.name in kept:
            continue
        if all(c.question in open_names or holds(c, kept, rates, today) for c in question.when):
            open_names.add(question.name)
            yield question


def _outcomes(wizard: Wizard, answers: Answers, rates: Rates, today: date) -> tuple[Outcome, ...]:
    holding = [o for o in wizard.outcomes if all_hold(o.when, answers, rates, today)]
    first = next((o for o in holding if not o.also), None)
    return (*([first] if first else []), *(o for o in holding if o.also))


def _because(wizard: Wizard, outcome: Outcome, answers: Answers, rates: Rates, today: date) -> tuple[str, ...]:
    """The result explained by the answers it hangs on; the one for all other cases by what was chosen on the way."""
    questions = {q.name: q for q in wizard.questions}
    lines = [outcome.because] if outcome.because else []
    if not outcome.when:
        chosen = (n for n, v in answers.items() if v is not None and questions[n].kind in ("choice", "yes_no"))
        return (*lines, *(f"{titled(questions[n])}：{shown(questions[n], answers[n])}" for n in chosen))
    for condition in outcome.when:
        question = questions[condition.question]
        line = f"{titled(question)}：{shown(question, answers[question.name])}{_compared(condition, rates, today)}"
        if line not in lines:
            lines.append(line)
    return tuple(lines)


def _compared(condition: Condition, rates: Rates, today: date) -> str:
    id = condition.below_rate or condition.at_least_rate or ""
    period = rates[id].on(today) if id in rates else None
    if period is None:
        return ""
    word = "低于" if condition.below_rate else "不低于"
    mark = "" if period.confirmed else "，待核"
    return f"，{word}{rates[id].title} {period.value:,} {rates[id].unit}{mark}"
