"""Every case of the tables that a lawyer can read: situation → figure → basis, worked out by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.calculators import CALCULATORS, Result, calculate
from bot.errors import BotError
from bot.knowledge.model import Rate
from bot.knowledge.yaml import read_document

HERE = Path(__file__).parent
TODAY = "2026-11-23"
KNOWN_KEYS = {"situation", "answers", "total", "low", "high", "by_hand", "steps", "basis", "ask_person", "refused", "today", "deadline", "known", "says"}


def cases() -> Iterator[Any]:
    for id in CALCULATORS:
        document = read_document(HERE / f"{id}.yaml", f"{id}.yaml")
        assert not document.problems, document.problems
        for case in document.data:
            assert not set(case) - KNOWN_KEYS, set(case) - KNOWN_KEYS
            yield pytest.param(id, case, id=f"{id}：{case['situation']}")


def text_answers(case: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: None if value in (None, "null") else str(value) for name, value in case["answers"].items()}


def is_true(value: object) -> bool:
    return str(value).lower() == "true"


@pytest.mark.parametrize(("id", "case"), list(cases()))
def test_the_calculator_gives_what_was_worked_out_by_hand(id: str, case: dict[str, Any], rates: Mapping[str, Rate]) -> None:
    today = date.fromisoformat(case.get("today", TODAY))
    if "refused" in case:
        with pytest.raises(BotError) as caught:
            calculate(id, text_answers(case), rates, today)
        assert case["refused"] in str(caught.value)
        return
    result = calculate(id, text_answers(case), rates, today)
    _figures(case, result)
    for label, amount in case.get("steps", {}).items():
        assert result.step(label).amount == amount
    printed = "\n".join([*(f"{s.label} {s.amount} {s.how}" for s in result.steps), *result.notes])
    assert [words for words in case.get("says", ()) if words not in printed] == []
    assert not re.search(r"\d\.\d{5}", printed), "figures are written rounded"
    cited = {f"{c.law} {c.article}" for c in result.basis}
    assert set(case.get("basis", ())) <= cited
    assert result.ask_person == is_true(case.get("ask_person")), result.notes
    assert all(step.label and step.amount for step in result.steps) and result.steps and result.total


def _figures(case: Mapping[str, Any], result: Result) -> None:
    if "total" in case or "low" in case:
        low, high = case.get("low", case.get("total")), case.get("high", case.get("total"))
        assert (result.low, result.high) == (Decimal(str(low)), Decimal(str(high)))
    if "deadline" in case:
        last = result.deadlines[-1]
        assert (last.day.isoformat(), last.known) == (case["deadline"], is_true(case.get("known", True)))
        if not last.known:
            published = "放假安排还没公布" if last.raw.year > 2026 else "放假安排太早，我们没有"
            assert published in last.text and "没有考虑顺延" in last.text


def test_what_cannot_wait_is_said_before_the_other_notes(rates: Mapping[str, Rate]) -> None:
    late = calculate("deadlines", {"kind": "appeal-judgment", "start": "2026-11-01"}, rates, date(2026, 11, 29))
    assert late.ask_person and late.notes[0].startswith("看起来已经过了")
