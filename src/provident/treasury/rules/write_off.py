"""呆账核销 · may a loan that cannot be recovered be written off against the reserve?

依据  《住房公积金管理条例》(2026) 第九条第（七）项: the committee approves; 财会字〔1999〕33号:
     after the cause and the responsibility are established, out of the risk reserve.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.treasury.policy import WriteOffTerms


@dataclass(frozen=True, slots=True)
class WriteOff:
    """核销申请 · yuan of principal and accrued interest, and what article 9 asks for."""

    principal: Decimal
    interest: Decimal
    reserve_balance: Decimal
    cause: str
    decision_no: str

    @property
    def amount(self) -> Decimal:
        return self.principal + self.interest


def judge_write_off(asked: WriteOff, terms: WriteOffTerms) -> Verdict:
    """Every reason against it."""
    verdict = Verdict()
    verdict.refuse_if(
        asked.principal <= ZERO or asked.interest < ZERO,
        "write_off.amount",
        "核销的本金应大于零，利息不能是负数，请核对贷款余额。",
    )
    verdict.refuse_if(
        not asked.decision_no,
        "write_off.not_approved",
        "呆账核销须经住房公积金管理委员会审批，请填写决议文号。",
        basis=terms.basis,
    )
    verdict.refuse_if(
        not asked.cause,
        "write_off.cause",
        "核销以前须查明原因和责任，请填写查明的结果。",
        basis=("mof-1999-33",),
    )
    verdict.refuse_if(
        asked.amount > asked.reserve_balance,
        "write_off.reserve",
        f"贷款风险准备金余额 {asked.reserve_balance:.2f} 元，不足核销 {asked.amount:.2f} 元；"
        "请先补提准备金。",
        basis=("mof-1999-33",),
    )
    return verdict
