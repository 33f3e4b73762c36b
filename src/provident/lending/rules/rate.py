"""贷款利率 · which rate a loan has on the day of payout, and when it changes.

依据  中国人民银行历次利率公告；建金〔2010〕179号 (second home); policies/lending/rate_*.yaml
Rates are percent a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from provident.kernel.dates import chinese_date
from provident.kernel.refusal import Defect, refuse
from provident.lending.rules.loan import RateChange

TermBand = Literal["le5y", "gt5y"]
HomeClass = Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class DatedRate:
    """历次利率 · the rate that holds from a day until the next one's day."""

    from_on: date
    rate: Decimal


def term_band(months: int, band_months: int) -> TermBand:
    """期限档次 · by the term of the contract, never by what is left of it.

    `band_months` is the longest term of the lower band (60: five years are still in it).
    """
    return "le5y" if months <= band_months else "gt5y"


def contract_rate(home: HomeClass, first_home: Decimal, second_home_min: Decimal) -> Decimal:
    """合同利率 · the first-home rate, or for a second home at least the floor above it."""
    return first_home if home == "first" else max(first_home, second_home_min)


def rate_on(rates: Sequence[DatedRate], on: date) -> Decimal:
    """The rate in force on a day; a day before the first known one is refused."""
    if not rates:
        raise Defect("no rate was handed in")
    known = [one for one in rates if one.from_on <= on]
    if not known:
        first = min(one.from_on for one in rates)
        raise refuse(
            "rate.unknown",
            f"{chinese_date(on)}的贷款利率没有录入，已录入的从{chinese_date(first)}开始，"
            "系统不作推算；请补录后再算。",
            on=on.isoformat(),
            known_from=first.isoformat(),
        )
    return max(known, key=lambda one: one.from_on).rate


def january_changes(
    rates: Sequence[DatedRate], *, starts_on: date, ends_on: date
) -> list[RateChange]:
    """逐年调整 · the 1 Januaries inside a loan's life on which its rate becomes another.

    A loan longer than a year follows a change of the rate from the next 1 January on; one of
    a year or less keeps its rate, and its caller does not ask.  The 1 January of the payout
    is no change: who is paid on or after the day of a change has the new rate at once.
    """
    changes: list[RateChange] = []
    current = rate_on(rates, starts_on)
    for january in _januaries(starts_on, ends_on):
        rate = rate_on(rates, january)
        if rate != current:
            changes.append(RateChange(january, rate))
        current = rate
    return changes


def _januaries(starts_on: date, ends_on: date) -> Iterable[date]:
    for year in range(starts_on.year + 1, ends_on.year + 1):
        if (january := date(year, 1, 1)) < ends_on:
            yield january
