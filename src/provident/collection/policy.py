"""归集政策 · the collection's parameters, read into the shapes that its rules take.

`ask` is whoever answers for one centre and one release: `Context.policy`, or a library bound
to a centre.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol, cast

from provident.collection.rules.interest import DepositTerms, Method, MethodStep, RateStep
from provident.kernel.policy_source import PolicyValue
from provident.kernel.refusal import Defect

CURRENT_YEAR = "deposit.current_year_rate"
CARRIED_OVER = "deposit.carried_over_rate"
RATE_DATE_RULE = "deposit.rate_date_rule"
DAY_BASIS = "deposit.day_basis"
DUE_DAYS = "collection.due_days"

READS: tuple[str, ...] = (
    CURRENT_YEAR,
    CARRIED_OVER,
    RATE_DATE_RULE,
    DAY_BASIS,
    DUE_DAYS,
    # Read by the collection's operations and facts:
    "collection.base_cap",
    "collection.base_floor",
    "collection.first_month",
    "collection.hire_days",
    "collection.leave_days",
    "collection.list_months_ahead",
    "collection.list_months_at_once",
    "collection.opening_days",
    "collection.ratio_max",
    "collection.ratio_min",
    "collection.registration_days",
    "collection.rounding_allowed",
    "collection.rounding_default",
    "collection.value_date_rule",
)
"""Every parameter that the collection reads."""


class Ask(Protocol):
    """The question of one centre to one release of the policy."""

    def __call__(self, name: str, *, on: date) -> PolicyValue: ...


def deposit_terms(ask: Ask, start: date, last: date) -> DepositTerms:
    """计息条件: rates and methods in force from `start` to `last`, both included.

    Refuses where the policy knows no rate for a day between.
    """
    current = _history(ask, CURRENT_YEAR, start, last)
    carried = _history(ask, CARRIED_OVER, start, last)
    changes = sorted({value.valid_from for value in (*current, *carried)})
    rates = [
        RateStep(day, _number(_on(current, day)), _number(_on(carried, day)))
        for day in sorted({max(change, start) for change in changes})
    ]
    methods = [
        MethodStep(max(value.valid_from, start), cast(Method, value.value))
        for value in _history(ask, RATE_DATE_RULE, start, last)
    ]
    bases = {value.value for value in _history(ask, DAY_BASIS, start, last)}
    if len(bases) != 1:
        raise Defect(f"the days of a year of interest change between {start} and {last}")
    citations = (code for value in (*current, *carried) for code in value.basis)
    return DepositTerms(
        rates=tuple(_without_repeats(rates)),
        methods=tuple(methods),
        day_basis=ask(DAY_BASIS, on=last).count,
        basis=tuple(dict.fromkeys(citations)),
    )


def due_days(ask: Ask, pay_day: date) -> int:
    """汇缴期限: days from the pay day within which the employer remits (art. 19)."""
    return ask(DUE_DAYS, on=pay_day).count


def _history(ask: Ask, name: str, start: date, last: date) -> list[PolicyValue]:
    """Every record that answers between two days, in order of time."""
    found = [ask(name, on=start)]
    while (until := found[-1].valid_until) is not None and until <= last:
        found.append(ask(name, on=until))
    return found


def _on(history: list[PolicyValue], day: date) -> PolicyValue:
    return next(value for value in reversed(history) if value.valid_from <= day)


def _number(value: PolicyValue) -> Decimal:
    if not isinstance(value.value, Decimal):
        raise Defect(f"policy {value.name} is not a number: {value.value!r}")
    return value.value


def _without_repeats(steps: list[RateStep]) -> list[RateStep]:
    """A record with the same rates as the one before is no change of rate."""
    kept = steps[:1]
    for step in steps[1:]:
        if (step.current_year, step.carried_over) != (
            kept[-1].current_year,
            kept[-1].carried_over,
        ):
            kept.append(step)
    return kept
