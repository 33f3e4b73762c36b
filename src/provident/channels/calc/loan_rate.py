"""贷款利率的选取 · the rate that people typed, or the one in force for their loan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.channels.calc.desk import Desk
from provident.lending.policy import read_rate
from provident.lending.rules.bound import Bound
from provident.lending.rules.loan import Loan
from provident.lending.rules.loan_inputs import MONTHS_MAX
from provident.lending.rules.rate import HomeClass


@dataclass(frozen=True, slots=True)
class Lent:
    """试算的贷款 · the loan, and what its rate rests on (nothing where people typed it)."""

    loan: Loan
    basis: tuple[str, ...]


def chosen_rate(
    given: Decimal | None, home: HomeClass, months: int, on: date, desk: Desk
) -> Bound[Decimal]:
    """The rate in percent a year; refuses a day for which no rate is known.

    A term that no loan can have is the schedule's to refuse; any rate will do for it.
    """
    if given is not None:
        return Bound(given, ())
    return read_rate(desk.ask, on=on, months=min(max(months, 1), MONTHS_MAX), home=home)
