"""还款计划 · schedules of `size` instalments beside bare numpy with the same rounding.

Raw is the recurrence alone on the same int64 fen: a month's interest half up, the last
instalment closing, four arrays written, the level payment from a binary power.  Ours adds
the exact level payment, terms and first periods of any length, and the judgement of the
input.  `definition_s` is what the Decimal definition takes for the same loans, reckoned from
a hundredth of them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np

from benchmarks.ground import Figure, peak_mb
from provident.lending.rules.level import from_fen
from provident.lending.rules.schedule import Loan, schedule
from provident.lending.rules.schedule_sets import MONTH_UNIT, LoanSet, Whole, schedules

ROUNDS = 5
"""Each side is measured so often, in turn; the better time counts."""
SAMPLE = 100
RATES = (2_100_000, 2_600_000, 2_525_000, 3_075_000)
"""The rates in force since 2025-05-08, in millionths of a per cent."""


def run(size: int) -> Figure:
    """Compute the schedules of loans with at least `size` instalments in all."""
    loans = portfolio(size)
    raw_s, ours_s = [], []
    for _ in range(ROUNDS):
        ours_s.append(_seconds(lambda: schedules(loans)))
        raw_s.append(_seconds(lambda: bare(loans)))
    return Figure(
        "schedule",
        int(loans.months.sum()),
        min(ours_s),
        min(raw_s),
        peak_mb(),
        0,
        "成批还款计划（期数）",
        {"definition_s": _seconds(lambda: _define(loans)) * SAMPLE},
    )


def portfolio(size: int) -> LoanSet:
    """Invented loans of 5 to 30 whole years until their instalments reach `size`."""
    chance = random.Random(20261124)
    terms: list[int] = []
    while sum(terms) < size:
        terms += [12 * chance.randint(5, 30) for _ in range(max(1, size // 2000))]
    count = len(terms)
    principal = [chance.randint(50_000_00, 1_200_000_00) for _ in range(count)]
    rate = [chance.choice(RATES) for _ in range(count)]
    columns = [np.array(column, np.int64) for column in (principal, terms, rate)]
    return LoanSet(*columns, np.full(count, 30, np.int64))


def bare(loans: LoanSet) -> tuple[Whole, Whole, Whole, Whole]:
    """The recurrence and nothing else."""
    order = np.argsort(-loans.months)
    months, rate, owed = (part[order] for part in (loans.months, loans.rate, loans.principal))
    growth = 1 + rate / MONTH_UNIT
    level = np.floor(owed * (growth - 1) / (1 - growth ** (-months)) + 0.5).astype(np.int64)
    made = tuple(np.zeros((int(months[0]), len(months)), np.int64) for _ in range(4))
    payment, principal, interest, balance = made
    for k in range(int(months[0])):
        running, going_on = np.searchsorted(-months, [-k, -k - 1])
        due = (owed[:running] * rate[:running] + MONTH_UNIT // 2) // MONTH_UNIT
        part = level[:running] - due
        part[going_on:] = owed[going_on:running]
        owed[:running] -= part
        payment[k, :running], principal[k, :running] = part + due, part
        interest[k, :running], balance[k, :running] = due, owed[:running]
    return payment, principal, interest, balance


def _define(loans: LoanSet) -> None:
    for place in range(0, len(loans.months), SAMPLE):
        principal, months, rate = (
            int(part[place]) for part in (loans.principal, loans.months, loans.rate)
        )
        paid_on = date(2026, 1, 15)
        percent = Decimal(rate).scaleb(-6)
        schedule(Loan(from_fen(principal), months, percent, "equal_instalment", paid_on))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
