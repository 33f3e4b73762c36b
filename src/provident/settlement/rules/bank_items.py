"""未达登记判断 · what the accountant may book a waiting bank row as, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from provident.kernel.refusal import Verdict

Item = Literal["interest", "fee"]
FUND, SURPLUS = "101", "102"
_NAMES = {"interest": "结息", "fee": "手续费"}
_WHAT_IT_IS = {
    "receipt": "是到账款，原因消除后请办理“重新处理银行流水”",
    "instruction": "是本中心的付款，原因消除后请办理“重新处理银行流水”",
    "returned": "是退汇，原因消除后请办理“重新处理银行流水”",
    "own_transfer": "是本中心银行户之间的划转，请办理“银行户划转入账”",
    "reversal": "是银行的冲正，请按说明处理被冲的流水",
    "unknown_debit": "是没有指令的支出，请立即与银行核对，查明以前留在未达",
    "disputed": "银行报过两种说法，请与银行核对后办理“更正银行流水”",
    "nothing": "金额为零，请办理“登记处理结果”",
    "interest": "是结息",
    "fee": "是手续费",
}


@dataclass(frozen=True, slots=True)
class ItemRule:
    """The posting rule, the roles of its two lines (the bank's first), and its name."""

    code: str
    roles: tuple[str, str]
    title: str


@dataclass(frozen=True, slots=True)
class BankItem:
    """The row: where it stands, what it was classified as, and the row that it takes back."""

    state: str
    kind: str
    gl_account: str
    origin_kind: str | None = None
    origin_state: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a transfer between two own bank accounts; `amount` is signed."""

    amount: Decimal
    account_no: str
    opponent_no: str
    gl_account: str
    state: str


def rule_of(item: Item, amount: Decimal, gl_account: str) -> ItemRule:
    """Interest usually comes in and a fee goes out; the opposite is the bank taking it back."""
    if item == "fee":
        code = "settlement.bank_fee" if amount < 0 else "settlement.bank_fee_back"
        return ItemRule(code, ("fund_deposit", "collection_fee"), "手续费")
    ending = "" if amount > 0 else "_back"
    if gl_account.startswith(SURPLUS):
        roles = ("surplus_deposit", "surplus_interest_income")
        return ItemRule(f"settlement.surplus_interest{ending}", roles, "结息")
    roles = ("fund_deposit", "fund_interest_income")
    return ItemRule(f"settlement.bank_interest{ending}", roles, "结息")


def judge_bank_item(item: Item, row: BankItem) -> Verdict:
    """Every reason against booking a row as interest or fee.

    Only what the bank books by itself qualifies, and the bank's taking back of such a row
    that has been booked.
    """
    verdict = Verdict()
    verdict.refuse_if(
        row.state != "waiting",
        "bank_row.not_waiting",
        "这笔银行流水不在未达账项中，系统正在处理，请稍后刷新。",
    )
    of_item = row.origin_kind if row.kind == "reversal" else row.kind
    verdict.refuse_if(
        of_item != item,
        "bank_row.other_business",
        f"这笔银行流水{_WHAT_IT_IS.get(row.kind, '还没有归类')}，不能记作{_NAMES[item]}。",
        kind=row.kind,
    )
    verdict.refuse_if(
        row.kind == "reversal" and of_item == item and row.origin_state != "done",
        "bank_row.origin_waiting",
        f"它冲回的{_NAMES[item]}还没有入账：请先把原流水入账，或两笔一并办理“登记处理结果”。",
    )
    verdict.refuse_if(
        item == "fee" and row.gl_account.startswith(SURPLUS),
        "bank_row.fee_of_surplus",
        "手续费只能由住房公积金存款（101）支付，增值收益户被扣的手续费请向银行追回。",
        basis=("mof-1999-33#411",),
    )
    return verdict


def judge_own_transfer(paid: Side, received: Side) -> Verdict:
    """Every reason why two rows are not the two sides of one transfer within the fund."""
    verdict = Verdict()
    verdict.refuse_if(
        {paid.state, received.state} != {"waiting"},
        "bank_row.not_waiting",
        "两笔银行流水都须在未达账项中，请刷新后查看。",
    )
    verdict.refuse_if(
        paid.amount >= 0 or received.amount != -paid.amount,
        "own_transfer.amounts",
        f"付出 {-paid.amount} 元与收到 {received.amount} 元不是同一笔划转，请重新选择。",
    )
    verdict.refuse_if(
        (paid.opponent_no, received.opponent_no) != (received.account_no, paid.account_no),
        "own_transfer.opponents",
        "两笔流水的对方账号没有互相指向，不是同一笔划转，请重新选择。",
    )
    verdict.refuse_if(
        not (paid.gl_account.startswith(FUND) and received.gl_account.startswith(FUND)),
        "own_transfer.surplus",
        "住房公积金存款与增值收益存款之间的划转不能作银行户划转入账，两笔留在未达，"
        "由会计主管查明用途后决定。",
        basis=("mof-1999-33#102",),
    )
    return verdict
