"""现状 · what the rules of enrolment need to know about employers and members.

Plain data, filled by `collection.facts.enrolments` after the locks are taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from provident.kernel.dates import Month

EMPLOYER_NORMAL, EMPLOYER_OPENED, EMPLOYER_DEFERRED = "01", "02", "03"
EMPLOYER_CLOSED, EMPLOYER_SEALED = "04", "05"
"""States of JGJ/T 320-2014 A.4."""

MEMBER_NORMAL, MEMBER_SEALED = "01", "02"
"""States of JGJ/T 320-2014 A.6."""


@dataclass(frozen=True, slots=True)
class EmployerStanding:
    """单位现状 · an employer with its terms.

    `listed_to` the last month with a standing list; every month from `first_month` to it has
    one.  None: no list yet.
    """

    id: int
    number: str
    name: str
    branch: str
    state: str
    opened_on: date
    pay_day: int
    rounding: Literal["fen", "jiao", "yuan"]
    first_month: Month
    listed_to: Month | None
    unallocated_holder: int

    @property
    def free_from(self) -> Month:
        """The first month without a list: from here on changes may take effect."""
        return self.listed_to + 1 if self.listed_to else self.first_month


@dataclass(frozen=True, slots=True)
class Ratios:
    """缴存比例 · the pair in force, in percent."""

    unit: Decimal
    personal: Decimal


@dataclass(frozen=True, slots=True)
class StandingList:
    """有效清册 · a list that is confirmed or credited; `reference` is its 附言号."""

    month: Month
    reference: str
    credited: bool


@dataclass(frozen=True, slots=True)
class MemberStanding:
    """职工现状 · a member with the enrolment that has not ended, if there is one.

    `sealed_from` is set while a seal is open; `unsealed_month` is the month from which the
    last closed seal no longer holds.
    """

    id: int
    number: str
    name: str
    holder: int
    closed_on: date | None
    version: int
    enrolment: int | None
    employer: int | None
    employer_number: str
    employer_name: str
    first_month: Month | None
    state: str
    sealed_from: Month | None
    unsealed_month: Month | None


@dataclass(frozen=True, slots=True)
class Holding:
    """已有 · a member in the books who has the same document, card or mobile as a person.

    `standing` is given where the document agrees, that is where it is the person himself.
    """

    same: Literal["document", "card", "mobile"]
    member_number: str
    standing: MemberStanding | None = None
