"""The golden questions: in our own wording, grown from what staff see unanswered. None may get worse.

`within` is how far down the wanted answer may stand (1: it comes first); `want: []` is none of our matters. When a change of the knowledge
base moves one on purpose, change its line here in the same commit."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.library import Library
from tests.conftest import ROOT

GOLDEN = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))
QUESTIONS = GOLDEN["questions"]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT / "knowledge")


def test_there_are_enough_of_them() -> None:
    assert len(QUESTIONS) >= 120 and sum(not q["want"] for q in QUESTIONS) >= 10


def test_no_golden_question_got_worse(library: Library) -> None:
    worse = []
    for question in QUESTIONS:
        match = library.snapshot.finder.match(question["ask"])
        found = [c.entry.id for c in match.candidates]
        place = min((found.index(i) + 1 for i in question["want"] if i in found), default=99)
        if question["want"] and place > question["within"]:
            worse.append(f"{question['ask']}: 要 {question['want']} 在前 {question['within']} 名，现在是 {match.outcome} {found[:3]}")
        if not question["want"] and match.outcome != "none":
            worse.append(f"{question['ask']}: 不归我们管，现在是 {match.outcome} {found[:3]}")
    assert not worse, "\n".join(worse)


def test_what_only_sounds_like_a_matter_gets_no_sure_answer(library: Library) -> None:
    assert [ask for ask in GOLDEN["never_sure"] if library.snapshot.finder.match(ask).outcome == "sure"] == []


def test_every_wanted_answer_exists(library: Library) -> None:
    known = library.snapshot.knowledge.answers
    assert [i for q in QUESTIONS for i in q["want"] if i not in known] == []
