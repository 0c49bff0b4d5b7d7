"""A resident answers, goes back, changes an answer, doesn't know, comes back after staff changed the YAML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadRequest, NotFound
from bot.knowledge.model import Rate, Wizard
from bot.wizards import Asking, Finished, back, edit, put, review, state
from tests.calculators.conftest import table_rates
from tests.wizards.conftest import TODAY, small_wizard

RATES = table_rates()
Kept = dict[str, str | None]
ALL: Kept = {"working": "no", "left_on": "2026-08-01", "proof": "chat", "amount": "60000", "people": "3", "income": "3000", "story": None}


def at(wizard: Wizard, answers: Mapping[str, str | None], today: date = TODAY, rates: Mapping[str, Rate] = RATES) -> Asking | Finished:
    return state(wizard, answers, rates, today)


def asked(wizard: Wizard, answers: Mapping[str, str | None]) -> str:
    now = at(wizard, answers)
    return now.question.name if isinstance(now, Asking) else "finished"


def done(wizard: Wizard, answers: Mapping[str, str | None], today: date = TODAY, rates: Mapping[str, Rate] = RATES) -> Finished:
    now = at(wizard, answers, today, rates)
    assert isinstance(now, Finished)
    return now


def test_questions_come_one_at_a_time_and_those_that_do_not_matter_are_skipped(wizard: Wizard) -> None:
    assert asked(wizard, {}) == "working"
    assert asked(wizard, {"working": "yes"}) == "proof"
    assert asked(wizard, {"working": "no"}) == "left_on"
    assert asked(wizard, {"working": "yes", "proof": "chat", "amount": None, "people": "1"}) == "story"


def test_progress_counts_the_questions_that_may_still_come(wizard: Wizard) -> None:
    first = at(wizard, {})
    assert isinstance(first, Asking) and (first.step, first.of) == (1, 7)
    later = at(wizard, {"working": "yes"})
    assert isinstance(later, Asking) and (later.step, later.of) == (2, 6)


def test_the_first_outcome_that_holds_is_the_result_and_additions_follow(wizard: Wizard) -> None:
    result = done(wizard, ALL)
    assert [o.title for o in result.outcomes] == ["可以申请法律援助", "数额较大"]
    assert done(wizard, {**ALL, "proof": "note", "amount": None}).outcomes[1].title == "先算清楚"


def test_an_addition_written_first_still_comes_after_the_result(wizard: Wizard) -> None:
    assert [o.title for o in done(wizard, {**ALL, "working": "yes", "income": "9000"}).outcomes] == ["收入在线上", "还在职", "数额较大"]


def test_the_result_says_because_of_which_answers(wizard: Wizard) -> None:
    assert done(wizard, {**ALL, "proof": "note"}).because == ("欠条本身就是证据。", "手上有什么证据：工资欠条")
    because = done(wizard, ALL).because
    assert because == ("每人每月大概多少收入：3,000 元，低于法律援助收入线 3,539 元/月，待核",)


def test_the_result_for_all_other_cases_is_explained_by_what_was_chosen(wizard: Wizard) -> None:
    end = done(wizard, {"working": "yes", "proof": "chat", "amount": "100", "people": "1", "story": None})
    assert end.outcomes[0].title == "先投诉" and end.because == ("您现在还在上班吗：是", "手上有什么证据：聊天记录")


def test_a_bound_is_exact_and_dated(wizard: Wizard) -> None:
    assert done(wizard, {**ALL, "income": "3539"}).outcomes[0].title == "收入在线上"
    assert done(wizard, {**ALL, "income": "3538.99"}).outcomes[0].title == "可以申请法律援助"
    assert done(wizard, ALL, today=date(2027, 1, 1)).outcomes[0].title == "先投诉", "next year's figure isn't known: no guess"
    assert done(wizard, ALL, rates={}).outcomes[0].title == "先投诉"


def test_is_not_holds_for_other_answers_and_for_what_was_not_asked(wizard: Wizard) -> None:
    until_story = {"proof": "chat", "amount": None, "people": "1"}
    assert asked(wizard, {"working": "yes", **until_story}) == "story"
    assert asked(wizard, {"working": "no", "left_on": "2026-08-01", **until_story}) == "story"
    assert asked(wizard, {"working": "no", "left_on": "2000-01-01", **until_story}) == "finished"


def test_a_year_is_counted_back_from_today(wizard: Wizard) -> None:
    assert done(wizard, {**ALL, "left_on": "2025-11-23"}).outcomes[0].title != "可能过了时效"
    assert done(wizard, {**ALL, "left_on": "2025-11-22"}).outcomes[0].title == "可能过了时效"


def test_going_back_asks_the_last_question_again_with_what_was_said(wizard: Wizard) -> None:
    kept, said = back(wizard, {"working": "no", "left_on": "2026-08-01"}, RATES, TODAY)
    assert (kept, said, asked(wizard, kept)) == ({"working": "no"}, "2026-08-01", "left_on")
    kept, said = back(wizard, kept, RATES, TODAY)
    assert (kept, said, asked(wizard, kept)) == ({}, "no", "working")
    assert back(wizard, {}, RATES, TODAY) == ({}, None)


def test_going_back_from_the_end_reopens_the_last_question(wizard: Wizard) -> None:
    kept, said = back(wizard, ALL, RATES, TODAY)
    assert said is None and asked(wizard, kept) == "story"


def test_an_edited_answer_keeps_what_still_fits_and_drops_what_hung_on_it(wizard: Wizard) -> None:
    kept, said = edit(wizard, ALL, "working", RATES, TODAY)
    assert said == "no" and asked(wizard, kept) == "working"
    now = at(wizard, kept)
    assert isinstance(now, Asking) and now.step == 1 and "left_on" in now.answers, "what hangs on it waits for the new answer"
    after = put(wizard, kept, "working", "yes", RATES, TODAY)
    assert "left_on" not in after and after["income"] == "3000" and isinstance(at(wizard, after), Finished)
    again = put(wizard, kept, "working", "no", RATES, TODAY)
    assert again == ALL, "the same answer loses nothing"


def test_going_back_while_editing_goes_to_the_question_before_it(wizard: Wizard) -> None:
    kept, _ = edit(wizard, ALL, "proof", RATES, TODAY)
    kept, said = back(wizard, kept, RATES, TODAY)
    assert said == "2026-08-01" and asked(wizard, kept) == "left_on"


def test_only_optional_questions_take_dont_know(wizard: Wizard) -> None:
    assert asked(wizard, {"working": None}) == "working"
    with pytest.raises(BadRequest):
        put(wizard, {}, "working", None, RATES, TODAY)
    assert put(wizard, {"working": "yes", "proof": "chat"}, "amount", None, RATES, TODAY)["amount"] is None


def test_an_old_button_for_a_question_that_is_gone_or_not_asked_says_so(wizard: Wizard) -> None:
    with pytest.raises(NotFound, match="已经不在了"):
        put(wizard, {}, "vanished", "yes", RATES, TODAY)
    with pytest.raises(NotFound, match="现在不用答"):
        put(wizard, {"working": "yes"}, "left_on", "2026-08-01", RATES, TODAY)
    with pytest.raises(NotFound):
        edit(wizard, {"working": "yes"}, "left_on", RATES, TODAY)
    with pytest.raises(BadRequest):
        put(wizard, {"working": "yes"}, "proof", "vanished-choice", RATES, TODAY)


def test_a_yaml_changed_midway_drops_only_what_no_longer_fits(wizard: Wizard) -> None:
    questions = [q.model_dump(by_alias=True, exclude_defaults=True) for q in wizard.questions]
    proof = next(q for q in questions if q["name"] == "proof")
    proof["choices"] = [{"value": "note", "label": "欠条"}, {"value": "video", "label": "录像"}]
    people = next(q for q in questions if q["name"] == "people")
    people["maximum"] = 2
    changed = small_wizard(questions=[q for q in questions if q["name"] != "story"])
    now = at(changed, ALL)
    assert isinstance(now, Asking) and now.question.name == "proof"
    assert now.answers == {"working": "no", "left_on": "2026-08-01", "amount": "60000"}


def test_a_review_shows_every_answer_in_words(wizard: Wizard) -> None:
    said = {line.question.name: line.text for line in review(wizard, ALL, RATES, TODAY)}
    assert said == {
        "working": "不是", "left_on": "2026年8月1日", "proof": "聊天记录", "amount": "60,000 元", "people": "3 人", "income": "3,000 元", "story": "没有（或不知道）",
    }  # fmt: skip


VALUES = st.none() | st.sampled_from(["yes", "no", "note", "chat", "none", "2026-08-01", "2020-01-01", "3", "1", "5000", "x", "", "9999-99-99", "NaN", "1e999999999", "-5", "٣"])


@given(st.dictionaries(st.sampled_from([*ALL, "vanished"]), VALUES))
def test_any_stored_answers_lead_somewhere_and_replay_to_the_same_place(answers: Kept) -> None:
    wizard = small_wizard()
    once = at(wizard, answers)
    again = at(wizard, once.answers)
    assert type(once) is type(again) and dict(once.answers) == dict(again.answers)
    if isinstance(once, Asking):
        assert 1 <= once.step <= once.of
    else:
        assert once.outcomes


CALCULATOR = {
    "id": "late-interest", "kind": "calculator", "outcomes": [{"also": True, "title": "下一步", "text": "申请执行时一起写上。"}],
    "questions": [
        {"name": "principal", "ask": "判决要付多少？", "kind": "money"}, {"name": "due", "ask": "哪天到期？", "kind": "date"},
        {"name": "paid", "ask": "哪天付清？", "kind": "date", "optional": True},
    ],
}  # fmt: skip


def test_a_calculator_wizard_ends_with_its_calculation_and_next_steps() -> None:
    calculator = small_wizard(**CALCULATOR)
    result = done(calculator, {"principal": "100000", "due": "2026-01-10", "paid": "2026-04-20"})
    assert result.calculation is not None and result.calculation.total == "1,750 元" and result.outcomes[0].title == "下一步"


def test_a_calculation_that_is_refused_says_why_and_nothing_breaks() -> None:
    calculator = small_wizard(**CALCULATOR)
    result = done(calculator, {"principal": "100000", "due": "2026-01-10", "paid": "2026-01-01"})
    assert result.calculation is None and "没有迟延" in result.refusal
    assert result.outcomes, "without a figure too the resident hears what to do and whom to ask"
