"""购建还贷提取 · withdraw to buy or build a home, or to repay its loan.

2019 第二十四条第一款第（一）项、第（五）项; 2026 第二十四条第一款第（二）项、第（三）项:
the same cases in both texts.  For one home a family takes out together no more than it
pays itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from provident.collection.rules.findings import Findings
from provident.kernel.money import ZERO
from provident.withdrawal.policy import GAP_MONTHS, CaseTerms, FloorTerms, HomeTerms
from provident.withdrawal.rules.answer import (
    Answer,
    Limit,
    begin,
    conclude,
    note_unset,
    require_amount,
)
from provident.withdrawal.rules.deadline import months_after
from provident.withdrawal.rules.limits import available
from provident.withdrawal.rules.person import Person, judge_person, later

Relation = Literal["self", "spouse", "parent", "child"]

RELATIONS = {"self": "本人", "spouse": "配偶", "parent": "父母", "child": "子女"}
"""Whose home or loan it is, seen from the member who withdraws."""


@dataclass(frozen=True, slots=True)
class HomeClaim:
    """购房或建房提取申请 · accepted on `on` for one home.

    `cost`         price or building cost in yuan, `loan` what was or will be borrowed for it;
    `spent_on`     day of the contract or of the planning permit;
    `family_used`  yuan that the family has withdrawn for this home already;
    `claimed`      the member himself has withdrawn for this home before.
    """

    on: date
    amount: Decimal | None
    relation: Relation
    cost: Decimal
    loan: Decimal
    spent_on: date
    family_used: Decimal = ZERO
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class RepayClaim:
    """还贷提取申请 · accepted on `on` for one home loan.

    `repaid`       principal and interest in yuan repaid since the last withdrawal for it;
    `family_used`  yuan of it that the family has withdrawn already;
    `last_on`      day of the member's last withdrawal for the loan.
    """

    on: date
    amount: Decimal | None
    relation: Relation
    repaid: Decimal
    family_used: Decimal = ZERO
    last_on: date | None = None


def judge_home(
    claim: HomeClaim, person: Person, case: CaseTerms, terms: HomeTerms, floor: FloorTerms
) -> Answer:
    """Buying or building: once for a home, up to what the family pays without the loan."""
    found = begin(case)
    note_unset(found, terms.unset)
    unbanned = judge_person(person, claim.on, found)
    _judge_relation(claim.relation, terms, found)
    _judge_once(claim, case, terms, found)
    own = claim.cost - claim.loan
    found.refuse_if(
        claim.cost <= ZERO or claim.loan < ZERO or own < ZERO,
        "withdrawal.cost",
        f"总价或费用 {claim.cost:.2f} 元应大于零，贷款 {claim.loan:.2f} 元不能超过它，请核对。",
        cost=f"{claim.cost:.2f}",
        loan=f"{claim.loan:.2f}",
    )
    less = f"，家庭已为此房提取 {claim.family_used:.2f} 元" if claim.family_used else ""
    facts = {"cost": f"{claim.cost:.2f}", "loan": f"{claim.loan:.2f}", **_used(claim)}
    limits = (
        available(person.money, floor),
        Limit(
            "own_funds",
            f"自付款（总价或费用 {claim.cost:.2f} 元减贷款 {claim.loan:.2f} 元{less}）",
            max(own - claim.family_used, ZERO),
            case.basis,
            facts,
        ),
    )
    require_amount(found, claim.amount, limits)
    return conclude(case, found, limits, next_on=unbanned, more_basis=terms.basis)


def judge_repay(
    claim: RepayClaim, person: Person, case: CaseTerms, terms: HomeTerms, floor: FloorTerms
) -> Answer:
    """Repaying a loan: up to what was repaid since the last withdrawal, at its interval."""
    found = begin(case)
    note_unset(found, terms.unset)
    unbanned = judge_person(person, claim.on, found)
    _judge_relation(claim.relation, terms, found)
    again_on = _judge_gap(claim, terms, found)
    less = f"，家庭已提取 {claim.family_used:.2f} 元" if claim.family_used else ""
    limits = (
        available(person.money, floor),
        Limit(
            "repaid",
            f"上次提取以来实际偿还的贷款本息（{claim.repaid:.2f} 元{less}）",
            max(claim.repaid - claim.family_used, ZERO),
            case.basis,
            {"repaid": f"{claim.repaid:.2f}", **_used(claim)},
        ),
    )
    require_amount(found, claim.amount, limits)
    return conclude(
        case, found, limits, next_on=later(unbanned, again_on), more_basis=terms.basis
    )


def _used(claim: HomeClaim | RepayClaim) -> dict[str, str]:
    """What the family has withdrawn for the same, as a fact; nothing where it has not."""
    return {"used": f"{claim.family_used:.2f}"} if claim.family_used else {}


def _judge_relation(relation: Relation, terms: HomeTerms, found: Findings) -> None:
    allowed = "、".join(RELATIONS[one] for one in terms.relatives)
    found.refuse_if(
        relation not in terms.relatives,
        "withdrawal.relation",
        f"这一提取可以用于{allowed}的住房或者贷款，不能用于{RELATIONS[relation]}的；"
        "请由房屋所有人或者借款人自己申请。",
        basis=terms.basis,
        relation=relation,
        relation_name=RELATIONS[relation],
        allowed=[RELATIONS[one] for one in terms.relatives],
    )


def _judge_once(claim: HomeClaim, case: CaseTerms, terms: HomeTerms, found: Findings) -> None:
    found.refuse_if(
        claim.claimed,
        "withdrawal.same_home",
        "本人已经为同一住房提取过，不能重复提取；有贷款的，可以申请偿还购房贷款本息提取。",
        basis=case.basis,
    )
    found.refuse_if(
        claim.spent_on > claim.on,
        "withdrawal.not_yet",
        f"合同或者许可的日期 {claim.spent_on} 在申请之后，请核对。",
        spent_on=claim.spent_on.isoformat(),
    )
    if terms.window_months is not None:
        ends_on = months_after(claim.spent_on, terms.window_months)
        found.refuse_if(
            claim.on > ends_on,
            "withdrawal.too_late",
            f"应在 {terms.window_months} 个月内申请，已于 {ends_on} 到期。",
            basis=("withdrawal.purchase_window_months",),
            ended=ends_on.isoformat(),
            window_months=terms.window_months,
        )


def _judge_gap(claim: RepayClaim, terms: HomeTerms, found: Findings) -> date | None:
    if claim.last_on is None:
        return None
    again_on = months_after(claim.last_on, terms.gap_months)
    found.refuse_if(
        claim.on < again_on,
        "withdrawal.too_soon",
        f"上次还贷提取是 {claim.last_on}，两次之间须隔 {terms.gap_months} 个月，"
        f"{again_on} 起可以再次申请。",
        basis=(GAP_MONTHS,),
        next_on=again_on.isoformat(),
        last_on=claim.last_on.isoformat(),
        gap_months=terms.gap_months,
    )
    return again_on
