"""What must hold for all figures: more pay or more years never give less, shares make a whole, nonsense is refused and nothing else happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calculators import CALCULATORS, Result, calculate
from bot.calculators.court_fee import property_fee
from bot.calculators.deadlines import PERIODS
from bot.calculators.severance import paid_years, service
from bot.calculators.working_days import is_working_day, rolled
from bot.errors import BotError
from tests.calculators.conftest import table_rates

RATES = table_rates()
TODAY = date(2026, 11, 23)
WAGES = st.decimals(Decimal(1), Decimal(200_000), places=2)
STARTS = st.dates(date(2008, 1, 1), date(2026, 6, 1))


def run(id: str, **answers: object) -> Result:
    return calculate(id, {name: None if v is None else str(v) for name, v in answers.items()}, RATES, TODAY)


def value(result: Result) -> Decimal:
    assert result.low is not None
    return result.low


@given(STARTS, WAGES, WAGES)
def test_a_higher_wage_never_gives_less_severance_below_the_cap(started: date, one: Decimal, other: Decimal) -> None:
    low, high = sorted((min(one, Decimal(48471)), min(other, Decimal(48471))))
    args = {"started": started, "ended": "2026-10-31", "reason": "agreed"}
    assert value(run("severance", wage=low, **args)) <= value(run("severance", wage=high, **args))


@given(STARTS, STARTS, WAGES)
def test_longer_service_never_gives_less_severance(one: date, other: date, wage: Decimal) -> None:
    early, late = sorted((one, other))
    args = {"ended": "2026-10-31", "wage": wage, "reason": "illegal"}
    assert value(run("severance", started=early, **args)) >= value(run("severance", started=late, **args))


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)), st.integers(0, 9000))
def test_months_of_service_and_days_rebuild_the_span(start: date, days: int) -> None:
    months, rest = service(start, start + timedelta(days=days))
    assert 0 <= rest <= 31 and (months, rest) != (0, 0)
    assert Decimal(months) / 12 <= paid_years(months, rest) <= Decimal(months) / 12 + 1


@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_suing_for_more_never_costs_less_and_never_more_than_its_tier(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert property_fee(low) <= property_fee(high) <= 50 + high * Decimal("0.025")


@given(st.sampled_from(("property", "divorce", "personality", "enforcement", "preservation", "payment")), st.integers(1, 10**9), st.integers(1, 10**9))
def test_every_court_charge_grows_with_the_amount(matter: str, one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert value(run("court-fee", matter=matter, amount=low)) <= value(run("court-fee", matter=matter, amount=high))


@given(
    st.dates(date(2020, 8, 20), date(2026, 9, 20)), st.integers(1, 4000), st.decimals(0, 100, places=2), st.integers(1, 10**8),
    st.none() | st.integers(0, 4000),
)  # fmt: skip
def test_loan_interest_never_passes_four_times_lpr(lent: date, days: int, rate: Decimal, face: int, due: int | None) -> None:
    until = min(lent + timedelta(days=days), TODAY)
    due_day = None if due is None else lent + timedelta(days=due)
    try:
        result = run("loan-interest", face=face, lent=lent, rate_kind="year", rate=rate, until=until, due=due_day, overdue_rate=rate)
    except BotError as refusal:
        assert until <= date(2020, 8, 20), refusal
        return
    cap = Decimal(result.step("年利率上限").amount.rstrip("%"))
    interest = value(result) - face
    assert 0 <= interest <= Decimal(face) * cap / 100 * (until - lent).days / 365 + Decimal("0.02")


@given(st.integers(0, 1), st.integers(0, 6), st.integers(0, 4), st.integers(0, 2), st.integers(0, 5), st.integers(0, 3), st.integers(0, 4))
def test_inheritance_shares_make_up_the_whole(spouse: int, children: int, dead: int, parents: int, siblings: int, nephews: int, grand: int) -> None:
    result = run(
        "inheritance-shares", died="2026-01-01", will="no", spouse="yes" if spouse else "no", children=children, dead_children=dead,
        parents=parents, siblings=siblings, dead_siblings=nephews, grandparents=grand,
    )  # fmt: skip
    shares = [s.amount for s in result.steps if s.label not in ("谁继承", "第一顺序", "用哪部法")]
    total = sum((Fraction(1) if s == "全部" else Fraction(s) for s in shares), Fraction(0))
    assert total == (0 if result.total == "没有法定继承人" else 1)


@given(st.dates(date(2005, 1, 1), date(2030, 12, 31)))
def test_a_last_day_moves_forward_only_and_never_stays_on_a_known_rest_day(day: date) -> None:
    moved, known = rolled(day)
    assert moved >= day and (moved - day).days <= 12
    if known:
        assert is_working_day(moved) is True
    else:
        assert (moved == day and is_working_day(day) is None) or is_working_day(day) is False


@given(st.sampled_from(sorted(PERIODS)), st.dates(date(2015, 1, 1), TODAY), st.dates(date(2015, 1, 1), TODAY))
def test_a_later_start_never_gives_an_earlier_deadline_within_known_years(kind: str, one: date, other: date) -> None:
    early, late = sorted((one, other))
    first, second = (run("deadlines", kind=kind, start=day).deadlines[-1] for day in (early, late))
    if first.known and second.known:
        assert first.day <= second.day


@given(st.decimals(1, 10**6, places=2), st.integers(1, 10))
def test_child_support_stays_between_a_fifth_and_a_half_of_income(income: Decimal, children: int) -> None:
    result = run("child-support", income=income, children=children)
    assert result.low is not None and result.high is not None
    assert result.low <= result.high <= (income / 2).quantize(Decimal("0.01"), "ROUND_HALF_UP")


@given(st.integers(20, 100), st.integers(20, 100), st.integers(1, 10))
def test_the_older_never_get_more_years_of_compensation(one: int, other: int, grade: int) -> None:
    young, old = sorted((one, other))
    assert value(run("injury-compensation", outcome=grade, age=young)) >= value(run("injury-compensation", outcome=grade, age=old))


@given(st.integers(1, 9), WAGES)
def test_a_heavier_grade_always_gives_more(grade: int, wage: Decimal) -> None:
    heavier, lighter = (run("work-injury-compensation", grade=g, wage=wage, injured="2026-03-01") for g in (grade, grade + 1))
    assert value(heavier) > value(lighter)


# What grows when an answer grows: calculator → the other answers, then the answers that may grow, each with its least and greatest value.
GROWS: Mapping[str, tuple[Mapping[str, object], Mapping[str, tuple[int, int]]]] = {
    "severance": ({"started": "2019-03-10", "ended": "2026-10-31", "wage": 9000, "reason": "illegal"}, {"wage": (1, 200_000)}),
    "wages-overtime": (
        {"owed": 1, "wage": 6000, "weekday_hours": 3, "restday_hours": 3, "holiday_hours": 3, "last_day": "2026-10-01"},
        {"owed": (0, 10**8), "wage": (1, 10**6), "weekday_hours": (0, 20_000), "restday_hours": (0, 20_000), "holiday_hours": (0, 20_000)},
    ),
    "double-pay": ({"started": "2025-03-10", "wage": 6000}, {"wage": (1, 10**6)}),
    "annual-leave": ({"started": "2020-01-01", "year": 2025, "wage": 6000, "total_months": 100}, {"wage": (1, 10**6), "total_months": (0, 720)}),
    "court-fee": ({"matter": "property"}, {"amount": (1, 10**10)}),
    "arbitration-fee": ({"kind": "commercial"}, {"amount": (0, 10**10)}),
    "loan-interest": (
        {"face": 10**5, "lent": "2022-03-01", "rate_kind": "year", "rate": 6, "due": "2024-03-01", "overdue_rate": 8, "until": "2026-03-01"},
        {"face": (1, 10**9), "rate": (0, 100), "overdue_rate": (0, 100)},
    ),
    "late-interest": ({"principal": 10**5, "due": "2024-01-10", "paid": "2026-01-10"}, {"principal": (1, 10**10)}),
    "work-injury-compensation": (
        {"grade": "7", "wage": 9000, "injured": "2026-03-01", "leave_months": 1}, {"wage": (1, 10**6), "leave_months": (0, 24)},
    ),
    "injury-compensation": (
        {"outcome": "8", "age": 40, "medical": 1, "lost_days": 1, "monthly_income": 1, "care_days": 1, "care_daily": 1, "child_age": 3, "share": 70},
        {"medical": (0, 10**8), "lost_days": (0, 7300), "monthly_income": (0, 10**6), "care_days": (0, 7300), "care_daily": (0, 10**4), "share": (1, 100)},
    ),
    "child-support": ({"income": 9000, "children": 1}, {"income": (1, 10**7), "children": (1, 10)}),
    "inheritance-shares": ({"died": "2026-01-01", "spouse": "yes", "children": 2, "parents": 1}, {"estate": (0, 10**10)}),
}  # fmt: skip


def test_every_calculator_of_money_has_something_that_must_grow() -> None:
    assert set(GROWS) == set(CALCULATORS) - {"deadlines"}


@settings(max_examples=400)
@given(st.data())
def test_what_was_asked_for_more_of_never_gives_less(data: st.DataObject) -> None:
    id = data.draw(st.sampled_from(sorted(GROWS)))
    fixed, growing = GROWS[id]
    name = data.draw(st.sampled_from(sorted(growing)))
    low, high = sorted((data.draw(st.integers(*growing[name])), data.draw(st.integers(*growing[name]))))
    less, more = (run(id, **{**fixed, name: amount}) for amount in (low, high))
    assert value(less) <= value(more), (id, name, low, high)
    assert less.high is not None and more.high is not None and less.high <= more.high


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(0, 500), st.integers(0, 500), WAGES)
def test_signing_later_never_gives_less_double_pay_and_eleven_months_at_most(started: date, one: int, other: int, wage: Decimal) -> None:
    early, late = (min(started + timedelta(days=d), TODAY) for d in sorted((one, other)))
    less, more = (value(run("double-pay", started=started, signed=day, wage=wage)) for day in (early, late))
    assert less <= more <= 11 * wage
    if (late - started).days > 370:
        assert more == 11 * wage


@given(st.dates(date(2020, 1, 1), date(2026, 10, 31)), st.integers(0, 30), st.integers(0, 60), st.integers(12, 500))
def test_leave_is_fifteen_days_at_most_and_days_taken_or_an_earlier_end_never_add(ended: date, earlier: int, taken: int, months: int) -> None:
    args = {"started": "2010-01-01", "total_months": months, "wage": 2175}
    day = max(ended - timedelta(days=earlier), date(ended.year, 1, 1))
    most = value(run("annual-leave", ended=ended, **args))
    assert most <= 15 * 200 and most % 200 == 0
    assert value(run("annual-leave", ended=ended, taken=taken, **args)) <= most
    assert value(run("annual-leave", ended=day, **args)) <= most


@given(st.dates(date(2020, 8, 20), date(2026, 9, 20)), st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 50))
def test_waiting_longer_never_makes_less_interest(start: date, one: int, other: int, rate: int) -> None:
    early, late = (min(start + timedelta(days=d), TODAY) for d in sorted((one, other)))
    loans = [value(run("loan-interest", face=10**5, lent=start, rate_kind="year", rate=rate, until=day)) for day in (early, late)]
    judged = [value(run("late-interest", principal=10**5, due=start, paid=day)) for day in (early, late)]
    assert loans == sorted(loans) and judged == sorted(judged)


@given(st.integers(2, 10), st.integers(0, 120))
def test_a_heavier_injury_always_gives_more(grade: int, age: int) -> None:
    heavier, lighter = (value(run("injury-compensation", outcome=g, age=age)) for g in (grade - 1, grade))
    assert heavier > lighter


@given(st.dates(date(2010, 1, 1), date(2026, 6, 1)), WAGES)
def test_illegal_dismissal_gives_twice_the_severance(started: date, wage: Decimal) -> None:
    args = {"started": started, "ended": "2026-10-31", "wage": wage}
    single, double, unsure = (run("severance", reason=r, **args) for r in ("agreed", "illegal", None))
    assert value(double) == 2 * value(single) and (unsure.low, unsure.high) == (single.low, double.low)


NAMES = sorted({name for c in CALCULATORS.values() for name in c.inputs.model_fields})
NONSENSE = st.one_of(st.none(), st.text(max_size=12), st.integers(-(10**12), 10**12).map(str), st.dates().map(str), st.sampled_from(("yes", "no", "10", "death", "nan", "1e400")))


@settings(max_examples=300)
@given(st.sampled_from(sorted(CALCULATORS)), st.dictionaries(st.sampled_from(NAMES), NONSENSE, max_size=len(NAMES)))
def test_nonsense_is_refused_in_chinese_and_nothing_else_happens(id: str, answers: Mapping[str, str | None]) -> None:
    try:
        result = calculate(id, answers, RATES, TODAY)
    except BotError as refusal:
        assert any("一" <= c <= "鿿" for c in str(refusal))
    else:
        assert result.steps and result.total
