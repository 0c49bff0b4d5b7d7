"""A small wizard, the tables' rates and the words of phrases.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.model import Rate, Vocabulary, Wizard
from bot.knowledge.yaml import read_document
from tests.calculators.conftest import table_rates

TODAY = date(2026, 11, 23)
WORDS = Vocabulary(
    greetings=(), thanks=(), goodbyes=(), menu=(), person=(), yes=("是", "是的", "有", "对", "在"), no=("不是", "没有", "没", "否", "无", "冇", "不在"),
    unknown=("不知道", "不清楚", "跳过"), back=("返回",), leave=("退出",), follow_ups={},
)  # fmt: skip


def small_wizard(**changes: object) -> Wizard:
    document = read_document(Path(__file__).parent / "wizard.yaml", "wizard.yaml")
    assert not document.problems
    return Wizard.model_validate({**document.data, **changes})


@pytest.fixture(scope="session")
def wizard() -> Wizard:
    return small_wizard()


@pytest.fixture(scope="session")
def rates() -> Mapping[str, Rate]:
    return table_rates()
