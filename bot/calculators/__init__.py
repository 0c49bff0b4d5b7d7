"""Calculators by id: pure functions of (answers by question name, dated rates, today) → Result with its steps and legal basis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.calculators.annual_leave import AnnualLeaveInputs, annual_leave
from bot.calculators.arbitration_fee import ArbitrationFeeInputs, arbitration_fee
from bot.calculators.child_support import ChildSupportInputs, child_support
from bot.calculators.court_fee import CourtFeeInputs, court_fee
from bot.calculators.deadlines import DeadlineInputs, deadlines
from bot.calculators.double_pay import DoublePayInputs, double_pay
from bot.calculators.ics import ics
from bot.calculators.inheritance import InheritanceInputs, inheritance_shares
from bot.calculators.injury import InjuryInputs, injury_compensation
from bot.calculators.inputs import Inputs, Rates, read_inputs
from bot.calculators.late_interest import LateInterestInputs, late_interest
from bot.calculators.loan_interest import LoanInputs, loan_interest
from bot.calculators.result import Deadline, Result, Step
from bot.calculators.severance import SeveranceInputs, severance
from bot.calculators.wages_overtime import WagesInputs, wages_overtime
from bot.calculators.work_injury import WorkInjuryInputs, work_injury
from bot.errors import NotFound

__all__ = ["CALCULATORS", "Calculator", "Deadline", "Result", "Step", "calculate", "ics"]


@dataclass(frozen=True)
class Calculator:
    """The inputs a calculator reads, and the function itself."""

    inputs: type[Inputs]
    run: Callable[[Any, Rates, date], Result]

    @property
    def required(self) -> frozenset[str]:
        """Names of the questions that must be answered."""
        return frozenset(name for name, field in self.inputs.model_fields.items() if field.is_required())


CALCULATORS: Mapping[str, Calculator] = {
    "severance": Calculator(SeveranceInputs, severance),
    "wages-overtime": Calculator(WagesInputs, wages_overtime),
    "double-pay": Calculator(DoublePayInputs, double_pay),
    "annual-leave": Calculator(AnnualLeaveInputs, annual_leave),
    "court-fee": Calculator(CourtFeeInputs, court_fee),
    "arbitration-fee": Calculator(ArbitrationFeeInputs, arbitration_fee),
    "loan-interest": Calculator(LoanInputs, loan_interest),
    "late-interest": Calculator(LateInterestInputs, late_interest),
    "work-injury-compensation": Calculator(WorkInjuryInputs, work_injury),
    "injury-compensation": Calculator(InjuryInputs, injury_compensation),
    "child-support": Calculator(ChildSupportInputs, child_support),
    "inheritance-shares": Calculator(InheritanceInputs, inheritance_shares),
    "deadlines": Calculator(DeadlineInputs, deadlines),
}


def calculate(id: str, answers: Mapping[str, str | None], rates: Rates, today: date) -> Result:
    """Run the calculator `id` on typed answers as text (dates ISO, numbers plain, yes/no, choice values; None is "don't know").

    Raises NotFound, BadRequest (missing or contradictory) and OutOfRange (outside what the tables or the law cover), in Chinese."""
    calculator = CALCULATORS.get(id)
    if calculator is None:
        raise NotFound(f"没有这个计算器：{id}")
    return calculator.run(read_inputs(calculator.inputs, answers), rates, today)
