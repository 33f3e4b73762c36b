"""资金变动 · bank accounts on the peer's books and the money that moves between them.

Every movement of money is a transfer with one or two sides; what is undone is undone on
both.  A side on one of the centre's own bank accounts leaves a notice in the outbox, in the
same transaction.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from provident.bankpeer import calendar, notices
from provident.bankpeer.store import to_yuan
from provident.settlement.wire.errors import UnencodableText
from provident.settlement.wire.text import encode_text

_OWN_BOOKINGS = {"interest": ("结息", 1), "fee": ("对公跨行转账汇款手续费", -1)}


class BankError(ValueError):
    """The bank refuses; the sentence says why."""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """银行户 · one bank account.  `centre_owned`: movements on it are notified."""

    acct: str
    name: str
    node: str
    kind: str
    customer_no: str
    centre_owned: bool
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Payment:
    """What one transfer says about itself on both statements."""

    amount_fen: int
    summary: str
    remark: str
    booked_on: date
    payee_bank_no: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """What both sides of a booking say."""

    summary: str
    remark: str
    booked_on: date
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    acct: str
    amount_fen: int
    host_seq_no: str
    opponent_acct: str | None
    opponent_name: str
    opponent_bank_no: str = ""


def open_bank_account(
    tx: sqlite3.Connection,
    *,
    acct: str,
    name: str,
    node: str,
    kind: str,
    balance_fen: int,
    centre_owned: bool,
    customer_no: str = "",
) -> None:
    """Open a bank account with what it already holds.

    Opening the same one again changes nothing; with other particulars it raises `BankError`.
    """
    if not re.fullmatch(r"[0-9A-Za-z-]{1,32}", acct) or not re.fullmatch(r"\d{6}", node):
        raise BankError("账号应为至多 32 位字母数字，银行节点号应为 6 位数字")
    if not name or balance_fen < 0:
        raise BankError("开户须有户名，且余额不为负")
    _refuse_unwritable(name)
    existing = find(tx, acct)
    if existing is None:
        tx.execute(
            "insert into bank_account values (?, ?, ?, ?, ?, ?, ?, ?)",
            (acct, name, node, kind, customer_no, centre_owned, balance_fen, balance_fen),
        )
    elif (existing.name, existing.node, existing.centre_owned) != (name, node, centre_owned):
        raise BankError(f"账号 {acct} 已经开户，户名、银行或归属与这次不同")


def find(tx: sqlite3.Connection, acct: str) -> BankAccount | None:
    """The bank account, or None."""
    row = tx.execute("select * from bank_account where acct = ?", (acct,)).fetchone()
    if row is None:
        return None
    return BankAccount(
        row["acct"],
        row["name"],
        row["node"],
        row["kind"],
        row["customer_no"],
        bool(row["centre_owned"]),
        row["balance_fen"],
    )


def needed(tx: sqlite3.Connection, acct: str) -> BankAccount:
    """The bank account; raises `BankError` when there is none."""
    found = find(tx, acct)
    if found is None:
        raise BankError(f"没有账号 {acct}")
    return found


def deposit_if_short(tx: sqlite3.Connection, payer: BankAccount, amount_fen: int) -> None:
    """An outsider always has the money: what he is short of he brings from elsewhere."""
    short = amount_fen - payer.balance_fen
    if short > 0:
        tx.execute(
            "update bank_account set opening_fen = opening_fen + :short,"
            " balance_fen = balance_fen + :short where acct = :acct",
            {"short": short, "acct": payer.acct},
        )


def transfer(
    tx: sqlite3.Connection, payer: BankAccount, payee: BankAccount, payment: Payment
) -> tuple[str, str]:
    """Move money; returns the host serials on the payer's and on the payee's statement.

    Within one bank both carry the same serial, between banks each bank gives its own.
    """
    if payment.amount_fen <= 0:
        raise BankError("金额应大于零")
    if payer.acct == payee.acct:
        raise BankError("收付款不能是同一账号")
    _refuse_unwritable(payment.summary, payment.remark)
    sent = calendar.host_serial(tx, payer.node, payment.booked_on)
    received = (
        sent
        if payer.node == payee.node
        else calendar.host_serial(tx, payee.node, payment.booked_on)
    )
    number = _new_transfer(tx, "payment")
    outgoing = _Side(
        payer.acct,
        -payment.amount_fen,
        sent,
        payee.acct,
        payee.name,
        payment.payee_bank_no,
    )
    incoming = _Side(payee.acct, payment.amount_fen, received, payer.acct, payer.name)
    text = _Text(payment.summary, payment.remark, payment.booked_on)
    for side in (outgoing, incoming):
        _book(tx, number, side, text)
    return sent, received


def credit_interest(tx: sqlite3.Connection, acct: str, amount_fen: int, day: date) -> str:
    """结息 · the bank credits interest; returns the host serial."""
    return _without_opponent(tx, "interest", acct, amount_fen, day)


def charge_fee(tx: sqlite3.Connection, acct: str, amount_fen: int, day: date) -> str:
    """手续费 · the bank takes its fee; returns the host serial."""
    return _without_opponent(tx, "fee", acct, amount_fen, day)


def reverse(tx: sqlite3.Connection, host_seq_no: str, day: date) -> str:
    """冲正 · the bank undoes its own booking: opposite rows marked as reversal, under the
    serial of the rows they reverse.  Returns that serial."""
    original = _transfer_of(tx, host_seq_no)
    number = _new_transfer(tx, "reversal", undoes=original)
    for side in _sides(tx, original):
        opposite = _opposite(side, side["host_seq_no"])
        text = _Text(side["summary"], side["remark"], day, is_reversal=True)
        _book(tx, number, opposite, text)
    return host_seq_no


def return_payment(tx: sqlite3.Connection, host_seq_no: str, day: date) -> str:
    """退汇 · the payee's bank sends a payment back: opposite rows under new serials.

    Returns the serial on the statement on which `host_seq_no` stood.
    """
    original = _transfer_of(tx, host_seq_no)
    sides = _sides(tx, original)
    number = _new_transfer(tx, "return", undoes=original)
    serials: dict[str, str] = {}
    for side in sides:
        old = side["host_seq_no"]
        if old not in serials:
            node = needed(tx, side["acct"]).node
            serials[old] = calendar.host_serial(tx, node, day)
        text = _Text("退汇", side["remark"], day)
        _book(tx, number, _opposite(side, serials[old]), text)
    return serials[host_seq_no]


def _refuse_unwritable(*texts: str) -> None:
    """A text that no notice could carry would keep its row from ever reaching the centre."""
    for text in texts:
        if any(mark in text for mark in "|\r\n"):
            raise BankError(f"户名、摘要和备注里不能有竖线或换行：“{text[:40]}”")
        try:
            encode_text(text, "户名、摘要或备注")
        except UnencodableText as error:
            raise BankError(str(error)) from error


def _without_opponent(
    tx: sqlite3.Connection, kind: str, acct: str, amount_fen: int, day: date
) -> str:
    if amount_fen <= 0:
        raise BankError("金额应大于零")
    summary, sign = _OWN_BOOKINGS[kind]
    serial = calendar.host_serial(tx, needed(tx, acct).node, day)
    side = _Side(acct, sign * amount_fen, serial, None, "")
    _book(tx, _new_transfer(tx, kind), side, _Text(summary, "", day))
    return serial


def _new_transfer(tx: sqlite3.Connection, kind: str, undoes: int | None = None) -> int:
    if undoes is not None:
        done = tx.execute("select 1 from transfer where undoes = ?", (undoes,)).fetchone()
        if done:
            raise BankError("这笔交易已经冲正或退汇，不能再做一次")
    row = tx.execute(
        "insert into transfer (kind, undoes) values (?, ?) returning id", (kind, undoes)
    ).fetchone()
    return row["id"]


def _transfer_of(tx: sqlite3.Connection, host_seq_no: str) -> int:
    row = tx.execute(
        "select transfer from movement where host_seq_no = ? order by id limit 1",
        (host_seq_no,),
    ).fetchone()
    if row is None:
        raise BankError(f"没有主机流水号 {host_seq_no}")
    return row["transfer"]


def _sides(tx: sqlite3.Connection, number: int) -> list[sqlite3.Row]:
    return tx.execute(
        "select * from movement where transfer = ? order by id", (number,)
    ).fetchall()


def _opposite(side: sqlite3.Row, host_seq_no: str) -> _Side:
    return _Side(
        side["acct"],
        -side["amount_fen"],
        host_seq_no,
        side["opponent_acct"],
        side["opponent_name"],
        side["opponent_bank_no"],
    )


def _book(tx: sqlite3.Connection, number: int, side: _Side, text: _Text) -> None:
    """One side of a transfer: balance, statement row, notice."""
    bank_account = needed(tx, side.acct)
    balance_fen = bank_account.balance_fen + side.amount_fen
    if balance_fen < 0:
        held = to_yuan(bank_account.balance_fen)
        raise BankError(
            f"账号 {side.acct} 余额不足：有 {held} 元，要付 {to_yuan(-side.amount_fen)} 元"
        )
    tx.execute(
        "update bank_account set balance_fen = ? where acct = ?", (balance_fen, side.acct)
    )
    row = tx.execute(
        "insert into movement (transfer, acct, host_seq_no, amount_fen, balance_fen,"
        " booked_on, booked_time, opponent_acct, opponent_name, opponent_bank_no,"
        " summary, remark, is_reversal)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        (
            number,
            side.acct,
            side.host_seq_no,
            side.amount_fen,
            balance_fen,
            text.booked_on.isoformat(),
            f"{datetime.now():%H%M%S}",
            side.opponent_acct,
            side.opponent_name,
            side.opponent_bank_no,
            text.summary,
            text.remark,
            text.is_reversal,
        ),
    ).fetchone()
    if bank_account.centre_owned:
        notices.queue(tx, bank_account.node, side.acct, row["id"], side.amount_fen)
