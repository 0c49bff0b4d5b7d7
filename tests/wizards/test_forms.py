"""What the standard forms ask and warn of, held against the law that governs the paper."""

from __future__ import annotations

import pytest

from bot.wizards import Asking, Finished, parse_reply, put, state
from tests.forms.test_every_form import BASE
from tests.wizards.conftest import TODAY, WORDS

FORMS = BASE.forms


def answered(id: str, **said: str | None) -> Finished:
    """The end of form `id`: the first option or something fitting for all that `said` does not name."""
    form, kept = FORMS[id], {}
    now = state(form, kept, BASE.rates, TODAY)
    while isinstance(now, Asking):
        asked = now.question
        fitting = {"money": "3500", "number": "2", "date": "2024-03-05", "months": "10", "yes_no": "no"}
        value = said.get(asked.name, asked.choices[0].value if asked.choices else fitting.get(asked.kind, "陈阿梅"))
        kept = put(form, kept, asked.name, value, BASE.rates, TODAY)
        now = state(form, kept, BASE.rates, TODAY)
    return now


CAUTIONED = [
    # form, answers, what is said
    ("loan-note", {"interest": "year", "rate": "36"}, "利率太高了"), ("loan-note", {"interest": "month", "rate": "3"}, "利率太高了"),
    ("loan-note", {"interest": "year", "rate": "15"}, "可能超过"), ("loan-note", {"interest": "month", "rate": "1"}, "可能超过"),
    ("will-own-hand", {"birth": "2009-01-01"}, "没满十八岁"), ("will-own-hand", {"birth": "1950-01-01", "dependent": "some"}, "留下必要的一份"),
    ("divorce-agreement", {"agreed": "open"}, "没谈拢"), ("divorce-agreement", {"registered": "no"}, "内地"),
    ("divorce-agreement", {"children": None}, "“孩子”"), ("divorce-agreement", {"property": None}, "“财产”"),
    ("divorce-agreement", {"debts": None}, "“债务”"), ("tenancy-agreement", {"use": "business"}, "营业执照"),
    ("tenancy-agreement", {"repair": None}, "坏了谁修"), ("complaint-labour", {"award_day": "2026-09-01"}, "十五日"),
    ("judicial-confirmation-application", {"agreement_day": "2026-09-01"}, "三十日"), ("review-application", {"known_day": "2026-09-01"}, "六十日"),
    ("work-injury-application", {"day": "2025-09-01"}, "超过一年"), ("power-of-attorney", {"powers": "c2"}, "特别授权"),
]  # fmt: skip
STOPPED = [("divorce-agreement", {"agreed": "one"}), ("will-own-hand", {"birth": "2012-05-01"})]


@pytest.mark.parametrize(("id", "said", "told"), CAUTIONED, ids=[f"{i}: {t}" for i, _, t in CAUTIONED])
def test_what_the_law_does_not_protect_is_told_and_the_paper_still_made(id: str, said: dict[str, str | None], told: str) -> None:
    end = answered(id, **{"agreed": "all", "registered": "yes", "birth": "1950-01-01", **said})
    assert [c for c in end.cautions if told in c.text] and not end.stopped


@pytest.mark.parametrize(("id", "said"), STOPPED)
def test_what_would_be_void_ends_at_once_without_a_paper(id: str, said: dict[str, str]) -> None:
    end = answered(id, **said)
    assert end.stopped and len(end.cautions) == 1 and len(end.answers) < 3


def test_every_caution_of_every_form_is_in_these_tables() -> None:
    held = {(i, c.text) for i, said, _ in CAUTIONED for c in answered(i, **{"agreed": "all", "registered": "yes", "birth": "1950-01-01", **said}).cautions}
    held |= {(i, c.text) for i, said in STOPPED for c in answered(i, **said).cautions}
    assert {(i, c.text) for i, f in FORMS.items() for c in f.cautions} == held


@pytest.mark.parametrize("id", sorted(FORMS))
def test_plain_answers_are_met_with_no_caution(id: str) -> None:
    recent = {q.name: "2026-11-20" for q in FORMS[id].questions if q.kind == "date"} | {"birth": "1950-01-01", "registered": "yes"}
    assert answered(id, **recent).cautions == ()


def test_a_lease_is_for_twenty_years_at_most_and_where_no_deposit_is_taken_none_is_returned() -> None:
    term = next(q for q in FORMS["tenancy-agreement"].questions if q.name == "term")
    assert parse_reply(term, "二十年", WORDS, TODAY, paper=True) == "240"
    with pytest.raises(Exception, match="20 年"):
        parse_reply(term, "二十五年", WORDS, TODAY, paper=True)
    assert "deposit_back" in answered("tenancy-agreement", deposit="0").unasked
    assert "deposit_back" in answered("tenancy-agreement", deposit="2800").answers


def test_interest_is_asked_for_as_a_rate_and_only_where_there_is_any() -> None:
    assert answered("loan-note").unasked == ("rate",)
    assert answered("loan-note", interest="month", rate="1").answers["rate"] == "1"


@pytest.mark.parametrize("id", sorted(i for i in FORMS if i.startswith("complaint-") or i == "defence-statement"))
def test_the_particulars_of_articles_124_and_128_are_asked_in_three_questions(id: str) -> None:
    asked = [q.ask for q in FORMS[id].questions[:3]]
    assert all(word in ask for ask, word in zip(asked, ("年龄、民族", "职业、工作单位", "住所、联系方式"), strict=True))
