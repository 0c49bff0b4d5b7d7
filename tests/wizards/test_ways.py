"""The legal conclusions of the ten wizards, in a table that a lawyer can read: who asks → which result → under which articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.calculators.deadlines import PERIODS
from bot.knowledge.yaml import read_document
from bot.wizards import Asking, Finished, put, state
from tests.wizards.conftest import TODAY
from tests.wizards.test_knowledge import ALL, RATES, WIZARD_IDS

KNOWN_KEYS = {"situation", "wizard", "answers", "first", "title", "not", "basis"}


def cases() -> list[dict[str, Any]]:
    document = read_document(Path(__file__).parent / "ways.yaml", "ways.yaml")
    assert not document.problems, document.problems
    return list(document.data)


def walked(case: dict[str, Any]) -> Finished:
    """The end of the way; every answer of the table is asked for, and no other question."""
    wizard, given = ALL[case["wizard"]], dict(case["answers"])
    answers: dict[str, str | None] = {}
    now = state(wizard, answers, RATES, TODAY)
    while isinstance(now, Asking):
        assert now.question.name in given, f"asked: {now.question.name}"
        value = given.pop(now.question.name)
        answers = put(wizard, answers, now.question.name, None if value in (None, "null") else str(value), RATES, TODAY)
        now = state(wizard, answers, RATES, TODAY)
    assert not given, f"never asked: {given}"
    return now


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c['wizard']}：{c['situation']}")
def test_the_way_ends_where_the_law_leads(case: dict[str, Any]) -> None:
    assert not set(case) - KNOWN_KEYS and {"first", "title"} & set(case)
    end = walked(case)
    titles = [o.title for o in end.outcomes]
    assert titles[0] == case.get("first", titles[0])
    assert case.get("title", titles[0]) in titles
    assert case.get("not") not in titles
    cited = {f"{c.law} {c.article}" for o in end.outcomes for c in o.basis}
    assert set(case.get("basis", ())) <= cited


def test_every_wizard_is_in_the_table() -> None:
    assert {c["wizard"] for c in cases()} >= WIZARD_IDS


@pytest.mark.parametrize("kind", sorted(PERIODS))
def test_every_deadline_says_where_the_paper_goes(kind: str) -> None:
    said = [o for o in ALL["deadlines"].outcomes if any(kind in c.is_ for c in o.when)]
    assert said or kind in ("retrial", "commercial"), "which court differs too much to say"
    assert not said or any(o.where for o in said)


@pytest.mark.parametrize(
    ("wizard", "answers"),
    [("protection-order", {"now": "yes"}), ("protection-order", {"now": None}), ("dispute-route", {"danger": "yes"}),
     ("traffic-accident", {"hurt": "yes", "reported": "no", "ran": "no", "commute": "no"})],
)  # fmt: skip
def test_who_is_in_danger_is_sent_to_the_number_at_once_and_not_to_ask_somebody_first(wizard: str, answers: dict[str, str | None]) -> None:
    first = walked({"wizard": wizard, "answers": answers}).outcomes[0]
    assert first.where[0].startswith("emergency") and not first.person
    assert wizard == "traffic-accident" or wizard in first.wizards, "the way back into the questions"


def test_every_deadline_that_is_computed_can_be_asked_for() -> None:
    kinds = next(q for q in ALL["deadlines"].questions if q.name == "kind")
    assert {c.value for c in kinds.choices} == set(PERIODS)
