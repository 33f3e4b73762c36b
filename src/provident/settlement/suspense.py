"""暂收款 · receipts whose owner is not known yet: booked on 21901, one holder for each.

Money never stays outside the books: what cannot be matched stands here, with the reason,
until it is matched by hand, returned to the payer, or reversed by the bank.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.context import Context
from provident.kernel.refusal import Defect, refuse
from provident.kernel.sql import Statement
from provident.ledger import api as ledger
from provident.settlement.models import SuspenseItem
from provident.settlement.rows import BankRowFacts, settle_row
from provident.settlement.states import ENDED, SUSPENSE, require_moved, states_before

_LOCK = Statement(__file__, "sql/lock_suspense.sql")
_OPEN = Statement(__file__, "sql/open_suspense.sql")
_MOVE = Statement(__file__, "sql/move_suspense.sql")


@dataclass(frozen=True, slots=True)
class SuspenseFacts:
    """One suspense item with who paid it and where it arrived; `holder` is its 分户,
    `payer_is_own` says that it came from another bank account of the centre."""

    id: int
    bank_row: int
    holder: int
    amount: Decimal
    state: str
    why: str
    business_date: date
    payer_no: str
    payer_name: str
    payer_bank: str
    summary: str
    remark: str
    bank_account: int
    account_no: str
    gl_account: str
    bank_code: str
    payer_is_own: bool


def suspend_row(
    row: BankRowFacts,
    at: Context,
    why: str,
    *,
    kind: str = "receipt",
    undoes: int | None = None,
) -> SuspenseFacts:
    """暂收入账 · book a locked receipt to 21901 and settle its bank row.

    Dr the bank account's 科目, Cr a new holder of 21901, on the business day, with the
    bank's own date kept.  `why` says for a person why it was not matched.
    """
    if row.amount <= 0:
        raise Defect(f"bank row {row.id} is not a receipt")
    item_id, holder_id = open_suspense(row.id, row.amount, at, why)
    ledger.post(
        "settlement.suspend",
        at,
        amounts={"received": row.amount},
        legs={
            "fund_deposit": [ledger.Leg(gl_account=row.gl_account)],
            "suspense": [ledger.Leg(holder=holder_id)],
        },
        bank_date=row.bank_date,
    )
    settle_row(row.id, at, kind, why, undoes=undoes)
    return lock_suspense(item_id)


def open_suspense(bank_row: int, amount: Decimal, at: Context, why: str) -> tuple[int, int]:
    """Open a suspense item and its holder without posting; returns (item, holder).

    For an operation that posts the credit to 21901 itself.  A receipt that comes back here
    a second time gets a holder of its own, so that each item's history stands alone.
    """
    earlier = SuspenseItem.objects.filter(bank_row_id=bank_row).count()
    owner = f"receipt:{bank_row}" + (f":{earlier + 1}" if earlier else "")
    (holder_id,) = ledger.open_holders("suspense", [owner], on=at.business_date)
    written = _OPEN.row(
        bank_row=bank_row,
        holder=holder_id,
        amount=amount,
        business_date=at.business_date,
        operation_no=at.operation_no,
        why=why,
    )
    if written is None:
        raise Defect("a suspense item was not written")
    return written["id"], holder_id


def lock_suspense(item_id: int) -> SuspenseFacts:
    """Lock a suspense item, whatever its state; refuses an unknown one."""
    found = _LOCK.row(item=item_id)
    if found is None:
        raise refuse("suspense.unknown", f"没有编号为 {item_id} 的暂收款。")
    return SuspenseFacts(**found)


def end_suspense(item_id: int, state: str, at: Context) -> None:
    """Bring an item into its next state; `Conflict` where that does not follow.

    `matched`, `refunded` and `reversed` end it; `refunding` and back to `open` do not.
    """
    ended = state in ENDED
    moved = _MOVE.run(
        item=item_id,
        state=state,
        since=states_before(SUSPENSE, state),
        ended_by=at.operation_no if ended else "",
        ended_on=at.business_date if ended else None,
    )
    require_moved(moved, "暂收款")
