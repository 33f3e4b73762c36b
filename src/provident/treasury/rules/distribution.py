"""增值收益分配 · in which order a year's surplus is used up.

First an earlier loss is made good, then the risk reserve, then the management fee that the
finance department approved, and what remains supplements the housing fund: 2019 城市廉租住房,
2026 公共租赁住房和房屋安全等公共支出.

依据  《住房公积金管理条例》(2026) 第九条第（五）项、第二十九条、第三十条 (2019: the same);
     财会字〔1999〕33号 (321 增值收益分配)
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.treasury.policy import SurplusTerms
from provident.treasury.rules.reserve import Reserve

USES = {
    "risk_reserve": "贷款风险准备金",
    "management_fee": "管理费用",
    "low_rent_housing": "城市廉租住房建设补充资金",
    "public_rental_housing": "公共租赁住房等住房领域公共支出补充资金",
}
"""What each use is called."""


@dataclass(frozen=True, slots=True)
class Year:
    """一年的收支 · in yuan: income, expense, and an earlier loss that was not made good."""

    income: Decimal
    expense: Decimal
    loss_before: Decimal = ZERO

    @property
    def surplus(self) -> Decimal:
        """增值收益 = 业务收入 − 业务支出; below zero it is the year's loss."""
        return self.income - self.expense

    @property
    def distributable(self) -> Decimal:
        """可供分配 · below zero it is the loss carried forward."""
        return self.surplus - self.loss_before


@dataclass(frozen=True, slots=True)
class FeeApproval:
    """管理费用批复 · yuan that the finance department approved for the year."""

    amount: Decimal
    approval_no: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """分配结果 · yuan for each use in its order, and what is left undistributed.

    The parts and `loss_after` explain the distributable amount to the fen:
    Σ parts − `loss_after` = 可供分配.
    """

    parts: tuple[tuple[str, Decimal], ...]
    fee_unmet: Decimal
    loss_after: Decimal
    basis: tuple[str, ...]

    def amount(self, use: str) -> Decimal:
        return dict(self.parts).get(use, ZERO)


def distribute(
    year: Year, reserve: Reserve, fee: FeeApproval, terms: SurplusTerms
) -> Distribution:
    """The uses in the order of the policy; the last one takes what remains."""
    judge_distribution(year, reserve, fee, terms).require()
    left = max(year.distributable, ZERO)
    wanted = {"risk_reserve": reserve.addition, "management_fee": fee.amount}
    parts: list[tuple[str, Decimal]] = []
    for use in terms.uses:
        amount = min(wanted.get(use, left), left)
        parts.append((use, amount))
        left -= amount
    return Distribution(
        parts=tuple(parts),
        fee_unmet=fee.amount - dict(parts).get("management_fee", ZERO),
        loss_after=max(-year.distributable, ZERO),
        basis=tuple(dict.fromkeys((*terms.basis, *reserve.basis))),
    )


def judge_distribution(
    year: Year, reserve: Reserve, fee: FeeApproval, terms: SurplusTerms
) -> Verdict:
    """Every reason why these figures cannot be distributed."""
    verdict = Verdict()
    verdict.refuse_if(
        year.income < ZERO or year.expense < ZERO or year.loss_before < ZERO,
        "surplus.figures",
        "业务收入、业务支出和年初未弥补损失不能是负数，请核对账面。",
    )
    verdict.refuse_if(
        fee.amount < ZERO or (fee.amount > ZERO and not fee.approval_no),
        "surplus.fee_not_approved",
        "管理费用须报本级财政部门批准，请填写批复的金额和文号。",
        basis=terms.basis,
    )
    verdict.refuse_if(
        reserve.addition > max(year.distributable, ZERO),
        "surplus.reserve_exceeds",
        f"准备金 {reserve.addition:.2f} 元超过可供分配的 "
        f"{max(year.distributable, ZERO):.2f} 元，请按可供分配的数重新核定。",
        basis=reserve.basis,
    )
    return verdict
