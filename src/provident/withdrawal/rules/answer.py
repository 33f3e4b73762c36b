"""提取答复 · what is told to somebody who asks to withdraw.

Every judge returns an `Answer`: all reasons against at once, all limits with the binding one
named, what becomes of the holder, the papers to bring, the day of the decision and the day
from which asking again can succeed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from provident.collection.rules.findings import Findings
from provident.kernel.money import ZERO
from provident.withdrawal.cases import CASES
from provident.withdrawal.policy import CaseTerms, Closing
from provident.withdrawal.rules.deadline import decide_by
from provident.withdrawal.rules.papers import EMPLOYER_CERTIFICATE

Outcome = Literal["to_member", "to_heirs", "to_surplus"]

RESTRICTIONS = {
    "withdrawal.rent_income_share": "房租占家庭工资收入的规定比例",
    "withdrawal.purchase_window_months": "购房后可以提取的期限",
    "withdrawal.parking_window_months": "购买车位后可以提取的期限",
    "withdrawal.renovation_again_years": "同一住房再次装修提取的间隔",
}
"""What the restrictions are called that a centre may add."""


@dataclass(frozen=True, slots=True)
class Limit:
    """一项限额 · an amount in yuan that is not exceeded, and what it rests on.

    `facts`  the figures of its name, as text: amounts in yuan.
    """

    code: str
    zh: str
    amount: Decimal
    basis: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Answer:
    """提取答复 · `limits` may be empty where a reason keeps them from being computed.

    `next_on`  the first day on which the same application can succeed as far as time
               decides, None where time alone changes nothing;
    `pays`     to whom the money goes.
    """

    case: str
    findings: Findings
    limits: tuple[Limit, ...]
    closing: Closing | None
    documents: tuple[str, ...]
    decide_by: date | None
    basis: tuple[str, ...]
    next_on: date | None = None
    pays: Outcome = "to_member"

    @property
    def title(self) -> str:
        return CASES[self.case]

    @property
    def allowed(self) -> bool:
        return self.findings.allowed

    @property
    def binding(self) -> Limit | None:
        """The limit that decides the amount: the least, the earliest among equals."""
        return min(self.limits, key=lambda limit: limit.amount, default=None)

    @property
    def amount_max(self) -> Decimal:
        """可提金额 · the most that may be withdrawn in yuan, never below zero."""
        least = self.binding
        return max(least.amount, ZERO) if least else ZERO


def begin(terms: CaseTerms) -> Findings:
    """The findings of a case, with the reasons for which it is not provided for."""
    found = Findings()
    found.add(terms.missing)
    return found


def note_unset(found: Findings, names: Iterable[str]) -> None:
    """Name each restriction that the centre may have and has not entered."""
    for name in names:
        found.warn(
            "withdrawal.not_checked",
            f"本中心没有录入“{RESTRICTIONS.get(name, name)}”，这一项没有检查；"
            "如有规定，请录入文号和数值。",
            basis=(name,),
            title=RESTRICTIONS.get(name, name),
        )


def require_amount(found: Findings, asked: Decimal | None, limits: Iterable[Limit]) -> None:
    """The amount asked for is above zero and within every limit."""
    if asked is not None and asked <= ZERO:
        found.refuse(
            "withdrawal.amount",
            f"申请提取的金额 {asked:.2f} 元应大于零，请重新填写。",
            asked=f"{asked:.2f}",
        )
        return
    for limit in limits:
        if limit.amount <= ZERO:
            found.refuse(
                f"withdrawal.nothing_left.{limit.code}",
                f"{limit.zh}为 {max(limit.amount, ZERO):.2f} 元，现在没有可以提取的金额。",
                basis=limit.basis,
                limit=limit.code,
                left=f"{max(limit.amount, ZERO):.2f}",
                **limit.facts,
            )
        elif asked is not None and asked > limit.amount:
            found.refuse(
                f"withdrawal.over_limit.{limit.code}",
                f"申请提取 {asked:.2f} 元，超过{limit.zh} {limit.amount:.2f} 元；"
                f"请把金额改为不超过 {limit.amount:.2f} 元。",
                basis=limit.basis,
                limit=limit.code,
                amount=f"{limit.amount:.2f}",
                asked=f"{asked:.2f}",
                **limit.facts,
            )


def conclude(
    terms: CaseTerms,
    found: Findings,
    limits: Iterable[Limit] = (),
    *,
    next_on: date | None = None,
    pays: Outcome = "to_member",
    more_basis: Iterable[str] = (),
) -> Answer:
    """The answer from what was found."""
    papers = terms.documents
    if terms.certificate_needed:
        papers = (*papers, EMPLOYER_CERTIFICATE)
    return Answer(
        case=terms.case,
        findings=found,
        limits=tuple(limits),
        closing=terms.closing,
        documents=papers,
        decide_by=decide_by(terms.on, terms.decision_days, terms.day_count),
        basis=tuple(dict.fromkeys((*terms.basis, *more_basis))),
        next_on=next_on,
        pays=pays,
    )
