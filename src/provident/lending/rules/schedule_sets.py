"""成批还款计划 · the schedules of many loans at once, in whole fen.

`schedule` is the definition; this is its fast form for portfolios under 30/360, and equal to
it to the fen.  Amounts are numpy int64 fen, rates millionths of a per cent (3.1 % is
3 100 000).  What happens to a loan later needs no form of its own: after a repricing or an
early payment its schedule is that of its balance, its remaining months and its new rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from provident.kernel.refusal import Verdict
from provident.lending.rules.due_days import Counting, due_day_of, first_due
from provident.lending.rules.level import annuity, half_up_whole, to_fen
from provident.lending.rules.loan import Loan
from provident.lending.rules.loan_inputs import MONTHS_MAX, RATE_PLACES

Whole = NDArray[np.int64]

MONTH_DAYS = 30
DAY_UNIT = 100 * 360 * 10**RATE_PLACES
"""Fen × millionths of a per cent × days ÷ this = interest in fen."""
MONTH_UNIT = DAY_UNIT // MONTH_DAYS
RATE_TOP = 100 * 10**RATE_PLACES
INT64_ROOM = 2**62
GUARD_BITS = 128
"""Precision of the annuity factor; where it cannot decide a half fen, whole numbers do."""

SetMethod = Literal["equal_instalment", "equal_principal"]


@dataclass(frozen=True, slots=True)
class LoanSet:
    """一批贷款 · one entry for each loan in every array; one method for all.

    `first_days`  interest days of the first period, 30 where it is a whole month.
    """

    principal: Whole
    months: Whole
    rate: Whole
    first_days: Whole
    method: SetMethod = "equal_instalment"

    @classmethod
    def of(cls, loans: Sequence[Loan], method: SetMethod) -> LoanSet:
        """The set of these loans, which are repaid by `method` under 30/360."""
        return cls(
            np.array([to_fen(loan.principal) for loan in loans], np.int64),
            np.array([loan.months for loan in loans], np.int64),
            np.array([int(loan.rate.scaleb(RATE_PLACES)) for loan in loans], np.int64),
            np.array([_first_days(loan) for loan in loans], np.int64),
            method,
        )


@dataclass(frozen=True, slots=True)
class ScheduleSet:
    """一批还款计划 · arrays of shape (instalment, column) in fen, zero beyond a loan's term.

    Columns stand by falling term; `column[i]` is that of the i-th loan of the set.
    """

    column: Whole
    payment: Whole
    principal: Whole
    interest: Whole
    balance: Whole


def schedules(loans: LoanSet) -> ScheduleSet:
    """成批还款计划 · every instalment of every loan.

    Needs 32 bytes × the longest term for each loan: hand a large portfolio over in parts.
    Raises `Refusal` where a loan is out of bounds or too large for 64-bit arithmetic.
    """
    judge_set(loans).require()
    order = np.argsort(-loans.months, kind="stable")
    months, rate = loans.months[order], loans.rate[order]
    level, owed = levels(loans)[order], loans.principal[order]
    longest = int(months[0]) if len(order) else 0
    payment, principal, interest, balance = (
        np.zeros((longest, len(order)), np.int64) for _ in range(4)
    )
    # active[k]: how many loans have an instalment k + 1; the last of them close there.
    active = np.searchsorted(-months, -np.arange(longest + 1), side="left").tolist()
    for k in range(longest):
        running, going_on = active[k], active[k + 1]
        debt, due, part = owed[:running], interest[k, :running], principal[k, :running]
        np.multiply(debt, rate[:running], out=due)
        np.add(due, MONTH_UNIT // 2, out=due)
        np.floor_divide(due, MONTH_UNIT, out=due)
        if loans.method == "equal_instalment":
            np.subtract(level[:running], due, out=part)
            np.minimum(part, debt, out=part)
        else:
            np.minimum(level[:running], debt, out=part)
        part[going_on:] = debt[going_on:]
        if k == 0:
            days = loans.first_days[order]
            due[:] = (debt * rate * days + DAY_UNIT // 2) // DAY_UNIT
        np.subtract(debt, part, out=debt)
        balance[k, :running] = debt
        np.add(part, due, out=payment[k, :running])
    column = np.empty_like(order)
    column[order] = np.arange(len(order))
    return ScheduleSet(column, payment, principal, interest, balance)


def levels(loans: LoanSet) -> Whole:
    """月还款额, or the constant principal, of each loan in fen, half up."""
    if loans.method == "equal_principal":
        return (2 * loans.principal + loans.months) // (2 * loans.months)
    columns = (loans.principal.tolist(), loans.rate.tolist(), loans.months.tolist())
    return np.array([_level(*loan) for loan in zip(*columns, strict=True)], np.int64)


def _level(principal: int, rate: int, months: int) -> int:
    """One multiplication; the exact fraction only where half a fen hangs on the last bit."""
    product = 2 * principal * _factor(rate, months) + (1 << GUARD_BITS)
    level = product >> (GUARD_BITS + 1)
    if (product + 2 * principal) >> (GUARD_BITS + 1) == level:
        return level
    return half_up_whole(principal * (exact := _annuity(rate, months))[0], exact[1])


@lru_cache(maxsize=4096)
def _factor(rate: int, months: int) -> int:
    """The annuity factor × 2**GUARD_BITS, cut off: too small by less than one."""
    numerator, denominator = _annuity(rate, months)
    return (numerator << GUARD_BITS) // denominator


def _annuity(rate: int, months: int) -> tuple[int, int]:
    return annuity(DAY_UNIT + rate * MONTH_DAYS, DAY_UNIT, months)


def judge_set(loans: LoanSet) -> Verdict:
    """Whether every loan lies within the bounds; loans are named by their place in the set."""
    verdict = Verdict()
    largest = loans.principal * np.maximum(loans.rate, 1).astype(object)
    for code, says, wrong in (
        ("loan.principal", "贷款金额必须大于零", loans.principal <= 0),
        (
            "loan.months",
            f"贷款期限应为 1 至 {MONTHS_MAX} 个月",
            _outside(loans.months, 1, MONTHS_MAX),
        ),
        ("loan.rate", "贷款年利率应不小于 0、小于 100", _outside(loans.rate, 0, RATE_TOP - 1)),
        # From a 30th to the 31st is no day at all by 30/360.
        ("loan.first_due_on", "首期计息天数应为 0 至 91 天", _outside(loans.first_days, 0, 91)),
        (
            "loan.too_large",
            "贷款金额过大，不能成批计算",
            largest * loans.first_days > INT64_ROOM,
        ),
    ):
        places = np.flatnonzero(wrong).tolist()
        if places:
            first = "、".join(str(place + 1) for place in places[:10])
            verdict.refuse(
                code,
                f"{says}：第 {first} 笔等共 {len(places)} 笔，请改正。",
                count=len(places),
                numbers=first,
            )
    return verdict


def _outside(values: Whole, lowest: int, highest: int) -> NDArray[np.bool_]:
    return (values < lowest) | (values > highest)


def _first_days(loan: Loan) -> int:
    return Counting("30/360", due_day_of(loan)).days(loan.starts_on, first_due(loan))
