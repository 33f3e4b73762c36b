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

Kind = Literal[
    "receipt", "instruction", "returned", "reversal", "interest", "fee", "own_transfer",
    "unknown_debit", "disputed", "nothing",
]  # fmt: skip
Action = Literal["receive", "confirm", "take_back", "unsuspend", "set_aside", "wait"]

SENT = frozenset({"sent_unknown", "paid_awaiting_notice"})
_INTEREST = re.compile("结息|利息|收息")
_FEE = re.compile("手续费|工本费|汇划费|管理费|服务费|邮电费|电子回单费")


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

    `instruction` when it was a payment of ours, `suspense_state` when it is in 暂收.
    """

    id: int
    state: str
    kind: str
    instruction: int | None = None
    suspense: int | None = None
    suspense_state: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known: the centre's account numbers, the name of the row's bank, the
    rest as of now.  `unpaid` is a payment whose return this may be while its own notice has
    not come; `other_amount` says that the bank reported this row before with another one.
    """

    own_numbers: frozenset[str]
    bank_name: str
    payments: Sequence[OwnPayment] = ()
    origin: Origin | None = None
    unpaid: int | None = None
    other_amount: bool = False


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
        return _aside("nothing", "银行报来的金额为零，没有资金变动，请核实后登记处理结果。")
    return (
        _own_payment(row, known)
        or _undone(row, known)
        or _disputed(known)
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
                "不符，请与银行核对。",
            )
        if payment.state == "failed":
            return _aside(
                "unknown_debit",
                f"结算指令 {payment.id} 曾查得付款失败并已释放占用，现银行又报已付出，"
                "请立即与银行核对。",
            )
    return None


def _undone(row: Movement, known: Surroundings) -> Classified | None:
    """冲正标识 Y: the bank itself says that it reverses something."""
    if not row.redo:
        return None
    if known.origin is None:
        return _aside("reversal", "银行冲正，但没有找到被冲的流水，请与银行核对。")
    return _reversal(row, known.origin)


def _disputed(known: Surroundings) -> Classified | None:
    if not known.other_amount:
        return None
    return _aside(
        "disputed", "银行先前以同一主机流水号报过不同的金额，未重复入账，请与银行核对。"
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
        why = "银行冲回了本中心的付款，待查明后处理。" if row.redo else "付款被退回（退汇）。"
        return Classified(kind, "take_back", why, origin.instruction, origin.id)
    if origin.suspense_state == "open" and row.amount < 0:
        return Classified("reversal", "unsuspend", "", origin=origin.id)
    return Classified("reversal", "set_aside", _reversal_why(origin), origin=origin.id)


def _reversal_why(origin: Origin) -> str:
    if origin.suspense_state == "refunding":
        return "银行冲正了正在退回的暂收款，请先查明退款结果。"
    if origin.kind == "receipt":
        return "银行冲正了已经入账的到账款，请先撤销原入账，再登记本笔。"
    return "银行冲正了一笔未达账项，请与被冲的流水一并登记处理结果。"


def _bank_item(row: Movement, known: Surroundings) -> Classified | None:
    """Interest and fees come without an opponent, or from the bank under its own name."""
    of_the_bank = not row.opponent_no or (
        bool(known.bank_name) and known.bank_name in row.opponent_name
    )
    text = row.summary + row.remark
    if not of_the_bank:
        return None
    if row.amount > 0 and _INTEREST.search(text):
        return _aside("interest", "银行结息，请会计核对后办理“结息手续费入账”。")
    if row.amount < 0 and _FEE.search(text):
        return _aside("fee", "银行扣收手续费，请会计核对后办理“结息手续费入账”。")
    return None


def _from_outside(row: Movement) -> Classified:
    if row.amount > 0:
        return Classified("receipt", "receive")
    return _aside("unknown_debit", "银行付出一笔本中心没有指令的款项，请立即与银行核对。")


def _aside(kind: Kind, why: str) -> Classified:
    return Classified(kind, "set_aside", why)
