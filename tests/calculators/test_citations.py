"""Every article that a calculator or a wizard cites exists in the statute data, in force, in the version named."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.calculators import calculate
from bot.calculators.law import VERSIONS
from bot.errors import BotError
from bot.knowledge.model import Citation
from tests.calculators.conftest import table_rates
from tests.calculators.test_tables import cases, text_answers

LAWS = Path(os.environ.get("STATUTES", Path(__file__).parents[3] / "shared" / "laws"))
TODAY = date(2026, 11, 23)


def all_cited() -> set[Citation]:
    cited: set[Citation] = set()
    for parameter in cases():
        id, case = parameter.values
        try:
            cited |= set(calculate(str(id), text_answers(case), table_rates(), date.fromisoformat(case.get("today", str(TODAY)))).basis)
        except BotError:
            continue
    return cited


@pytest.mark.skipif(not LAWS.is_dir(), reason="没有法规条文数据，跳过引用核对（设 STATUTES=文件夹 可跑）")
def test_every_cited_article_is_there_in_force_and_in_the_version_named() -> None:
    from bot.inspection.statutes import read_statutes

    laws = read_statutes(LAWS)
    wrong = []
    for citation in all_cited():
        law = laws.get(citation.law)
        if law is None or not law.in_force(TODAY) or law.publication != citation.version or citation.article not in law.articles:
            wrong.append(f"{citation.law} {citation.article} {citation.version}")
    assert not wrong


def test_the_tables_reach_every_law_that_calculators_name() -> None:
    assert set(VERSIONS) == {c.law for c in all_cited()}
