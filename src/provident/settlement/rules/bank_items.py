"""未达登记判断 · what the accountant may book a waiting bank row as, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from provident.kernel.refusal import Verdict

Item = Literal["interest", "fee"]
FUND, SURPLUS = "101", "102"
_NAMES = {"interest": "结息", "fee": "手续费"}
_ELSEWHERE = {"receipt", "instruction", "returned", "own_transfer"}


@dataclass(frozen=True, slots=True)
class ItemRule:
    """The posting rule, the roles of its two lines (the bank's first), and its name."""

    code: str
    roles: tuple[str, str]
    title: str


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


def judge_bank_item(item: Item, *, state: str, kind: str, gl_account: str) -> Verdict:
    """Every reason against booking a row as interest or fee."""
    verdict = Verdict()
    verdict.refuse_if(
        state != "waiting",
        "bank_row.not_waiting",
        "这笔银行流水不在未达账项中，系统正在处理，请稍后刷新。",
    )
    verdict.refuse_if(
        kind in _ELSEWHERE,
        "bank_row.other_business",
        f"这笔银行流水是往来款项，不能记作{_NAMES[item]}，请按所属业务办理。",
        kind=kind,
    )
    verdict.refuse_if(
        item == "fee" and gl_account.startswith(SURPLUS),
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
        "住房公积金存款与增值收益存款之间的划转属于增值收益业务，不能按银行户划转入账。",
        basis=("mof-1999-33#102",),
    )
    return verdict
