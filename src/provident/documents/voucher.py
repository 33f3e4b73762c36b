"""记账凭证 · accounting vouchers, one to a sheet, any number in one print.

Shows 摘要, 科目 with code and name (a code alone is not allowed by the accounting rules:
会计核算办法, 总则), 明细, 借方, 贷方, 附件张数 and the four who sign.  红字 amounts are
negative and printed red.  A voucher with more lines than a sheet holds goes on with
过次页 and 承前页.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from provident.documents.notation import amount_text, plain
from provident.documents.press import Section, render_sections
from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect

LINES_PER_SHEET = 8
VOUCHERS_PER_SECTION = 50


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One line: exactly one of `debit` and `credit` is given; 红字 is negative."""

    summary: str
    gl_account_code: str
    gl_account_name: str
    detail: str
    debit: Decimal | None = None
    credit: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.debit is None) == (self.credit is None):
            raise Defect(f"记账凭证：一行只能有借方或贷方之一：{self.summary}")


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher.  Σ借 = Σ贷, else it is a `Defect` and nothing is printed.

    `operation` is the operation number, or the words for several (e.g. 等 12 笔).
    """

    book_set: str
    number: str
    on: date
    lines: tuple[VoucherLine, ...]
    attachments: int
    operation: str
    made_by: str
    checked_by: str | None = None
    booked_by: str | None = None
    chief_accountant: str | None = None

    def __post_init__(self) -> None:
        debit, credit = _sums(self.lines)
        if not self.lines or debit != credit:
            raise Defect(f"记账凭证 {self.number}：借方 {debit}，贷方 {credit}，不平衡")


def to_pdf(
    vouchers: Sequence[Voucher], *, centre: str, printed_by: str, printed_at: datetime
) -> bytes:
    """All vouchers in the given order, each on its own sheet (A5, across)."""
    if not vouchers:
        raise Defect("记账凭证：没有可打印的凭证")
    head = plain({"centre": centre, "printed_by": printed_by, "printed_at": printed_at})
    sections: list[Section] = []
    for start in range(0, len(vouchers), VOUCHERS_PER_SECTION):
        part = vouchers[start : start + VOUCHERS_PER_SECTION]
        sheets = [sheet for voucher in part for sheet in _sheets(voucher)]
        sections.append(Section("voucher", head | {"sheets": sheets}, len(sheets)))
    return render_sections(sections)


def _sums(lines: Sequence[VoucherLine]) -> tuple[Decimal, Decimal]:
    debit = sum((line.debit for line in lines if line.debit is not None), ZERO)
    credit = sum((line.credit for line in lines if line.credit is not None), ZERO)
    return debit, credit


def _sheets(voucher: Voucher) -> Iterator[dict[str, Any]]:
    """The voucher's sheets; every sum up to a sheet is carried to the next."""
    head = plain(voucher)
    count = -(-len(voucher.lines) // LINES_PER_SHEET)
    for index in range(count):
        start = index * LINES_PER_SHEET
        end = start + LINES_PER_SHEET
        lines = voucher.lines[start:end]
        yield head | {
            "lines": plain(lines),
            "blank_lines": LINES_PER_SHEET - len(lines),
            "sheet": index + 1,
            "sheets": count,
            "brought": _carried(voucher.lines[:start]) if index else None,
            "closing": _carried(voucher.lines[:end]),
        }


def _carried(lines: Sequence[VoucherLine]) -> list[str]:
    return [amount_text(amount) for amount in _sums(lines)]
