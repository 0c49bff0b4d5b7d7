"""The wizards and calculators that residents really walk through: they fit their calculators, and every way leads to an end."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.calculators import CALCULATORS
from bot.knowledge.model import Question, Rate, RateFile, Wizard
from bot.knowledge.yaml import read_document
from bot.wizards import Asking, Finished, back, parse_reply, put, review, shown, state
from tests.wizards.conftest import TODAY, WORDS

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
WIZARD_IDS = {
    "legal-aid-eligibility", "dispute-route", "work-injury", "unpaid-wages", "divorce", "protection-order", "notary-needs", "correction-leave",
    "lending-evidence", "traffic-accident",
}  # fmt: skip


def wizards() -> dict[str, Wizard]:
    found = [Wizard.model_validate(read_document(p, p.name).data) for p in sorted((KNOWLEDGE / "wizards").glob("*.yaml"))]
    return {w.id: w for w in found}


def real_rates() -> dict[str, Rate]:
    files = [RateFile.model_validate(read_document(p, p.name).data) for p in sorted((KNOWLEDGE / "rates").glob("*.yaml"))]
    return {r.id: r for f in files for r in f.rates}


ALL = wizards()
RATES = real_rates()


def test_the_ten_wizards_and_all_calculators_are_there() -> None:
    assert {i for i, w in ALL.items() if w.kind == "wizard"} == WIZARD_IDS
    assert {i for i, w in ALL.items() if w.kind == "calculator"} == set(CALCULATORS)


def test_every_end_of_a_wizard_names_its_basis() -> None:
    bare = [f"{w.id}: {o.title}" for w in ALL.values() if w.kind == "wizard" for o in w.outcomes if not o.also and not o.basis]
    assert bare == []


@pytest.mark.parametrize("id", sorted(CALCULATORS))
def test_a_calculator_asks_what_it_needs_and_nothing_it_does_not_know(id: str) -> None:
    questions = {q.name: q for q in ALL[id].questions}
    assert set(questions) <= set(CALCULATORS[id].inputs.model_fields)
    needed = CALCULATORS[id].required
    assert needed <= {n for n, q in questions.items() if not q.optional and not q.when}


@pytest.mark.parametrize("id", sorted(CALCULATORS))
def test_the_choices_asked_are_those_the_calculator_knows(id: str) -> None:
    fields = CALCULATORS[id].inputs.model_fields
    for question in ALL[id].questions:
        allowed = str(fields[question.name].annotation)
        for choice in question.choices:
            if "Literal" in allowed:
                assert f"'{choice.value}'" in allowed, (question.name, choice.value)


def some_value(question: Question, dice: random.Random, today: date = TODAY) -> str | None:
    """A value that a resident might give."""
    if question.optional and dice.random() < 0.25:
        return None
    match question.kind:
        case "choice":
            return dice.choice(question.choices).value
        case "yes_no":
            return dice.choice(("yes", "no"))
        case "date":
            recent = dice.random() < 0.5
            return (today - timedelta(days=dice.randint(0, 90 if recent else 2500))).isoformat()
        case "money" | "number" | "months":
            low, high = int(question.minimum or 0), int(min(question.maximum or 50_000, 50_000))
            return str(dice.randint(low, max(low, high)))
    return "有一点情况"


def walk(wizard: Wizard, dice: random.Random) -> Iterator[Asking | Finished]:
    answers: dict[str, str | None] = {}
    now = state(wizard, answers, RATES, TODAY)
    yield now
    while isinstance(now, Asking):
        answers = put(wizard, answers, now.question.name, some_value(now.question, dice), RATES, TODAY)
        now = state(wizard, answers, RATES, TODAY)
        yield now


@pytest.mark.parametrize("id", sorted(ALL))
def test_a_thousand_residents_walk_through_and_all_arrive(id: str) -> None:
    seen: set[str] = set()
    for seed in range(1000):
        steps = list(walk(ALL[id], random.Random(seed)))
        end = steps[-1]
        assert isinstance(end, Finished)
        assert len(steps) <= len(ALL[id].questions) + 1
        counted = [s.step for s in steps if isinstance(s, Asking)]
        assert counted == sorted(set(counted)) and all(s.step <= s.of for s in steps if isinstance(s, Asking))
        assert end.refusal or end.calculation or end.outcomes
        seen |= {o.title for o in end.outcomes} | ({"结果"} if end.calculation else set())
        assert len(review(ALL[id], end.answers, RATES, TODAY)) == len(end.answers)
        assert back(ALL[id], end.answers, RATES, TODAY)[0] != end.answers
    if ALL[id].kind == "calculator":
        assert "结果" in seen, "some calculation succeeds"
    missing = {o.title for o in ALL[id].outcomes} - seen
    assert not missing, f"no answers lead to {missing}"


@pytest.mark.parametrize("id", sorted(WIZARD_IDS))
def test_every_result_says_what_to_do_where_and_on_what_ground(id: str) -> None:
    for outcome in ALL[id].outcomes:
        if not outcome.also:
            assert outcome.steps and outcome.where, outcome.title
            assert outcome.basis or outcome.person, outcome.title


@pytest.mark.parametrize("id", sorted(ALL))
def test_every_option_can_be_typed_by_its_name_its_other_sayings_and_its_number(id: str) -> None:
    for question in ALL[id].questions:
        for place, choice in enumerate(question.choices, 1):
            for typed in (choice.label, *choice.also):
                assert parse_reply(question, typed, WORDS, TODAY) == choice.value, (question.name, typed)
            assert shown(question, choice.value) == choice.label
            if not any(c.value == str(place) for c in question.choices):
                assert parse_reply(question, f"第{place}个", WORDS, TODAY) == choice.value


def test_sensitive_wizards_are_discreet() -> None:
    assert {i for i, w in ALL.items() if w.discreet} >= {"protection-order", "correction-leave"}


def test_no_phone_number_stands_in_the_words_of_a_wizard() -> None:
    import re

    for wizard in ALL.values():
        words = wizard.model_dump_json(include={"intro", "questions", "outcomes"}, exclude={"outcomes": {"__all__": {"basis", "where"}}})
        assert not re.search(r"(?<![\d\"-])(110|119|120|122|12\d{3}|0755)(?!\d)", words), wizard.id


def test_all_rates_that_the_tables_and_conditions_name_are_there_for_today() -> None:
    for id in ("minimum-wage-monthly", "average-wage-monthly", "disposable-income-year", "consumption-year", "legal-aid-income-limit"):
        assert RATES[id].on(TODAY), id
    assert RATES["lpr-1y"].on(date(2026, 8, 20)) and RATES["lpr-1y"].on(TODAY) is None
