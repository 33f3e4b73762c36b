"""银行专户 · the centre's own bank accounts, as other parts of the system see them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.sql import Statement

_ALL = Statement(__file__, "sql/bank_accounts.sql")


@dataclass(frozen=True, slots=True)
class BankAccountFacts:
    """One bank account; `gl_account` is the 科目 (a child of 101 or 102) it is booked under.

    `opening_balance` is what it held when it was taken into use, in yuan.
    """

    id: int
    account_no: str
    account_name: str
    bank_name: str
    bank_code: str
    node: str
    customer_no: str
    kind: str
    gl_account: str
    takes_contributions: bool
    opening_balance: Decimal


def bank_accounts() -> list[BankAccountFacts]:
    """Every bank account of the centre, in the order in which they were opened."""
    return [BankAccountFacts(**row) for row in _ALL.rows()]
