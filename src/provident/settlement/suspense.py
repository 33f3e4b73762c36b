"""暂收款 · receipts whose owner is not known yet: booked on 21901, one holder for each.

Money never stays outside the books: what cannot be matched stands here, with the reason,
until it is matched by hand, returned to the payer, or taken back by the bank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from provident.kernel.context import Context
from provident.kernel.money import ZERO
from provident.kernel.refusal import Conflict, Defect, Verdict, refuse
from provident.kernel.sql import Statement
from provident.ledger import api as ledger
from provident.settlement.facts.doubts import standing_of
from provident.settlement.models import SuspenseItem
from provident.settlement.rows import BankRowFacts, reopen_reversals, settle_row
from provident.settlement.rules.doubts import judge_doubts
from provident.settlement.states import ENDED, SUSPENSE, require_moved, states_before

_LOCK = Statement(__file__, "sql/lock_suspense.sql")
_OPEN = Statement(__file__, "sql/open_suspense.sql")
_MOVE = Statement(__file__, "sql/move_suspense.sql")


@dataclass(frozen=True, slots=True)
class SuspenseFacts:
    """One suspense item with who paid it and where it arrived; `holder` is its 分户,
    `payer_is_own` says that it came from another bank account of the centre, `doubts` are the
    reasons why the bank's own word for it is not certain."""

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
    doubts: Verdict = field(default_factory=Verdict)


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
    item_id, holder_id = _open_item(row.id, row.amount, at, why)
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
    return _locked(item_id)


def open_suspense(bank_row: int, amount: Decimal, at: Context, why: str) -> tuple[int, int]:
    """Open a suspense item and its holder without posting; returns (item, holder).

    For an operation that brings a booked receipt back here and posts the credit to 21901
    itself.  A reversal of the bank that waits for this is processed again.
    """
    opened = _open_item(bank_row, amount, at, why)
    reopen_reversals(bank_row, at)
    return opened


def lock_suspense(item_id: int) -> SuspenseFacts:
    """Lock a suspense item, whatever its state; refuses an unknown one.

    Whoever disposes of the money merges `doubts` into his own verdict.
    """
    item = _locked(item_id)
    return replace(item, doubts=judge_doubts(standing_of(item.bank_row)))


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


def lock_open_items(bank_row: int) -> list[SuspenseFacts]:
    """Lock what of a bank row stands open in 暂收, in the order of the items."""
    found = SuspenseItem.objects.filter(bank_row_id=bank_row, state=SuspenseItem.OPEN)
    return [_locked(item) for item in found.order_by("id").values_list("id", flat=True)]


def take_out(
    items: Sequence[SuspenseFacts], rule: str, at: Context, *, bank_date: date
) -> ledger.Posted:
    """红字冲回 · book locked open items out of 暂收 and the bank, in red, and end them.

    `rule` has the lines `fund_deposit` and `suspense`.  Each line carries the value date of
    what it takes back, so that nothing remains of it.
    """
    if any(item.state != SuspenseItem.OPEN for item in items):
        raise Conflict("suspense.not_open", "这笔暂收款已经另行处理，请刷新后查看。")
    amount = sum((item.amount for item in items), ZERO)
    posted = ledger.post(
        rule,
        at,
        amounts={"received": amount},
        legs={
            "fund_deposit": [ledger.Leg(gl_account=items[0].gl_account)],
            "suspense": [
                ledger.Leg(
                    holder=item.holder, amount=item.amount, value_date=item.business_date
                )
                for item in items
            ],
        },
        value_date=items[0].business_date,
        bank_date=bank_date,
    )
    for item in items:
        end_suspense(item.id, SuspenseItem.REVERSED, at)
    return posted


def _open_item(bank_row: int, amount: Decimal, at: Context, why: str) -> tuple[int, int]:
    """A receipt that comes here a second time gets a holder of its own, so that each item's
    history stands alone."""
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


def _locked(item_id: int) -> SuspenseFacts:
    found = _LOCK.row(item=item_id)
    if found is None:
        raise refuse("suspense.unknown", f"没有编号为 {item_id} 的暂收款，请核对编号。")
    return SuspenseFacts(**found)
