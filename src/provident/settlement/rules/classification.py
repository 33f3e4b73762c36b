"""流水分类 · what a movement on one of the centre's bank accounts is, before anything books it.

    receipt       money from outside: for an employer, or for 暂收
    instruction   our own payment went out
    returned      a payment of ours came back (退汇): same opponent, opposite amount
    reversal      the bank undid an earlier row (冲正), marked or by the opposite amount
    interest, fee what the bank books by itself
    own_transfer  between two bank accounts of the centre
    unknown_debit, disputed, nothing: for the accountant

依据 the published rules of the bank interface: a payment is matched by host serial or by our
serial in summary or remark; the same bank account and opponent with the opposite amount
within the window is a return, unless it is a contribution.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from provident.kernel.money import ZERO
from provident.settlement.rules.doubts import Told

Kind = Literal[
    "receipt", "instruction", "returned", "reversal", "interest", "fee", "own_transfer",
    "unknown_debit", "disputed", "nothing",
]  # fmt: skip
Action = Literal["receive", "confirm", "take_back", "unsuspend", "set_aside", "wait"]

SENT = frozenset({"sent_unknown", "paid_awaiting_notice"})
_INTEREST = re.compile("结息|利息|收息")
_FEE = re.compile(
    "手续费|工本费|汇划费|管理费|服务费|邮电费|电子回单费|维护费|短信费|年费|询证费|证书费|凭证费|结算费"
)


@dataclass(frozen=True, slots=True)
class Movement:
    """The row itself; `amount` in yuan, positive came in.  `names_an_order` is true when
    summary or remark carry a valid 附言号."""

    amount: Decimal
    redo: bool
    opponent_no: str
    opponent_name: str
    summary: str
    remark: str
    names_an_order: bool = False


@dataclass(frozen=True, slots=True)
class OwnPayment:
    """An instruction of ours that the row's serials point at."""

    id: int
    state: str
    amount: Decimal
    payee_no: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The newest earlier row with the opposite amount that nothing has undone yet.

    `instruction` when it was a payment of ours; `suspended` is what of it stands in 暂收 now,
    in yuan, `suspense_state` the newest item's state.
    """

    id: int
    state: str
    kind: str
    instruction: int | None = None
    suspended: Decimal = ZERO
    suspense_state: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known: the centre's account numbers, the name of the row's bank, the
    rest as of now.  `unpaid` is a payment whose return this may be while its own notice has
    not come; `rival` is another report of this row, with another amount or payer.
    """

    own_numbers: frozenset[str]
    bank_name: str
    payments: Sequence[OwnPayment] = ()
    origin: Origin | None = None
    unpaid: int | None = None
    rival: Told | None = None


@dataclass(frozen=True, slots=True)
class Classified:
    """What it is, what to do, and why in a sentence for the accountant."""

    kind: Kind
    action: Action
    why: str = ""
    instruction: int | None = None
    origin: int | None = None


def classify(row: Movement, known: Surroundings) -> Classified:
    """Decide; the first that applies, from the certain to the guessed."""
    if not row.amount:
        return _aside(
            "nothing", "银行报来的金额为零，没有资金变动，请核实后办理“登记处理结果”。"
        )
    return (
        _own_payment(row, known)
        or _undone(row, known)
        or _disputed(row, known)
        or _own_transfer(row, known)
        or _opposite(row, known)
        or _bank_item(row, known)
        or _from_outside(row)
    )


def _own_payment(row: Movement, known: Surroundings) -> Classified | None:
    if row.amount > 0 or row.redo:
        return None
    for payment in known.payments:
        if payment.amount == -row.amount and payment.state in SENT:
            return Classified("instruction", "confirm", instruction=payment.id)
    for payment in known.payments:
        if payment.payee_no != row.opponent_no:
            continue
        if payment.amount != -row.amount:
            return _aside(
                "disputed",
                f"银行付出 {-row.amount} 元，与结算指令 {payment.id} 的 {payment.amount} 元"
                "不符，请取得当日对账单并与银行核对，报错的办理“更正银行流水”。",
            )
        if payment.state == "failed":
            return _aside(
                "unknown_debit",
                f"结算指令 {payment.id} 曾查得付款失败并已释放占用，现银行又报已付出，"
                "请立即与银行核对，由会计主管决定向谁追回。",
            )
    return None


def _undone(row: Movement, known: Surroundings) -> Classified | None:
    """冲正标识 Y: the bank itself says that it reverses something."""
    if not row.redo:
        return None
    if known.origin is None:
        return _aside(
            "reversal",
            "银行冲正，但没有找到被冲的流水，请与银行核对；"
            "被冲的流水到了以后办理“重新处理银行流水”。",
        )
    return _reversal(row, known.origin)


