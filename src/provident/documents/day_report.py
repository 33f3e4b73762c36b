"""资金日结单 · the day report: what one closed day came to, and the seal on it.

Business, ledger and bank stand side by side with their differences; then the counts, the
invariants that were checked, what is merely old with its age, and the seal: the SM3 of
the day's lines, the seal before it and the SM2 signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from provident.documents.notation import plain
from provident.documents.press import render
from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect


@dataclass(frozen=True, slots=True)
class BookRow:
    """One item in the three books; None where a book does not know it.

    `outstanding` is the part of ledger less bank that itemised 未达 explain.
    """

    item: str
    business: Decimal | None
    ledger: Decimal | None
    bank: Decimal | None
    note: str = ""
    outstanding: Decimal | None = None

    @property
    def business_less_ledger(self) -> Decimal | None:
        return _difference(self.business, self.ledger)

    @property
    def ledger_less_bank(self) -> Decimal | None:
        return _difference(self.ledger, self.bank)

    @property
    def unexplained(self) -> Decimal | None:
        """调节后差额 · what 未达 do not explain of ledger less bank."""
        return _difference(self.ledger_less_bank, self.outstanding or ZERO)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something the day had, e.g. 记账凭证 41."""

    item: str
    number: int


@dataclass(frozen=True, slots=True)
class Invariant:
    """A condition that was checked; `detail` says what was compared or what is off."""

    name: str
    holds: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that did not block the close but is not finished: 暂收, 未分摊, 未达 …"""

    kind: str
    reference: str
    since: date
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """The day's seal: hexadecimal SM3 and SM2 signature.  The first has no `previous`."""

    number: int
    sm3: str
    previous: str | None
    signature: str

    def __post_init__(self) -> None:
        if len(self.sm3) != 64:
            raise Defect(f"日结单：SM3 摘要应为 64 位十六进制：{self.sm3!r}")


@dataclass(frozen=True, slots=True)
class DayReport:
    """All of one business day.  Without a `seal` it is a preview of an open day."""

    centre: str
    day: date
    books: tuple[BookRow, ...]
    counts: tuple[Count, ...]
    invariants: tuple[Invariant, ...]
    open_items: tuple[OpenItem, ...]
    seal: Seal | None
    prepared_by: str
    checked_by: str | None
    printed_by: str
    printed_at: datetime


def to_pdf(report: DayReport) -> bytes:
    """The report.  A4, upright.  Differences are computed here, ages in calendar days."""
    data = plain(report)
    for written, row in zip(data["books"], report.books, strict=True):
        written["business_less_ledger"] = plain(row.business_less_ledger)
        written["ledger_less_bank"] = plain(row.ledger_less_bank)
        written["outstanding"] = plain(row.outstanding) if row.outstanding else None
        written["unexplained"] = plain(row.unexplained)
    for written, item in zip(data["open_items"], report.open_items, strict=True):
        written["since"] = item.since.isoformat()
        written["age_days"] = (report.day - item.since).days
    data["all_hold"] = all(invariant.holds for invariant in report.invariants)
    return render("day_report", data)


def _difference(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right
