"""通知发件箱 · the outbox of SBDC100: written with the movement, pushed until acknowledged.

A notice survives the process: it is deleted by nothing, only acknowledged.  Pushing is at
least once, so the centre must expect the same row again.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from provident.bankpeer import faults
from provident.bankpeer.store import to_fen, to_yuan
from provident.kernel.money import yuan
from provident.settlement.wire import NoticeRow

_BACKOFF_FIRST_SECONDS = 0.2
_BACKOFF_MAX_SECONDS = 30.0
_DETAIL_ROWS_MAX = 1000

_READY = (
    "copies > 0 and rows_wanted <="
    " (select count(*) from notice_row where notice_row.notice = notice.id)"
)


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice to push now."""

    id: int
    attempts: int
    in_pieces: bool


def queue(tx: sqlite3.Connection, node: str, acct: str, movement: int, amount_fen: int) -> None:
    """Leave a notice for one movement, unless a fault says otherwise."""
    if faults.take(tx, "drop_notice", acct=acct) is not None:
        return
    wrong = faults.take(tx, "wrong_amount", acct=acct)
    if wrong is not None:
        amount_fen += to_fen(yuan(wrong.get("difference", "0.01")))
    waiting = tx.execute(
        "select id from notice where node = ? and rows_wanted >"
        " (select count(*) from notice_row where notice_row.notice = notice.id)",
        (node,),
    ).fetchone()
    number = waiting["id"] if waiting else _new_notice(tx, node, acct)
    tx.execute("insert into notice_row values (?, ?, ?)", (number, movement, amount_fen))


def _new_notice(tx: sqlite3.Connection, node: str, acct: str) -> int:
    delay = faults.take(tx, "delay_notice", acct=acct)
    repeat = faults.take(tx, "repeat_notice", acct=acct)
    together = faults.take(tx, "two_rows", acct=acct)
    split = faults.take(tx, "split_notice", acct=acct)
    seconds = 0.0 if delay is None else float(delay.get("seconds", 1))
    row = tx.execute(
        "insert into notice (node, rows_wanted, copies, not_before, in_pieces)"
        " values (?, ?, ?, ?, ?) returning id",
        (
            node,
            1 if together is None else 2,
            1 if repeat is None else 1 + int(repeat.get("times", 1)),
            time.time() + seconds,
            split is not None,
        ),
    ).fetchone()
    return row["id"]


def due(tx: sqlite3.Connection) -> list[DueNotice]:
    """What should be pushed now, oldest first."""
    rows = tx.execute(
        f"select * from notice where {_READY} and not_before <= ? order by id",
        (time.time(),),
    ).fetchall()
    return [DueNotice(row["id"], row["attempts"], bool(row["in_pieces"])) for row in rows]


def next_due_at(tx: sqlite3.Connection, *, with_notices: bool) -> float | None:
    """When the next planned return or, if wanted, notice is due (epoch seconds)."""
    source = "select not_before from planned_return"
    if with_notices:
        source += f" union all select not_before from notice where {_READY}"
    row = tx.execute(f"select min(not_before) as moment from ({source})").fetchone()
    return row["moment"]


def rows_of(tx: sqlite3.Connection, notice: int) -> list[NoticeRow]:
    """The rows as the notice tells them, numbered from 1."""
    found = tx.execute(
        "select movement.*, bank_account.node, notice_row.amount_fen as told_fen"
        " from notice_row join movement on movement.id = notice_row.movement"
        " join bank_account using (acct) where notice_row.notice = ? order by movement.id",
        (notice,),
    ).fetchall()
    return [_notice_row(row, number) for number, row in enumerate(found, start=1)]


def acknowledged(tx: sqlite3.Connection, notice: int) -> None:
    """The centre has it; one copy fewer to push."""
    tx.execute(
        "update notice set copies = copies - 1, attempts = attempts + 1, last_error = ''"
        " where id = ?",
        (notice,),
    )


def failed(tx: sqlite3.Connection, notice: DueNotice, error: str) -> float:
    """Not acknowledged; again later, each time twice as late.  Returns that moment."""
    wait = min(_BACKOFF_FIRST_SECONDS * 2 ** min(notice.attempts, 16), _BACKOFF_MAX_SECONDS)
    moment = time.time() + wait
    tx.execute(
        "update notice set attempts = attempts + 1, last_error = ?, not_before = ?"
        " where id = ?",
        (error, moment, notice.id),
    )
    return moment


def postpone(tx: sqlite3.Connection, moment: float, error: str) -> None:
    """The centre cannot be reached: nothing is due before `moment`."""
    tx.execute(
        "update notice set not_before = ?, last_error = ? where copies > 0 and not_before < ?",
        (moment, error, moment),
    )


def hurry(tx: sqlite3.Connection) -> None:
    """The centre is back: what was refused so far is due at once."""
    tx.execute("update notice set not_before = 0 where copies > 0 and last_error <> ''")


def release_waiting(tx: sqlite3.Connection) -> None:
    """Do not wait for a second row any longer."""
    tx.execute("update notice set rows_wanted = 1 where copies > 0")


def pending(tx: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every notice not yet acknowledged, with its rows' serials and the last failure."""
    found = tx.execute("select * from notice where copies > 0 order by id").fetchall()
    return [
        {
            "id": row["id"],
            "copies": row["copies"],
            "attempts": row["attempts"],
            "last_error": row["last_error"],
            "host_seq_nos": [told.host_seq_no for told in rows_of(tx, row["id"])],
        }
        for row in found
    ]


def detail(
    tx: sqlite3.Connection, node: str, customer_no: str, first: date, last: date
) -> list[NoticeRow]:
    """账户交易明细 · the newest 1000 movements on the centre's bank accounts at one bank,
    from `first` to `last` (both inclusive), oldest first, as they stand on the books."""
    found = tx.execute(
        "select movement.*, bank_account.node, amount_fen as told_fen"
        " from movement join bank_account using (acct)"
        " where centre_owned = 1 and node = :node and booked_on between :first and :last"
        " and (customer_no = '' or customer_no = :customer_no)"
        " order by movement.id desc limit :rows",
        {
            "node": node,
            "customer_no": customer_no,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "rows": _DETAIL_ROWS_MAX,
        },
    ).fetchall()
    return [_notice_row(row, number) for number, row in enumerate(reversed(found), start=1)]


def _notice_row(row: sqlite3.Row, number: int) -> NoticeRow:
    return NoticeRow(
        number=str(number),
        acct=row["acct"],
        host_seq_no=row["host_seq_no"],
        opponent_acct=row["opponent_acct"],
        opponent_name=row["opponent_name"],
        opponent_bank_no=row["opponent_bank_no"],
        amount=to_yuan(row["told_fen"]),
        booked_on=date.fromisoformat(row["booked_on"]),
        booked_time=datetime.strptime(row["booked_time"], "%H%M%S").time(),
        balance=to_yuan(row["balance_fen"]),
        available=to_yuan(row["balance_fen"]),
        open_bank_no=row["node"],
        summary=row["summary"],
        remark=row["remark"],
        is_reversal=bool(row["is_reversal"]),
    )
