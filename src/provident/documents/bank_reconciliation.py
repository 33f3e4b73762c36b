"""银行存款余额调节表 · the bank reconciliation of one bank account on one day.

中心账面余额 ＋ 银行已收中心未收 － 银行已付中心未付
＝ 银行对账单余额 ＋ 中心已收银行未收 － 中心已付银行未付.

Every 未达 row is itemised with its age.  When the two adjusted balances differ, the form
says by how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from provident.documents.notation import plain
from provident.documents.press import render
from provident.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One 未达 row.  `reference` is the bank serial or the voucher number; the amount is
    positive in the direction of its group (negative for a red one)."""

    on: date
    reference: str
    summary: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BankReconciliation:
    """Both sides of one bank account at the end of day `on`, in yuan."""

    centre: str
    book_set: str
    bank_account_name: str
    bank_account_number: str
    bank: str
    on: date
    book_balance: Decimal
    statement_balance: Decimal
    bank_received_not_booked: tuple[Outstanding, ...]
    bank_paid_not_booked: tuple[Outstanding, ...]
    booked_received_not_at_bank: tuple[Outstanding, ...]
    booked_paid_not_at_bank: tuple[Outstanding, ...]
    prepared_by: str
    checked_by: str | None
    printed_by: str
    printed_at: datetime

    @property
    def adjusted_book_balance(self) -> Decimal:
        received = _sum(self.bank_received_not_booked)
        return self.book_balance + received - _sum(self.bank_paid_not_booked)

    @property
    def adjusted_statement_balance(self) -> Decimal:
        received = _sum(self.booked_received_not_at_bank)
        return self.statement_balance + received - _sum(self.booked_paid_not_at_bank)


def to_pdf(form: BankReconciliation) -> bytes:
    """The form.  A4, across."""
    book, bank = form.adjusted_book_balance, form.adjusted_statement_balance
    data = plain(form) | {
        "left": _side(
            "中心账面余额",
            form.book_balance,
            ("加：银行已收，中心未收", form.bank_received_not_booked),
            ("减：银行已付，中心未付", form.bank_paid_not_booked),
            form.on,
        ),
        "right": _side(
            "银行对账单余额",
            form.statement_balance,
            ("加：中心已收，银行未收", form.booked_received_not_at_bank),
            ("减：中心已付，银行未付", form.booked_paid_not_at_bank),
            form.on,
        ),
        "adjusted_book": plain(book),
        "adjusted_bank": plain(bank),
        "difference": None if book == bank else plain(book - bank),
    }
    return render("bank_reconciliation", data)


_Group = tuple[str, tuple[Outstanding, ...]]


def _side(
    title: str, balance: Decimal, added: _Group, taken: _Group, on: date
) -> dict[str, Any]:
    groups = [
        {
            "title": words,
            "sum": plain(_sum(rows)),
            "rows": [
                plain(row) | {"on": row.on.isoformat(), "age_days": (on - row.on).days}
                for row in rows
            ],
        }
        for words, rows in (added, taken)
    ]
    return {"title": title, "balance": plain(balance), "groups": groups}


def _sum(rows: Sequence[Outstanding]) -> Decimal:
    return sum((row.amount for row in rows), ZERO)
