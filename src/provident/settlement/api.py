"""结算 · settlement's face: bank rows, suspense, instructions, statements.

An operation that receives locks the bank row, books, and settles it (`suspend_row` does all
three for money whose owner is unknown).  An operation that pays holds, then calls
`instruct`; its counterparts for notice and failure call `confirm_payment` and
`release_payment`.
"""

from __future__ import annotations

from provident.settlement.bank_accounts import bank_accounts
from provident.settlement.instructions import (
    confirm_payment,
    instruct,
    open_instructions,
    release_payment,
)
from provident.settlement.rows import (
    BankRowFacts,
    lock_row,
    settle_row,
    unprocessed_rows,
    waiting_rows,
)
from provident.settlement.statements import fetch_statement
from provident.settlement.suspense import (
    end_suspense,
    lock_suspense,
    open_suspense,
    suspend_row,
)

__all__ = [
    "BankRowFacts",
    "bank_accounts",
    "confirm_payment",
    "end_suspense",
    "fetch_statement",
    "instruct",
    "lock_row",
    "lock_suspense",
    "open_instructions",
    "open_suspense",
    "release_payment",
    "settle_row",
    "suspend_row",
    "unprocessed_rows",
    "waiting_rows",
]
