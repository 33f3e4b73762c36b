"""执法步骤 · what the centre may do next with an employer, and not before what.

Not registering or not opening accounts: order to comply, then a fine when it lapses
(2019 第三十七条; 2026 第三十九条).  Late or short payment: order to pay, then the court
(2019 第三十八条; 2026 第四十条); there is no fine and no late fee.  Urging the employer before
that is the centre's right (2019 第三十四条), since 2026-09-20 its duty (2026 第三十五条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from provident.enforcement.policy import FineTerms, RemedyTerms
from provident.kernel.dates import chinese_date
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict

ONE_DAY = timedelta(days=1)

Step = Literal["order", "wait", "fine", "court", "closed"]


@dataclass(frozen=True, slots=True)
class Order:
    """责令限期 · the written order: served on a day, to be complied with by another."""

    order_no: str
    served_on: date
    comply_by: date
    complied_on: date | None = None

    def lapsed(self, today: date) -> bool:
        """Whether the period ended without compliance; compliance on the last day counts."""
        complied = self.complied_on is not None and self.complied_on <= self.comply_by
        return not complied and today > self.comply_by


@dataclass(frozen=True, slots=True)
class NextStep:
    """下一步 · what to do, from which day on, in words for the register."""

    step: Step
    from_on: date | None
    says: str
    basis: tuple[str, ...]


def next_for_registration(
    order: Order | None, remedied_on: date | None, today: date, fine: FineTerms
) -> NextStep:
    """不登记、不设立账户.  Complying after the period ends the state but not the fine."""
    if order is None:
        if remedied_on is not None:
            return NextStep("closed", None, "已经办理，没有逾期的责令，结案。", fine.basis)
        return NextStep("order", today, "责令限期办理缴存登记或者账户设立手续。", fine.basis)
    if not order.lapsed(today):
        return _waiting(order, fine.basis)
    return NextStep(
        "fine",
        order.comply_by + ONE_DAY,
        f"逾期不办理，可处 {fine.lowest:.2f} 元以上 {fine.highest:.2f} 元以下的罚款；"
        "罚款上缴国库，不进入住房公积金账户。",
        fine.basis,
    )


def next_for_overdue(
    order: Order | None, owed: Decimal, today: date, terms: RemedyTerms
) -> NextStep:
    """逾期不缴、少缴 · `owed` in yuan is what is in arrears today."""
    if owed <= ZERO:
        return NextStep("closed", None, "已经足额缴存，结案。", terms.basis)
    if order is None:
        urging = "应当" if terms.urging == "duty" else "可以"
        return NextStep(
            "order",
            today,
            f"管理中心{urging}督促单位足额缴存；责令限期缴存欠缴的 {owed:.2f} 元。",
            (*terms.basis, *terms.urging_basis),
        )
    if not order.lapsed(today):
        return _waiting(order, terms.basis)
    return NextStep(
        "court",
        order.comply_by + ONE_DAY,
        f"逾期仍有 {owed:.2f} 元不缴存，可以申请人民法院强制执行。",
        terms.basis,
    )


def _waiting(order: Order, basis: tuple[str, ...]) -> NextStep:
    if order.complied_on is not None:
        return NextStep("closed", None, "已在限期内办理，结案。", basis)
    return NextStep(
        "wait",
        order.comply_by + ONE_DAY,
        f"限期至{chinese_date(order.comply_by)}，到期以前不得处罚或者申请强制执行。",
        basis,
    )


def judge_order(order: Order, basis: tuple[str, ...]) -> Verdict:
    """Whether an order can be served as it stands."""
    verdict = Verdict()
    verdict.refuse_if(
        not order.order_no, "order.number", "请填写责令限期文书的文号。", basis=basis
    )
    verdict.refuse_if(
        order.comply_by <= order.served_on,
        "order.period",
        f"限期 {order.comply_by} 应在送达日 {order.served_on} 之后，请给出办理的时间。",
        basis=basis,
    )
    return verdict


def judge_fine(amount: Decimal, order: Order | None, today: date, terms: FineTerms) -> Verdict:
    """Whether a fine of this amount may be imposed today; every reason at once."""
    verdict = Verdict()
    verdict.refuse_if(
        order is None,
        "fine.no_order",
        "罚款以前须先责令限期办理；请先下达责令限期文书。",
        basis=terms.basis,
    )
    verdict.refuse_if(
        order is not None and not order.lapsed(today),
        "fine.not_lapsed",
        "责令的期限没有届满，或者已在限期内办理，不能罚款。",
        basis=terms.basis,
    )
    verdict.refuse_if(
        not terms.lowest <= amount <= terms.highest,
        "fine.amount",
        f"罚款 {amount:.2f} 元不在 {terms.lowest:.2f} 元至 {terms.highest:.2f} 元的幅度内。",
        basis=terms.basis,
        lowest=f"{terms.lowest:.2f}",
        highest=f"{terms.highest:.2f}",
    )
    return verdict
