"""资金页面的小镇 · two employers of two branches, money that came, and money of nobody.

Everything went through the real operations; only the bank's movements are written directly,
as the listener would have stored them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import enrolment_city as city
import receiving

PAYER, STRANGER = "65050161004500000001", "65009000000000000009"
MONTHLY = "1200.00"
"""What a member with a base of 5,000.00 brings at 12 % and 12 %."""


@dataclass
class MoneyTown:
    """The numbers of what there is; `paid` is a receipt of the first employer."""

    employer: str
    other_employer: str
    member: str
    bank: int
    reference: str
    paid: int
    paid_by: str
    suspense: int
    suspense_row: int


def build() -> MoneyTown:
    """One list paid in full, and 500.00 of a payer whom nobody knows."""
    from provident.collection.models import Receipt
    from provident.kernel.operation import perform

    city.open_branch()
    perform("collection.open_branch", {"code": "002", "name": "和田管理部"}, city.TWO)
    bank = receiving.open_bank()
    payers = [{"account_no": PAYER, "account_name": "天山棉纺"}]
    employer = city.open_employer(payers=payers, unit_ratio="12", personal_ratio="12")
    other = city.open_employer(
        branch="002", name="和田玉石有限公司", credit_code=receiving.CODES[1]
    )
    member = city.open_member(employer, wage="5000.00")
    (one,) = city.confirm(employer)
    row = receiving.bank_row(
        bank, one["total"], "HOST000001", opponent_no=PAYER, opponent_name="天山棉纺",
        remark=one["reference"],
    )  # fmt: skip
    done = receiving.receive(row)
    suspense, suspense_row, _ = stranger(bank, "HOST000002", "500.00")
    return MoneyTown(
        employer, other, member, bank, one["reference"],
        Receipt.objects.get(bank_row_id=row).pk, done.operation_no, suspense, suspense_row,
    )  # fmt: skip


def stranger(bank: int, serial: str, amount: str, **facts: Any) -> tuple[int, int, str]:
    """Money of a payer whom nobody knows: the item, the bank row, the operation."""
    told = {"opponent_no": STRANGER, "opponent_name": "某某贸易商行", "remark": "十一月款"}
    row = receiving.bank_row(bank, amount, serial, **told | facts)
    done = receiving.receive(row)
    return done.receipt.facts["suspense"], row, done.operation_no
