"""单笔付款 · BDC101 and the question about it, BDC110.

A SendSeqNo is executed at most once for ever: the same question again gets the original
answer, another question under the same serial is refused.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from decimal import Decimal

from provident.bankpeer import calendar, faults, movements
from provident.bankpeer.movements import BankAccount, BankError, Payment
from provident.bankpeer.store import to_fen
from provident.kernel.money import ZERO, yuan
from provident.settlement.wire import Message
from provident.settlement.wire.catalogue import Fields
from provident.settlement.wire.heads import SUCCEEDED, Outcome
from provident.settlement.wire.text import cut_text, normalise

_NAME_BYTES = 60
_SAME_BANK = "0"
_ACROSS_BANKS = ("2", "3")
_ALWAYS_BANK_NUMBER = "104000"

# Business refusals seen at one bank of the interface: its node and five digits.
UNSUPPORTED_SETTLEMENT = "10002"
NOT_BOOKED = "10003"
PAYER_NAME_DIFFERS = "10007"
PAYEE_NAME_DIFFERS = "10008"
INTEREST_UNSUPPORTED = "10016"
NOTHING_FOUND = "10021"

Reply = tuple[Outcome, Fields]


class Rejected(Exception):
    """The bank refuses the payment: the code's last five digits and the sentence."""

    def __init__(self, code: str, says: str) -> None:
        self.code = code
        super().__init__(says)


def bank_refusal(node: str, code: str, says: str) -> Outcome:
    """A business refusal as banks write it: TxStatus 0, and a code that is not 00000."""
    return Outcome(f"{node}{code}", says, "0")


