"""一笔业务的账 · what one operation booked, for the page that shows it and for 试算.

Reading only.  Inside a rehearsal it reads what would be booked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from provident.kernel.dates import Month
from provident.kernel.numbers import voucher_no
from provident.kernel.sql import Statement

LINES = Statement(__file__, "sql/booked_lines.sql")
TOTALS = Statement(__file__, "sql/booked_totals.sql")
HELD = Statement(__file__, "sql/held_lines.sql")
VOUCHERS = Statement(__file__, "sql/vouchers_of_operation.sql")

LINES_MAX = 40
"""More lines than these are told by 科目 only."""


@dataclass(frozen=True, slots=True)
class BookedLine:
    """分录行 · `side` D 借 or C 贷; a red line has a negative amount, in yuan.

    `owner` is the holder's owner, such as `member:001000000265`, "" for a line without a
    holder; `count` is how many lines a total stands for.
    """

    side: Literal["D", "C"]
    gl_account: str
    gl_name: str
    amount: Decimal
    owner: str = ""
    month: Month | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Booked:
    """一笔业务记的账 · its lines, or their totals by 科目 where there are too many to read."""

    lines: tuple[BookedLine, ...]
    count: int

    @property
    def summed(self) -> bool:
        """Whether the lines are totals by 科目."""
        return self.count > LINES_MAX


def booked_by(operation_no: str) -> Booked:
    """What the operation of this number booked; no lines where it booked nothing."""
    rows = LINES.rows(operation_no=operation_no, limit=LINES_MAX)
    count: int = rows[0]["count"] if rows else 0
    if count <= LINES_MAX:
        return Booked(tuple(map(_line, rows)), count)
    totals = TOTALS.rows(operation_no=operation_no)
    return Booked(tuple(BookedLine(**row) for row in totals), count)


def held_by(holds: Sequence[int]) -> tuple[BookedLine, ...]:
    """What these holds will book when the bank says that the money went."""
    return tuple(map(_line, HELD.rows(holds=list(holds)))) if holds else ()


def vouchers_of(operation_no: str) -> tuple[str, ...]:
    """The numbers of the vouchers in which the operation's entries stand, once made."""
    return tuple(
        voucher_no(Month.of(row["month"]), row["number"])
        for row in VOUCHERS.rows(operation_no=operation_no)
    )


def _line(row: dict[str, Any]) -> BookedLine:
    month = row["month"]
    return BookedLine(
        row["side"],
        row["gl_account"],
        row["gl_name"],
        row["amount"],
        row["owner"],
        Month.of(month) if month else None,
    )
