"""Staff hear of what residents would stumble over: contradictions, doubles, answers nobody reaches, entries nobody leads to."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from bot.inspection.linter import lint
from bot.inspection.reach import lint_reach
from bot.knowledge import read_knowledge
from bot.search.match import Match, Matcher

TODAY = date(2026, 11, 23)
ANSWER = """  - id: {id}
    title: {title}
    service: consultation
    topic: 劳动纠纷
    phrases: [{phrases}]
    summary: {summary}
    steps: [先收好材料。]
    basis: [{{law: 劳动合同法, article: 第三十条, version: 2012-12-28}}]
    where: [hotline-12348]
    reviewed: 2026-11-01
    source: 测试
"""


def with_answers(folder: Path, *answers: str) -> list[str]:
    (folder / "answers" / "added.yaml").write_text("answers:\n" + "".join(answers), "utf-8")
    knowledge = read_knowledge(folder)
    return [str(p) for p in (*lint(knowledge, TODAY), *lint_reach(knowledge))]


def answer(id: str, phrases: str, summary: str = "去问清楚。") -> str:
    return ANSWER.format(id=id, title=f"测试{id}", phrases=phrases, summary=summary)


def test_the_small_knowledge_base_itself_reaches_every_answer(folder: Path) -> None:
    knowledge = read_knowledge(folder)
    assert not [p for p in lint_reach(knowledge)]


def test_two_times_for_one_deed_are_a_contradiction(folder: Path) -> None:
    found = with_answers(
        folder, answer("one", "甲事怎么确认, 甲事一, 甲事二, 甲事三, 甲事四", "三十日内向法院申请司法确认。"),
        answer("two", "乙事怎么确认, 乙事一, 乙事二, 乙事三, 乙事四", "十五日内向法院申请司法确认。"),
    )  # fmt: skip
    told = [p for p in found if "时间不一样" in p]
    assert len(told) == 1 and "added.yaml:" in told[0] and "one" in told[0]


def test_one_time_said_in_two_ways_is_none(folder: Path) -> None:
    found = with_answers(
        folder, answer("one", "甲事怎么确认, 甲事一, 甲事二, 甲事三, 甲事四", "三十日内向法院申请司法确认。一年内申请劳动仲裁委员会裁决。"),
        answer("two", "乙事怎么确认, 乙事一, 乙事二, 乙事三, 乙事四", "30天内向法院申请司法确认。12个月内申请劳动仲裁委员会裁决。"),
    )  # fmt: skip
    assert not [p for p in found if "时间不一样" in p]


def test_phrases_that_differ_in_nothing_that_matters_are_named_with_both_answers(folder: Path) -> None:
    found = with_answers(folder, answer("double", "老板拖欠工资该怎么办, 甲事一, 甲事二, 甲事三, 甲事四"))
    told = [p for p in found if "几乎一样" in p]
    assert len(told) == 1 and "labour-wages-owed" in told[0] + str(folder) and "老板拖欠工资" in told[0]


def test_an_answer_that_its_own_phrases_do_not_reach_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Matcher.match

    def hears_no_divorce(self: Matcher, text: str, limit: int = 5) -> Match:
        found = heard(self, text, limit)
        return dataclasses.replace(found, candidates=tuple(c for c in found.candidates if c.entry.id != "family-divorce-wanted"))

    monkeypatch.setattr(Matcher, "match", hears_no_divorce)
    told = [str(p) for p in lint_reach(read_knowledge(folder))]
    assert len(told) == 1 and "想离婚怎么办手续" in told[0] and "找不到" in told[0]


def test_a_place_nobody_leads_to_is_named(folder: Path) -> None:
    places = folder / "directory" / "places.yaml"
    places.write_text(places.read_text("utf-8") + "  - {id: nobody-comes-here, name: 没人来的地方, kind: institution, does: 测试}\n", "utf-8")
    told = [str(p) for p in lint(read_knowledge(folder), TODAY) if "nobody-comes-here" in str(p)]
    assert len(told) == 1 and "机构" in told[0] and "places.yaml:" in told[0]
