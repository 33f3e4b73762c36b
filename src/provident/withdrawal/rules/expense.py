"""其他支出提取 · withdraw for an expense of one's own home or a hardship.

2026 第二十四条第一款第（四）项 (装修)、第（五）项 (物业费)、第（九）项 (国务院批准的其他):
new in this text, no case of the 2019 text.  契税、老旧小区改造、加装电梯、车位、大病、低保
rest on the centre's own rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.collection.rules.findings import Findings
from provident.kernel.money import ZERO
from provident.withdrawal.policy import (
    GAP_MONTHS,
    RENOVATION_AGAIN,
    CaseTerms,
    ExpenseTerms,
    FloorTerms,
)
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

OWN_HOME = frozenset({"renovation", "property_fee", "deed_tax", "old_estate", "elevator"})
"""Cases of a home that the member or the spouse owns."""


@dataclass(frozen=True, slots=True)
class ExpenseClaim:
    """支出提取申请 · accepted on `on`.

    `expense`      yuan that the member bears himself, `spent_on` the day of the invoice;
    `owns_home`    he or the spouse owns the home it is for;
    `family_used`  yuan that the family has withdrawn for this expense already;
    `last_on`      his last withdrawal for the same use (and, for a home, the same home).
    """

    on: date
    amount: Decimal | None
    expense: Decimal
    spent_on: date
    owns_home: bool = True
    family_used: Decimal = ZERO
    last_on: date | None = None


def judge_expense(
    claim: ExpenseClaim,
    person: Person,
    case: CaseTerms,
    terms: ExpenseTerms,
    floor: FloorTerms,
) -> Answer:
    """Up to the expense and the centre's cap; once for a home, or at the interval."""
    found = begin(case)
    if case.closing is not None:
        found.add(terms.missing)
        note_unset(found, terms.unset)
    unbanned = judge_person(person, claim.on, found)
    _judge_facts(claim, case, found)
    _judge_window(claim, terms, found)
    again_on = _judge_again(claim, case, terms, found)
    less = f"，家庭已提取 {claim.family_used:.2f} 元" if claim.family_used else ""
    used = {"used": f"{claim.family_used:.2f}"} if claim.family_used else {}
    limits = [
        available(person.money, floor),
        Limit(
            "expense",
            f"本人负担的费用（{claim.expense:.2f} 元{less}）",
            max(claim.expense - claim.family_used, ZERO),
            case.basis,
            {"expense": f"{claim.expense:.2f}", **used},
        ),
    ]
    if terms.cap is not None:
        cap = max(terms.cap - claim.family_used, ZERO)
        name = f"本中心规定的限额（{terms.cap:.2f} 元{less}）"
        facts = {"cap": f"{terms.cap:.2f}", **used}
        limits.append(Limit("local_cap", name, cap, terms.basis, facts))
    require_amount(found, claim.amount, limits)
    return conclude(
        case, found, limits, next_on=later(unbanned, again_on), more_basis=terms.basis
    )


def _judge_facts(claim: ExpenseClaim, case: CaseTerms, found: Findings) -> None:
    found.refuse_if(
        case.case in OWN_HOME and not claim.owns_home,
        "withdrawal.not_own_home",
        "这一提取只限本人或者配偶的自住住房，请提供不动产权证书。",
        basis=case.basis,
    )
    found.refuse_if(
        claim.expense <= ZERO,
        "withdrawal.expense",
        f"费用 {claim.expense:.2f} 元应大于零，请按发票填写本人负担的部分。",
        expense=f"{claim.expense:.2f}",
    )
    found.refuse_if(
        claim.spent_on > claim.on,
        "withdrawal.not_yet",
        f"发票日期 {claim.spent_on} 在申请之后，请核对。",
        spent_on=claim.spent_on.isoformat(),
    )


def _judge_window(claim: ExpenseClaim, terms: ExpenseTerms, found: Findings) -> None:
    if terms.window_months is None:
        return
    ends_on = months_after(claim.spent_on, terms.window_months)
    found.refuse_if(
        claim.on > ends_on,
        "withdrawal.too_late",
        f"应在付款后 {terms.window_months} 个月内申请，已于 {ends_on} 到期。",
        basis=terms.basis,
        ended=ends_on.isoformat(),
        window_months=terms.window_months,
    )


def _judge_again(
    claim: ExpenseClaim, case: CaseTerms, terms: ExpenseTerms, found: Findings
) -> date | None:
    if claim.last_on is None:
        return None
    gap = terms.gap_months or 12 * (terms.again_years or 0)
    if not gap:
        found.refuse(
            "withdrawal.same_home",
            f"同一住房的这一费用已于 {claim.last_on} 提取过，不能重复提取。",
            basis=case.basis,
            last_on=claim.last_on.isoformat(),
        )
        return None
    again_on = months_after(claim.last_on, gap)
    found.refuse_if(
        claim.on < again_on,
        "withdrawal.too_soon",
        f"上次提取是 {claim.last_on}，须隔 {gap} 个月，{again_on} 起可以再次申请。",
        basis=(GAP_MONTHS if terms.gap_months else RENOVATION_AGAIN,),
        next_on=again_on.isoformat(),
        last_on=claim.last_on.isoformat(),
        gap_months=gap,
    )
    return again_on
