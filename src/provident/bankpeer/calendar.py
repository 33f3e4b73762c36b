"""银行日期与流水 · the bank's day, and the numbers that it gives out on it.

The day is the one that was set, else the one in the centre's latest message, else the
system's.  Numbers are counted in the books, so that none is given twice after a restart.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from provident.settlement.wire.heads import serial_number


def today(tx: sqlite3.Connection) -> date:
    """The bank's day."""
    values = dict(tx.execute("select name, value from setting").fetchall())
    text = values.get("fixed_date") or values.get("centre_date")
    return date.fromisoformat(text) if text else date.today()


def now(tx: sqlite3.Connection) -> datetime:
    """The bank's day with the system's time of day."""
    return datetime.combine(today(tx), datetime.now().time().replace(microsecond=0))


def fix_date(tx: sqlite3.Connection, day: date | None) -> None:
    """Hold the bank's day at `day`, whatever the centre's messages say; None lets go."""
    if day is None:
        tx.execute("delete from setting where name = 'fixed_date'")
    else:
        _remember(tx, "fixed_date", day)


def follow_centre(tx: sqlite3.Connection, send_date: str) -> None:
    """Take the day from SendDate (YYYYMMDD); an unreadable one changes nothing."""
    try:
        day = datetime.strptime(send_date, "%Y%m%d").date()
    except ValueError:
        return
    _remember(tx, "centre_date", day)


def platform_serial(tx: sqlite3.Connection, node: str) -> str:
    """The platform's next serial number, 20 characters."""
    day = today(tx)
    return serial_number(node, day, _next(tx, "platform", day))


def host_serial(tx: sqlite3.Connection, node: str, day: date) -> str:
    """银行主机流水号 · the bank's next number: bank (3), date (8) and nine digits."""
    return f"{node[:3]}{day:%Y%m%d}{_next(tx, node, day):09d}"


def _remember(tx: sqlite3.Connection, name: str, day: date) -> None:
    tx.execute(
        "insert into setting (name, value) values (?, ?)"
        " on conflict (name) do update set value = excluded.value",
        (name, day.isoformat()),
    )


def _next(tx: sqlite3.Connection, purpose: str, day: date) -> int:
    row = tx.execute(
        "insert into counter (purpose, day, value) values (?, ?, 1)"
        " on conflict (purpose, day) do update set value = value + 1 returning value",
        (purpose, day.isoformat()),
    ).fetchone()
    return row["value"]
