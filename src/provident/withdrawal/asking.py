"""提取试问 · may I withdraw, and how much: policy and rules together, for one claim.

Each function reads the policy of the day on which the claim is accepted and returns the
rule's `Answer`.  A counter, a calculator and an operation ask here alike.
"""

from __future__ import annotations

from typing import Literal

from provident.withdrawal.policy import (
    CaseTerms,
    ExpenseTerms,
    FloorTerms,
    HomeTerms,
    RentTerms,
    SealTerms,
)
from provident.withdrawal.questions import Ask
from provident.withdrawal.rules.answer import Answer
from provident.withdrawal.rules.expense import ExpenseClaim, judge_expense
from provident.withdrawal.rules.home import HomeClaim, RepayClaim, judge_home, judge_repay
from provident.withdrawal.rules.leaving import (
    DeathClaim,
    LeavingClaim,
    judge_death,
    judge_leaving,
)
from provident.withdrawal.rules.person import Person
from provident.withdrawal.rules.rent import RentClaim, judge_rent

HomePlace = Literal["same_region", "elsewhere"]


def rent(ask: Ask, claim: RentClaim, person: Person, *, area: str | None = None) -> Answer:
    """支付房租."""
    return judge_rent(
        claim,
        person,
        CaseTerms.read(ask, on=claim.on, case="rent", area=area, lease=claim.lease),
        RentTerms.read(ask, on=claim.on, facts=claim.facts, area=area),
        FloorTerms.read(ask, on=claim.on, area=area),
    )


def home(
    ask: Ask,
    case: Literal["purchase", "build"],
    claim: HomeClaim,
    person: Person,
    *,
    home_place: HomePlace = "same_region",
    area: str | None = None,
) -> Answer:
    """购买，或者建造、翻建、大修自住住房."""
    return judge_home(
        claim,
        person,
        CaseTerms.read(ask, on=claim.on, case=case, area=area),
        HomeTerms.read(ask, on=claim.on, use=case, home_place=home_place, area=area),
        FloorTerms.read(ask, on=claim.on, area=area),
    )


def repay(
    ask: Ask,
    claim: RepayClaim,
    person: Person,
    *,
    home_place: HomePlace = "same_region",
    area: str | None = None,
) -> Answer:
    """偿还购房贷款本息."""
    return judge_repay(
        claim,
        person,
        CaseTerms.read(ask, on=claim.on, case="repay", area=area),
        HomeTerms.read(ask, on=claim.on, use="repay", home_place=home_place, area=area),
        FloorTerms.read(ask, on=claim.on, area=area),
    )


def expense(
    ask: Ask, case: str, claim: ExpenseClaim, person: Person, *, area: str | None = None
) -> Answer:
    """装修、物业费、国务院批准的其他住房消费和各地自定的情形."""
    return judge_expense(
        claim,
        person,
        CaseTerms.read(ask, on=claim.on, case=case, area=area),
        ExpenseTerms.read(ask, on=claim.on, case=case, expense=claim.expense, area=area),
        FloorTerms.read(ask, on=claim.on, area=area),
    )


def leaving(
    ask: Ask,
    case: Literal["retire", "disabled", "emigrate", "leave_job"],
    claim: LeavingClaim,
    person: Person,
    *,
    area: str | None = None,
) -> Answer:
    """离休、退休，丧失劳动能力，出境定居，离职."""
    return judge_leaving(
        claim,
        person,
        CaseTerms.read(ask, on=claim.on, case=case, area=area),
        FloorTerms.read(ask, on=claim.on, area=area),
        SealTerms.read(ask, on=claim.on) if case == "leave_job" else None,
    )


def death(ask: Ask, claim: DeathClaim, person: Person, *, area: str | None = None) -> Answer:
    """职工死亡或者被宣告死亡."""
    return judge_death(
        claim,
        person,
        CaseTerms.read(ask, on=claim.on, case="death", area=area),
        FloorTerms.read(ask, on=claim.on, area=area),
    )