def _disputed(row: Movement, known: Surroundings) -> Classified | None:
    """The bank told this movement before in another way; booked twice it never is."""
    rival = known.rival
    if rival is None:
        return None
    told = (
        f"另一付款账号 {rival.opponent_no}"
        if rival.amount == row.amount
        else f"不同的金额 {rival.amount} 元"
    )
    return _aside(
        "disputed",
        f"银行先前以同一主机流水号报过{told}（银行流水编号 {rival.id}），本笔没有入账。"
        "请取得当日对账单并与银行核对：对账单上两笔都有的，办理“重新处理银行流水”；"
        "有一笔报错的，办理“更正银行流水”。",
    )


def _own_transfer(row: Movement, known: Surroundings) -> Classified | None:
    if row.opponent_no not in known.own_numbers:
        return None
    return _aside(
        "own_transfer", "本中心银行户之间的划转，两边流水到齐后请办理“银行户划转入账”。"
    )


def _opposite(row: Movement, known: Surroundings) -> Classified | None:
    """The opposite amount of an earlier row with the same opponent, without a mark."""
    if row.names_an_order:
        return None
    if known.origin is not None:
        return _reversal(row, known.origin)
    if row.amount > 0 and known.unpaid is not None:
        return Classified(
            "returned", "wait", "付款的通知还没有到，先等付款通知。", instruction=known.unpaid
        )
    return None


def _reversal(row: Movement, origin: Origin) -> Classified:
    if origin.state == "new":
        return Classified("reversal", "wait", "被冲的流水还没有处理完。", origin=origin.id)
    if origin.instruction is not None and row.amount > 0:
        kind: Kind = "reversal" if row.redo else "returned"
        why = "银行冲回了本中心的付款。" if row.redo else "付款被退回（退汇）。"
        return Classified(kind, "take_back", why, origin.instruction, origin.id)
    if row.amount < 0 and origin.suspended == -row.amount:
        return Classified("reversal", "unsuspend", "", origin=origin.id)
    return Classified("reversal", "set_aside", _reversal_why(origin), origin=origin.id)


def _reversal_why(origin: Origin) -> str:
    if origin.state == "waiting":
        return (
            "银行冲回了一笔未达账项，两笔相抵，请一并办理“登记处理结果”；"
            "原流水应当入账的，先把它入账。"
        )
    if origin.suspense_state == "refunding":
        return "银行冲正了正在退回的暂收款；退款有了结果以后，退成的请立即与银行核对追回。"
    if origin.suspense_state == "refunded":
        return "银行冲正了已经退回付款人的暂收款，等于付了两次，请立即与银行核对追回。"
    if origin.kind == "receipt":
        return (
            "银行冲正了已经入账的到账款，请先撤销原入账：办理“撤销到账”把全部金额转入暂收，"
            "本笔随即自动红字冲回。"
        )
    if origin.kind in ("interest", "fee"):
        return "银行冲回了已经入账的结息或手续费，请会计核对后办理“结息手续费入账”。"
    return "银行冲正了已经入账的款项，请立即与银行核对，由会计主管决定如何更正。"


def _bank_item(row: Movement, known: Surroundings) -> Classified | None:
    """Interest and fees come without an opponent, or from the bank under its own name."""
    of_the_bank = not row.opponent_no or (
        bool(known.bank_name) and known.bank_name in row.opponent_name
    )
    text = row.summary + row.remark
    if not of_the_bank:
        return None
    if _INTEREST.search(text):
        what = "结息" if row.amount > 0 else "冲回结息"
        return _aside("interest", f"银行{what}，请会计核对后办理“结息手续费入账”。")
    if _FEE.search(text) and (row.amount < 0 or "退" in text):
        what = "扣收" if row.amount < 0 else "退回"
        return _aside("fee", f"银行{what}手续费，请会计核对后办理“结息手续费入账”。")
    return None


def _from_outside(row: Movement) -> Classified:
    if row.amount > 0:
        return Classified("receipt", "receive")
    return _aside(
        "unknown_debit",
        "银行付出一笔本中心没有指令的款项，请立即与银行核对：银行扣错的，退回以后两笔一并办理"
        "“登记处理结果”；依法扣划等确应付出的，留在未达，由会计主管决定。",
    )


def _aside(kind: Kind, why: str) -> Classified:
    return Classified(kind, "set_aside", why)
