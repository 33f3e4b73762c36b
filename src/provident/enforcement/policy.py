"""执法政策 · the parameters of enforcement, read into plain groups.

`ask` answers for one centre and one release: `Context.policy`, or a library bound to a
centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, cast

from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Defect

Offence = Literal["withdrawal", "loan"]
Duty = Literal["right", "duty"]

REGISTRATION_FINE = "enforcement.registration_fine"
OVERDUE_REMEDY = "enforcement.overdue_remedy"
URGING_DUTY = "enforcement.urging_duty"
FRAUD_BAN_YEARS = "enforcement.fraud_ban_years"
REVIEW_DAYS = "enforcement.review_days"

READS: tuple[str, ...] = (
    REGISTRATION_FINE,
    OVERDUE_REMEDY,
    URGING_DUTY,
    FRAUD_BAN_YEARS,
    REVIEW_DAYS,
)
"""Every parameter that enforcement reads."""


class Ask(Protocol):
    """The question of one centre to one release of the policy."""

    def __call__(
        self, name: str, *, on: date, facts: Mapping[str, Fact] | None = None
    ) -> PolicyValue: ...


@dataclass(frozen=True, slots=True)
class FineTerms:
    """罚款幅度 · in yuan, both ends included."""

    lowest: Decimal
    highest: Decimal
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, offence_on: date) -> FineTerms:
        """`offence_on`: the day of the offence, of a lasting one its last day."""
        lowest, highest = (
            ask(REGISTRATION_FINE, on=offence_on, facts={"bound": bound})
            for bound in ("lowest", "highest")
        )
        return cls(_number(lowest), _number(highest), lowest.basis)


@dataclass(frozen=True, slots=True)
class RemedyTerms:
    """逾期缴存的处理 · its article on the day of the order, and whether urging is a duty."""

    basis: tuple[str, ...]
    urging: Duty
    urging_basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, ordered_on: date) -> RemedyTerms:
        remedy, urging = ask(OVERDUE_REMEDY, on=ordered_on), ask(URGING_DUTY, on=ordered_on)
        if remedy.value != "order_then_court":
            raise Defect(f"no rule carries out the remedy {remedy.value!r}")
        return cls(remedy.basis, cast(Duty, urging.value), urging.basis)


@dataclass(frozen=True, slots=True)
class BanTerms:
    """骗提骗贷限制 · years without withdrawal and loan."""

    years: int
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, offence: Offence, offence_on: date) -> BanTerms:
        """Refuses for an offence before 2026-09-20: the Regulations had no period then."""
        years = ask(FRAUD_BAN_YEARS, on=offence_on, facts={"offence": offence})
        return cls(years.count, years.basis)


@dataclass(frozen=True, slots=True)
class ReviewTerms:
    """余额异议 · days for the written answer."""

    days: int
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, on: date) -> ReviewTerms:
        days = ask(REVIEW_DAYS, on=on)
        return cls(days.count, days.basis)


def _number(value: PolicyValue) -> Decimal:
    if not isinstance(value.value, Decimal):
        raise Defect(f"policy {value.name} is not a number: {value.value!r}")
    return value.value
