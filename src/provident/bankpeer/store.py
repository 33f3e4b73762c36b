"""对端账本 · the SQLite file behind the peer: its tables and its one writer.

Write-ahead log with `synchronous=FULL`: what has been answered is on the disk, also after
kill −9 or power loss.  All threads share one connection under one lock; a transaction is
the unit of every command, so that a payment, its answer and its notice stand or fall
together.  Amounts are whole fen.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from provident.kernel.money import yuan

_SCHEMA = """
create table if not exists setting (
    name text primary key,
    value text not null
) strict;

create table if not exists counter (          -- serial numbers, per purpose and day
    purpose text not null,
    day text not null,
    value integer not null,
    primary key (purpose, day)
) strict;

create table if not exists session_key (
    id integer primary key,
    node text not null,                       -- the centre's node
    value text not null
) strict;

create table if not exists bank_account (
    acct text primary key,
    name text not null,
    node text not null,                       -- the bank that keeps it
    kind text not null,                       -- basic, collection, payer, payee …
    customer_no text not null,                -- the centre's customer number at that bank
    centre_owned integer not null check (centre_owned in (0, 1)),
    opening_fen integer not null,             -- what it held before the first movement
    balance_fen integer not null              -- opening plus every movement
) strict;

create table if not exists transfer (         -- one movement of money, one or two sides
    id integer primary key,
    kind text not null check (kind in ('payment', 'interest', 'fee', 'reversal', 'return')),
    undoes integer unique references transfer -- a transfer is undone at most once
) strict;

create table if not exists movement (         -- one row of one bank account's statement
    id integer primary key,
    transfer integer not null references transfer,
    acct text not null references bank_account,
    host_seq_no text not null,
    amount_fen integer not null,              -- signed
    balance_fen integer not null,             -- after this movement
    booked_on text not null,
    booked_time text not null,
    opponent_acct text,                       -- null: interest and fees have no other side
    opponent_name text not null,
    opponent_bank_no text not null,
    summary text not null,
    remark text not null,
    is_reversal integer not null check (is_reversal in (0, 1))
) strict;
create index if not exists movement_by_day on movement (acct, booked_on);
create index if not exists movement_by_serial on movement (host_seq_no);
create index if not exists movement_by_transfer on movement (transfer);

create table if not exists payment (          -- BDC101, one row per SendSeqNo ever seen
    send_seq_no text primary key,
    send_date text not null,
    digest text not null,                     -- of the question's body
    status text not null check (status in ('0', '1')),
    host_seq_no text not null,
    outcome text not null,                    -- JSON: code, says, tx_status
    answer text not null                      -- JSON: body of the original answer
) strict;

create table if not exists notice (           -- outbox: pushed until acknowledged
    id integer primary key,
    node text not null,
    rows_wanted integer not null,             -- held back until it has as many rows
    copies integer not null,                  -- acknowledgements still to be collected
    not_before real not null,
    attempts integer not null default 0,
    last_error text not null default '',
    in_pieces integer not null default 0
) strict;
create index if not exists notice_due on notice (not_before) where copies > 0;

create table if not exists notice_row (
    notice integer not null references notice,
    movement integer not null references movement,
    amount_fen integer not null               -- differs from the movement's by a fault only
) strict;
create index if not exists notice_row_by_notice on notice_row (notice);

create table if not exists planned_return (   -- 退汇 that the payee's bank sends later
    id integer primary key,
    host_seq_no text not null,
    not_before real not null
) strict;

create table if not exists fault (
    id integer primary key,
    kind text not null,
    args text not null,
    remaining integer                         -- null = until cleared
) strict;
"""


class Store:
    """The peer's books on disk.  Construct once per process and close at the end."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            directory / "books.sqlite", isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"pragma {pragma}")
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """One transaction: committed to disk at the end, undone by any exception."""
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def to_fen(amount: Decimal) -> int:
    """Yuan to whole fen, exact."""
    return int(amount.scaleb(2))


def to_yuan(fen: int) -> Decimal:
    """Whole fen to yuan, exact."""
    return yuan(Decimal(fen).scaleb(-2))
