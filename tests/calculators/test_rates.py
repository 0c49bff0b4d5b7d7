"""The dated figures that staff edit: each says where it comes from and when, and a day outside is refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.calculators.inputs import rate_on
from bot.calculators.result import Sheet
from bot.errors import OutOfRange
from bot.knowledge.model import Rate, RateFile
from bot.knowledge.yaml import read_document

FOLDER = Path(__file__).parents[2] / "knowledge" / "rates"


def real_rates() -> Iterator[Rate]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from RateFile.model_validate(read_document(path, path.name).data).rates


RATES = {rate.id: rate for rate in real_rates()}


@pytest.mark.parametrize("id", sorted(RATES))
def test_every_figure_says_its_source_with_a_date(id: str) -> None:
    for period in RATES[id].periods:
        assert re.search(r"20\d\d", period.source), (id, period.since)


@pytest.mark.parametrize("id", sorted(RATES))
def test_the_day_before_and_the_day_after_are_refused_and_the_borders_are_not(id: str) -> None:
    periods = RATES[id].periods
    last = periods[-1].until
    assert last is not None, f"{id}: the last period must say until when it is known"
    for day, value in ((periods[0].since, periods[0].value), (last, periods[-1].value)):
        assert rate_on(RATES, id, day, Sheet("")) == value
    for outside in (periods[0].since - timedelta(days=1), last + timedelta(days=1), date(2099, 1, 1)):
        with pytest.raises(OutOfRange, match="不能拿别的年份顶替"):
            rate_on(RATES, id, outside, Sheet(""))


@pytest.mark.parametrize("id", sorted(RATES))
def test_a_new_period_begins_the_very_day_it_says(id: str) -> None:
    for before, after in zip(RATES[id].periods, RATES[id].periods[1:], strict=False):
        assert rate_on(RATES, id, after.since - timedelta(days=1), Sheet("")) == before.value
        assert rate_on(RATES, id, after.since, Sheet("")) == after.value


def test_an_unconfirmed_figure_says_so_and_a_confirmed_one_does_not() -> None:
    for rate in RATES.values():
        for period in rate.periods:
            sheet = Sheet("")
            rate_on(RATES, rate.id, period.since, sheet)
            assert any("待核" in note for note in sheet.notes) is not period.confirmed
