"""退款判断 · whether a suspense item may go back to the bank account that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.refusal import Verdict

BASIS = ("mof-2000-12#219",)
_STATES = {
    "refunding": "正在退回，请等待银行通知",
    "refunded": "已经退回付款人",
    "matched": "已经匹配入账",
    "reversed": "已经被银行冲正或更正",
}


@dataclass(frozen=True, slots=True)
class Refundable:
    """The item, who paid it, and what its holder has free; amounts in yuan."""

    state: str
    amount: Decimal
    free: Decimal
    payer_no: str
    payer_name: str
    payer_bank: str
    payer_is_own: bool


def judge_refund(item: Refundable, payee_bank_no: str) -> Verdict:
    """Every reason against the refund.  `payee_bank_no` is what the person added."""
    verdict = Verdict()
    verdict.refuse_if(
        item.state != "open",
        "suspense.not_open",
        f"这笔暂收款{_STATES.get(item.state, '已经了结')}，不能再退。",
        basis=BASIS,
        state=item.state,
    )
    verdict.refuse_if(
        item.state == "open" and item.free < item.amount,
        "suspense.insufficient",
        f"这笔暂收款可用 {item.free} 元，少于应退的 {item.amount} 元，请先查明差额。",
        basis=BASIS,
    )
    _judge_payer(verdict, item)
    _judge_bank_no(verdict, item, payee_bank_no)
    return verdict


def _judge_payer(verdict: Verdict, item: Refundable) -> None:
    verdict.refuse_if(
        not item.payer_no,
        "suspense.no_payer",
        "银行没有给出付款账号，不能原路退回；请向银行查明付款人，是单位缴款的办理“暂收款匹配”，"
        "确应退回的由会计主管与银行商定退法，在此之前留在暂收。",
        basis=BASIS,
    )
    verdict.refuse_if(
        not item.payer_name,
        "suspense.no_payer_name",
        "银行没有给出付款户名，户名不符银行会拒绝；请向银行查明付款人，是单位缴款的办理"
        "“暂收款匹配”，确应退回的由会计主管与银行商定退法，在此之前留在暂收。",
        basis=BASIS,
    )
    verdict.refuse_if(
        item.payer_is_own,
        "suspense.own_bank_account",
        "付款账号是本中心自己的银行户，不能当作外来的款退回，请由会计主管查明这笔划转的用途。",
        basis=BASIS,
    )


def _judge_bank_no(verdict: Verdict, item: Refundable, payee_bank_no: str) -> None:
    verdict.refuse_if(
        bool(payee_bank_no) and not re.fullmatch(r"\d{12}", payee_bank_no),
        "suspense.bank_no",
        "收款行联行号应为 12 位数字，请核对后重新填写。",
    )
    verdict.refuse_if(
        bool(payee_bank_no and item.payer_bank) and payee_bank_no != item.payer_bank,
        "suspense.bank_no_differs",
        f"银行通知里付款行的行号是 {item.payer_bank}，"
        "退款只能退回原付款账户的开户行，请照此填写或留空。",
        basis=BASIS,
    )