def pay_out(tx: sqlite3.Connection, question: Message) -> Reply:
    """BDC101: execute once, remember the answer, give the same answer ever after."""
    serial, node = question.head["SendSeqNo"], question.head["ReceiveNode"]
    content = json.dumps(question.body, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    seen = tx.execute("select * from payment where send_seq_no = ?", (serial,)).fetchone()
    if seen is None:
        outcome, body = _decide(tx, question)
        _remember(tx, question, digest, outcome, body)
        return outcome, body
    if seen["digest"] != digest:
        says = f"流水号 {serial} 已用于另一笔内容不同的付款"
        return bank_refusal(node, NOT_BOOKED, says), {}
    return Outcome(**json.loads(seen["outcome"])), json.loads(seen["answer"])


def payment_status(tx: sqlite3.Connection, question: Message) -> Reply:
    """BDC110: what became of the payment with that serial on that day.

    0 executed, 1 refused, 2 unknown (only by a fault: this bank always knows).
    """
    serial = question.text("TxSeqNo")
    seen = tx.execute(
        "select * from payment where send_seq_no = ? and send_date = ?",
        (serial, question.text("TxDate")),
    ).fetchone()
    if faults.take(tx, "unknown_status", tx_seq_no=serial) is not None:
        return SUCCEEDED, {"OldTxStatus": "2"}
    if seen is None:
        node = question.head["ReceiveNode"]
        return bank_refusal(node, NOTHING_FOUND, f"没有流水号为 {serial} 的交易"), {}
    return SUCCEEDED, {"OldTxStatus": seen["status"], "HostSeqNo": seen["host_seq_no"]}


def run_planned_returns(tx: sqlite3.Connection) -> None:
    """退汇 · the returns that are due by now."""
    rows = tx.execute(
        "delete from planned_return where not_before <= ? returning host_seq_no",
        (time.time(),),
    ).fetchall()
    for row in rows:
        movements.return_payment(tx, row["host_seq_no"], calendar.today(tx))


def _decide(tx: sqlite3.Connection, question: Message) -> Reply:
    node, acct = question.head["ReceiveNode"], question.text("DeAcctNo")
    fault = faults.take(tx, "reject", acct=acct)
    if fault is not None:
        code = fault.get("code", f"{node}{NOT_BOOKED}")
        says = fault.get("says", "银行拒绝了这笔付款")
        return Outcome(code, says, fault.get("tx_status", "0")), {"HostStatus": "1"}
    tx.execute("savepoint payment")
    try:
        sent = _execute(tx, question)
    except (Rejected, BankError) as error:
        tx.execute("rollback to payment")
        code = error.code if isinstance(error, Rejected) else NOT_BOOKED
        return bank_refusal(node, code, str(error)), {"HostStatus": "1"}
    finally:
        tx.execute("release payment")
    late = faults.take(tx, "late_return", acct=acct)
    if late is not None:
        tx.execute(
            "insert into planned_return (host_seq_no, not_before) values (?, ?)",
            (sent, time.time() + float(late.get("seconds", 0))),
        )
    return SUCCEEDED, {"HostStatus": "0", "CapHostSeqNo": sent}


def _execute(tx: sqlite3.Connection, question: Message) -> str:
    """Check and move the money; returns the host serial of the debit."""
    amount = _amount(question)
    payer = _payer(tx, question)
    payee = _payee(tx, question, payer)
    payment = Payment(
        to_fen(amount),
        question.text("Summary"),
        question.text("Remark"),
        calendar.today(tx),
        question.text("CrChgNo"),
    )
    sent, _received = movements.transfer(tx, payer, payee, payment)
    return sent


def _amount(question: Message) -> Decimal:
    amount, principal = yuan(question.text("Amt")), yuan(question.text("CapAmt"))
    if yuan(question.text("IntAmt") or "0") != ZERO:
        raise Rejected(INTEREST_UNSUPPORTED, "单笔付款不支持利息发生额")
    if amount != principal:
        raise Rejected(NOT_BOOKED, f"金额 {amount} 与本金发生额 {principal} 不符")
    return amount


def _payer(tx: sqlite3.Connection, question: Message) -> BankAccount:
    payer = movements.needed(tx, question.text("DeAcctNo"))
    if payer.node != question.head["ReceiveNode"] or not payer.centre_owned:
        raise Rejected(NOT_BOOKED, f"付方账号 {payer.acct} 不是本中心在该银行的账户")
    if not _same_name(question.text("DeAcctName"), payer):
        raise Rejected(PAYER_NAME_DIFFERS, "付款户名与账号不符")
    across = question.text("SettleType") in _ACROSS_BANKS
    if across and not (question.text("CrBankName") and question.text("CrChgNo")):
        raise Rejected(UNSUPPORTED_SETTLEMENT, "跨行付款须写明收方行名和联行号")
    if payer.node == _ALWAYS_BANK_NUMBER and not question.text("CrChgNo"):
        raise Rejected(UNSUPPORTED_SETTLEMENT, "中国银行付款须写明收方联行号")
    return payer


def _payee(tx: sqlite3.Connection, question: Message, payer: BankAccount) -> BankAccount:
    """The payee's bank account; at another bank it is opened when the peer has not met it.

    Names are compared within the bank only: a bank cannot see another's books.
    """
    acct, name = question.text("CrAcctNo"), question.text("CrAcctName")
    payee = movements.find(tx, acct)
    if payee is None:
        number = question.text("CrChgNo")
        movements.open_bank_account(
            tx,
            acct=acct,
            name=name,
            node=f"{number[:3]}000" if number else payer.node,
            kind="payee",
            balance_fen=0,
            centre_owned=False,
        )
        return movements.needed(tx, acct)
    if question.text("CrBankClass") == _SAME_BANK and not _same_name(name, payee):
        raise Rejected(PAYEE_NAME_DIFFERS, "收款户名与账号不符")
    return payee


def _same_name(written: str, bank_account: BankAccount) -> bool:
    """Whether the name on the wire is the bank account's; the wire cuts names at 60 bytes."""
    on_the_wire = cut_text(bank_account.name, _NAME_BYTES, "户名")
    return normalise(written) == normalise(on_the_wire)


def _remember(
    tx: sqlite3.Connection, question: Message, digest: str, outcome: Outcome, body: Fields
) -> None:
    executed = outcome == SUCCEEDED
    tx.execute(
        "insert into payment values (?, ?, ?, ?, ?, ?, ?)",
        (
            question.head["SendSeqNo"],
            question.head.get("SendDate") or f"{calendar.today(tx):%Y%m%d}",
            digest,
            "0" if executed else "1",
            body.get("CapHostSeqNo", ""),
            json.dumps(
                {"code": outcome.code, "says": outcome.says, "tx_status": outcome.tx_status},
                ensure_ascii=False,
            ),
            json.dumps(body, ensure_ascii=False),
        ),
    )
