"""流水登记 · movements that the bank reports become bank rows, each once, each with its job.

Whether they come by notice or by account detail makes no difference: the same movement has
the same key and enters once.  Two payers under one key are two movements: the second enters
for itself and waits for the accountant.  Frame, rows and jobs stand in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from provident.kernel.sql import Statement
from provident.settlement import outbox
from provident.settlement.bank_accounts import bank_accounts
from provident.settlement.models import NoticeFrame
from provident.settlement.wire import NoticeRow

_ENTER = Statement(__file__, "sql/enter_rows.sql")
_ENTER_RIVALS = Statement(__file__, "sql/enter_rivals.sql")
_YUAN = ("", "156")


@dataclass(frozen=True, slots=True)
class RawNotice:
    """A notice as it came: the sender's serial and the deciphered body."""

    sender_seq_no: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What was entered: the ids of the new rows, how many were known already, and the
    movements that cannot be entered, each with its sentence."""

    new_rows: tuple[int, ...]
    repeated: int
    faults: tuple[str, ...]


def take_in(
    movements: Sequence[NoticeRow],
    *,
    source: str,
    notice: RawNotice | None = None,
    unread: Sequence[str] = (),
) -> Taken:
    """Enter the movements on the centre's own bank accounts and leave a job for each new one.

    `source` is `notice` or `detail`; `unread` are the sentences about rows that could not be
    read.  A movement on a bank account that the centre does not have, or in foreign money,
    is a fault as well; no fault hides the other movements.
    """
    known = {entry.account_no: entry.id for entry in bank_accounts()}
    good = [row for row in movements if row.acct in known and row.currency in _YUAN]
    faults = (*unread, *_faults(movements, known))
    with transaction.atomic():
        frame = None if notice is None else _keep(notice, len(movements))
        new = _enter(good, known, source, frame) if good else []
        if frame is not None:
            _finish(frame, len(new), refused=bool(faults))
        outbox.process_rows(new)
    return Taken(tuple(new), len(good) - len(new), faults)


def _faults(movements: Iterable[NoticeRow], known: dict[str, int]) -> Iterable[str]:
    for row in movements:
        if row.acct not in known:
            yield f"账号 {row.acct} 不是本中心登记的银行专户（主机流水号 {row.host_seq_no}）"
        elif row.currency not in _YUAN:
            yield f"主机流水号 {row.host_seq_no} 的币种 {row.currency} 不是人民币"


def _keep(notice: RawNotice, rows: int) -> NoticeFrame:
    return NoticeFrame.objects.create(
        sender_seq_no=_clean(notice.sender_seq_no),
        body=notice.body,
        rows_total=rows,
        rows_new=0,
    )


def _finish(frame: NoticeFrame, rows_new: int, *, refused: bool) -> None:
    """Count what was new.  A notice that is refused comes again and again; it is kept the
    first time, when it brought something, and not each time."""
    if refused and not rows_new:
        frame.delete()
    else:
        NoticeFrame.objects.filter(pk=frame.pk).update(rows_new=rows_new)


def _enter(
    good: Sequence[NoticeRow], known: dict[str, int], source: str, frame: NoticeFrame | None
) -> list[int]:
    columns = {
        "source": source,
        "frame": None if frame is None else frame.pk,
        "bank_account": [known[row.acct] for row in good],
        "host_serial": [_clean(row.host_seq_no) for row in good],
        "bank_date": [row.booked_on for row in good],
        "bank_time": ["" if r.booked_time is None else f"{r.booked_time:%H%M%S}" for r in good],
        "amount": [row.amount for row in good],
        "redo": [row.is_reversal for row in good],
        "balance": [row.balance for row in good],
        "opponent_no": [_clean(row.opponent_acct or "") for row in good],
        "opponent_name": [_clean(row.opponent_name) for row in good],
        "opponent_bank": [_clean(row.opponent_bank_no) for row in good],
        "summary": [_clean(row.summary) for row in good],
        "remark": [_clean(row.remark) for row in good],
    }
    written = _ENTER.rows(**columns)
    if len(written) < len(good):
        written += _ENTER_RIVALS.rows(**columns)
    return [row["id"] for row in written]


def _clean(text: str) -> str:
    """PostgreSQL stores no NUL, and a stray one must not keep a movement out."""
    return text.replace("\0", "")
