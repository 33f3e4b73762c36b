"""首页数字 · the figures of the home page, kept for some seconds and said to be so.

Adding up every line of the books takes longer than a home page may: the figures are read at
one moment, kept, and read again behind the back of whoever asks next.  The page says as of
when they are.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from provident.kernel import clock, sql
from provident.kernel.dates import Month
from provident.kernel.moment import one_moment
from provident.kernel.money import ZERO
from provident.reconciliation import api as reconciliation
from provident.reconciliation.api import BookLine

FRESH_SECONDS = 10.0
"""Figures are at least this old before they are read again."""
REST = 10
"""Between two readings lies this many times the time that one takes."""
OLD_SECONDS = 300.0
"""Figures older than this are not shown: whoever asks waits for new ones."""

PROGRESS = sql.Statement(__file__, "sql/progress.sql")
UNFINISHED = sql.Statement(__file__, "sql/unfinished.sql")
OWNERS = sql.Statement(__file__, "sql/owners.sql")


@dataclass(frozen=True, slots=True)
class Progress:
    """本月进度 · employers due, with a confirmed list, and credited; amounts in yuan."""

    due: int = 0
    confirmed: int = 0
    credited: int = 0
    confirmed_total: Decimal = ZERO
    credited_total: Decimal = ZERO

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.due + other.due,
            self.confirmed + other.confirmed,
            self.credited + other.credited,
            self.confirmed_total + other.confirmed_total,
            self.credited_total + other.credited_total,
        )

    @property
    def percent(self) -> int:
        """Whole percent of the employers due that are credited; 100 only when all are."""
        return self.credited * 100 // self.due if self.due else 0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """未了 · how many, how much in yuan, and since when the oldest waits."""

    count: int
    amount: Decimal
    since: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures at `as_of`; `earlier` are 未达 of days before `day`."""

    day: date
    as_of: datetime
    lines: tuple[BookLine, ...]
    members: int
    employers: int
    progress: dict[str, Progress]
    unfinished: dict[str, Unfinished]
    earlier: Unfinished

    def progress_of(self, branch: str | None) -> Progress:
        """A branch's progress; without one, the centre's."""
        if branch is not None:
            return self.progress.get(branch, Progress())
        return sum(self.progress.values(), Progress())


@dataclass(slots=True)
class _Kept:
    value: Standing
    read_at: float
    took: float


_kept: _Kept | None = None
_reading = threading.Lock()


def standing() -> Standing:
    """The figures, some seconds old; new ones are read meanwhile when they should be."""
    day = clock.today()
    kept = _kept
    if kept is None or kept.value.day != day or _age(kept) > OLD_SECONDS:
        return _read_anew(day)
    if _age(kept) > max(FRESH_SECONDS, REST * kept.took) and not _reading.locked():
        threading.Thread(target=_read_behind, args=(day,), daemon=True).start()
    return kept.value


def forget() -> None:
    """Keep nothing: whoever asks next reads the figures as they are."""
    global _kept  # noqa: PLW0603 - the one thing that this module keeps
    with _reading:
        _kept = None


def _age(kept: _Kept) -> float:
    return time.monotonic() - kept.read_at


def _read_behind(day: date) -> None:
    """Read in a thread, on a connection of its own."""
    if not _reading.acquire(blocking=False):
        return
    try:
        _keep(day)
    finally:
        _reading.release()
        connection.close()


def _read_anew(day: date) -> Standing:
    """Whoever comes while somebody is reading takes what he has read."""
    asked_at = time.monotonic()
    with _reading:
        kept = _kept
        if kept is not None and kept.value.day == day and kept.read_at >= asked_at:
            return kept.value
        return _keep(day)


def _keep(day: date) -> Standing:
    global _kept  # noqa: PLW0603 - the one thing that this module keeps
    started = time.monotonic()
    value = _read(day)
    now = time.monotonic()
    _kept = _Kept(value, now, now - started)
    return value


def _read(day: date) -> Standing:
    with one_moment() as as_of:
        bank = reconciliation.positions(day)
        lines = reconciliation.books(day, bank=bank)
        owners = OWNERS.row() or {}
        progress = PROGRESS.rows(month=Month.of(day).first_day)
        unfinished = UNFINISHED.rows()
    earlier = [item for one in bank for item in one.outstanding if item.since < day]
    return Standing(
        day=day,
        as_of=as_of,
        lines=lines,
        progress={row.pop("branch"): Progress(**row) for row in progress},
        unfinished={row.pop("kind"): Unfinished(**row) for row in unfinished},
        earlier=Unfinished(
            len(earlier),
            sum((abs(item.amount) for item in earlier), ZERO),
            min((item.since for item in earlier), default=None),
        ),
        **owners,
    )
