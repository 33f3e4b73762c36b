"""罚息 · interest on what was not paid when it was due.

依据  银发〔2003〕251号: from 2004-01-01 the contract rate and 30 to 50 % on top of it; before
that a fixed rate a day.  policies/lending/penalty_*.yaml
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal

from provident.kernel.dates import Month
from provident.kernel.money import ZERO, half_up_fen
from provident.kernel.refusal import Defect, Verdict
from provident.lending.rules.bound import Bound

PenaltyBase = Literal["principal", "principal_and_interest"]
Compounding = Literal["never", "monthly"]
YEAR_DAYS = 360
DIGITS = 60


@dataclass(frozen=True, slots=True)
class PenaltyRate:
    """罚息利率 · percent a year of 360 days, from a day on until the next one's day."""

    from_on: date
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Overdue:
    """逾期款 · one instalment's unpaid parts in yuan and the day on which it was due."""

    due_on: date
    principal: Decimal
    interest: Decimal


def judge_markup(percent: Decimal, least: Bound[Decimal], most: Bound[Decimal]) -> Verdict:
    """Whether a contract's penalty markup lies within what the notice allows."""
    verdict = Verdict()
    verdict.refuse_if(
        not least.value <= percent <= most.value,
        "penalty.markup",
        f"罚息加收幅度应在 {least.value}% 至 {most.value}% 之间，现为 {percent}%，请改正。",
        basis=(*least.basis, *(one for one in most.basis if one not in least.basis)),
        percent=str(percent),
        lowest=str(least.value),
        highest=str(most.value),
    )
    return verdict


def raised_rate(contract_rate: Decimal, markup_percent: Decimal) -> Decimal:
    """罚息利率 · percent a year: 3.1 % raised by 50 % is 4.65 %.  Nothing is rounded."""
    return (contract_rate * (100 + markup_percent)).scaleb(-2)


def yearly_rate(percent_per_day: Decimal) -> Decimal:
    """日利率折年利率 · 0.021 % a day (日万分之二点一) is 7.56 % a year of 360 days."""
    return percent_per_day * YEAR_DAYS


def penalty(
    overdue: Overdue,
    paid_on: date,
    rates: Sequence[PenaltyRate],
    *,
    base: PenaltyBase,
    compounding: Compounding = "never",
) -> Decimal:
    """罚息 · yuan, half up to the fen, from the due date (in) to the day of payment (out).

    `monthly` adds the penalty of each whole month to what the next month's is charged on,
    rounded at each month's end; `never` rounds once.  A day without a known rate: `Defect`.
    """
    if paid_on <= overdue.due_on:
        return ZERO
    owed = overdue.principal + (ZERO if base == "principal" else overdue.interest)
    charged = ZERO
    for start, end in _spans(overdue.due_on, paid_on, compounding):
        charged += _charge(owed + charged, start, end, rates)
    return charged


def _charge(owed: Decimal, start: date, end: date, rates: Sequence[PenaltyRate]) -> Decimal:
    ordered = sorted(rates, key=lambda one: one.from_on)
    if not ordered or ordered[0].from_on > start:
        raise Defect(f"no penalty rate is known for {start}")
    total = Decimal(0)
    with localcontext(prec=DIGITS):
        ends = [*(one.from_on for one in ordered[1:]), end]
        for one, until in zip(ordered, ends, strict=True):
            days = (min(until, end) - max(one.from_on, start)).days
            total += owed * one.percent * max(days, 0)
        return half_up_fen(total / (100 * YEAR_DAYS))


def _spans(start: date, end: date, compounding: Compounding) -> list[tuple[date, date]]:
    """The stretches after each of which the penalty is rounded."""
    if compounding == "never":
        return [(start, end)]
    cuts = [start]
    month = Month.of(start)
    while (cut := (month := month + 1).day(start.day)) < end:
        cuts.append(cut)
    return list(zip(cuts, [*cuts[1:], end], strict=True))
