"""到账测试的小镇 · one bank account, employers with members, receipts as the bank tells.

Everything goes through the real operations; only the bank's row is written directly, as
the listener would have stored it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import enrolment_city as city
from provident.kernel.context import By
from provident.kernel.operation import Done, operation_id, perform

MACHINE = By.machine("notices")
CODES = ("91653101MA7T000148", "12653101458000010Q", "1165310101099001XB", "92653101MA7T000220")
"""Synthetic credit codes of shared vectors (GB 32100-2015); both check characters right."""


def open_bank(account_no: str = "65001610100050000001", *, contributions: bool = True) -> int:
    """The centre's bank account; returns its id."""
    from provident.settlement.models import BankAccount

    perform(
        "settlement.open_bank_account",
        {
            "account_no": account_no,
            "account_name": "住房公积金管理中心",
            "bank_name": "中国建设银行",
            "bank_code": "105",
            "node": "105000",
            "takes_contributions": contributions,
        },
        city.TWO,
    )
    return BankAccount.objects.get(account_no=account_no).pk


def open_employers(count: int) -> list[str]:
    """Employers with one payer account each; returns their numbers."""
    return [
        city.open_employer(
            name=f"示范单位{'甲乙丙丁'[place]}有限公司",
            credit_code=CODES[place],
            payers=[{"account_no": f"6505016100450000{place:04d}", "account_name": "付款户"}],
        )
        for place in range(count)
    ]


def bank_row(bank: int, amount: str | Decimal, serial: str, **facts: Any) -> int:
    """A receipt as the bank reported it; returns its id."""
    from provident.kernel import clock
    from provident.settlement.models import BankRow

    return BankRow.objects.create(
        bank_account_id=bank,
        host_serial=serial,
        bank_date=clock.today(),
        bank_time="101500",
        amount=Decimal(amount),
        redo=False,
        source="notice",
        **facts,
    ).pk


def receive(row: int) -> Done:
    """Give the row to the operation that settlement would give it to."""
    return perform(
        "collection.receive", {"bank_row": row}, MACHINE, id=operation_id("bank_row", row)
    )


def figures() -> dict[str, Decimal]:
    """Σ of each part of the books, read from the holders and the bank's lines."""
    from provident.kernel import sql

    rows = sql.cursor().execute(
        "select gl_account, sum(balance) from ledger.holder group by gl_account"
    )
    sums = dict(rows.fetchall())
    (bank,) = sql.call(
        "select coalesce(sum(case side when 'D' then amount else -amount end), 0)"
        " from ledger.line where gl_account like '101%%' and %s", True
    )  # fmt: skip
    zero = Decimal("0.00")
    return {
        "bank": bank,
        "members": sums.get("20101", zero),
        "suspense": sums.get("21901", zero),
        "unallocated": sums.get("21902", zero),
    }
