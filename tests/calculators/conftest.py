"""The rates the tables were worked out with, apart from what staff edit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.knowledge.model import Rate, RateFile
from bot.knowledge.yaml import read_document

HERE = Path(__file__).parent


def table_rates() -> Mapping[str, Rate]:
    document = read_document(HERE / "rates.yaml", "rates.yaml")
    assert not document.problems
    return {rate.id: rate for rate in RateFile.model_validate(document.data).rates}


@pytest.fixture(scope="session")
def rates() -> Mapping[str, Rate]:
    return table_rates()
