"""银行流水 · one movement that the bank reported: lock it, read it, settle it exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.context import Context
from provident.kernel.refusal import Conflict, refuse
from provident.kernel.sql import Statement
from provident.settlement import outbox
from provident.settlement.models import BankRow

_LOCK = Statement(__file__, "sql/lock_row.sql")
_READ = Statement(__file__, "sql/read_row.sql")
_SETTLE = Statement(__file__, "sql/settle_row.sql")
_OPEN = Statement(__file__, "sql/open_rows.sql")
_REOPEN = Statement(__file__, "sql/reopen_reversals.sql")
_STRIKE = Statement(__file__, "sql/strike_row.sql")


@dataclass(frozen=True, slots=True)
class BankRowFacts:
    """One bank row with the bank account it stands on.

    `amount` is signed: positive came in.  `bank_account` is the id of the account,
    `gl_account` the 科目 it is booked under.  `redo` is the bank's 冲正标识.
    """

    id: int
    bank_account: int
    account_no: str
    bank_name: str
    gl_account: str
    takes_contributions: bool
    host_serial: str
    bank_date: date
    amount: Decimal
    redo: bool
    balance: Decimal | None
    opponent_no: str
    opponent_name: str
    opponent_bank: str
    summary: str
    remark: str
    source: str
    kind: str
    state: str
    operation_no: str
    why: str
    apart: str
    undoes: int | None
    corrected_by: str


def lock_row(row_id: int) -> BankRowFacts:
    """Lock a bank row that nothing has dealt with for good yet.

    Raises `Conflict` (`settlement.row_done`) when an operation has settled it before.  A
    row that waits for the accountant can be locked and settled.
    """
    found = lock_told_row(row_id)
    if found.state == BankRow.DONE:
        raise Conflict(
            "settlement.row_done",
            "这笔银行流水已经处理过，请刷新后查看。",
            operation_no=found.operation_no,
        )
    return found


def lock_told_row(row_id: int) -> BankRowFacts:
    """Lock a bank row in whatever state; refuses an unknown one."""
    found = _LOCK.row(row=row_id)
    if found is None:
        raise refuse("settlement.row_unknown", f"没有编号为 {row_id} 的银行流水，请核对编号。")
    return BankRowFacts(**found)


def read_row(row_id: int) -> BankRowFacts | None:
    """The row as it stands, without locking it; None when there is none."""
    found = _READ.row(row=row_id)
    return None if found is None else BankRowFacts(**found)


def settle_row(
    row_id: int, at: Context, kind: str, why: str = "", *, undoes: int | None = None
) -> None:
    """Mark a locked bank row as dealt with by this operation.

    `kind` is what it turned out to be; `undoes` the bank row that it reverses or returns.
    """
    _write(row_id, BankRow.DONE, at, kind=kind, why=why, undoes=undoes)


def set_waiting(
    row_id: int, at: Context, kind: str, why: str, *, undoes: int | None = None
) -> None:
    """Leave a locked bank row as itemised 未达 for the accountant, with the reason."""
    _write(row_id, BankRow.WAITING, at, kind=kind, why=why, undoes=undoes)


def reopen_row(row_id: int, at: Context) -> None:
    """Have a locked bank row classified and processed once more, by a job of its own."""
    _write(row_id, BankRow.NEW, at, kind="", why="", undoes=None)
    outbox.process_rows([row_id])


def reopen_reversals(origin: int, at: Context) -> None:
    """Have the reversal that waits for this row processed once more, since now it can be."""
    waiting = _REOPEN.rows(origin=origin, operation_no=at.operation_no)
    outbox.process_rows([row["id"] for row in waiting])


def strike_row(row_id: int, at: Context, why: str) -> None:
    """Mark a locked row as a false report of the bank, which this operation took back.

    A row that was booked keeps the operation that booked it; one that was not is done now.
    """
    _STRIKE.run(row=row_id, operation_no=at.operation_no, why=why)


def unprocessed_rows(until: date) -> list[BankRowFacts]:
    """Bank rows up to a bank date (inclusive) that no operation has dealt with yet."""
    return [BankRowFacts(**row) for row in _OPEN.rows(state=BankRow.NEW, until=until)]


def waiting_rows() -> list[BankRowFacts]:
    """未达 · bank rows that wait for the accountant, oldest first, each with its reason."""
    return [BankRowFacts(**row) for row in _OPEN.rows(state=BankRow.WAITING, until=None)]


def _write(
    row_id: int, state: str, at: Context, *, kind: str, why: str, undoes: int | None
) -> None:
    _SETTLE.run(
        row=row_id,
        state=state,
        kind=kind,
        why=why,
        undoes=undoes,
        operation_no=at.operation_no,
    )
