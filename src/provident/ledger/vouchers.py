"""记账凭证 · numbering vouchers, and reading them for print.

An entry that touches a bank account becomes its own voucher within a minute of posting;
what is left is grouped by posting rule at the close.  Numbers run from 1 in each month of
one set of books, without a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings

from provident.documents import voucher as paper
from provident.kernel import sql
from provident.kernel.context import shown
from provident.kernel.dates import Month
from provident.kernel.numbers import voucher_no
from provident.ledger.posting import ledger_errors

NUMBER = "select ledger.number_vouchers(%s, %s, %s, %s)"
WAITING = sql.Statement(__file__, "sql/unvouchered_days.sql")
OF_DAYS = sql.Statement(__file__, "sql/vouchers_of_days.sql")
TO_PRINT = sql.Statement(__file__, "sql/vouchers_to_print.sql")
BOOK_SET = "住房公积金账套"


def number_vouchers(day: date, *, posted_by: str, at_close: bool = False) -> int:
    """Number the day's entries that touch a bank account; with `at_close` all that are left.

    Returns how many vouchers were made.  One numbering runs at a time.
    """
    with ledger_errors():
        (made,) = sql.call(NUMBER, day, at_close, posted_by, settings.CHIEF_ACCOUNTANT)
    return made


def days_to_number() -> list[date]:
    """The days, not closed yet, that have bank entries without a voucher."""
    return [row["business_date"] for row in WAITING.rows()]


def to_print(first: date, last: date) -> list[paper.Voucher]:
    """The vouchers of the days from `first` to `last` (both included), in number order."""
    return chosen([row["id"] for row in OF_DAYS.rows(first=first, last=last)])


def chosen(vouchers: Sequence[int]) -> list[paper.Voucher]:
    """The vouchers with these ids, in number order."""
    rows = TO_PRINT.rows(vouchers=list(vouchers))
    return [_voucher(lines) for lines in _by_voucher(rows)]


def print_vouchers(
    first: date, last: date, *, centre: str, printed_by: str, printed_at: datetime
) -> bytes:
    """凭证连打 · one PDF of the vouchers from `first` to `last`; a month is its two ends."""
    return paper.to_pdf(
        to_print(first, last), centre=centre, printed_by=printed_by, printed_at=printed_at
    )


def print_chosen(
    vouchers: Sequence[int], *, centre: str, printed_by: str, printed_at: datetime
) -> bytes:
    """One PDF of the vouchers with these ids, in number order."""
    return paper.to_pdf(
        chosen(vouchers), centre=centre, printed_by=printed_by, printed_at=printed_at
    )


def _by_voucher(rows: list[dict]) -> Iterator[list[dict]]:  # type: ignore[type-arg]
    lines: list[dict] = []  # type: ignore[type-arg]
    for row in rows:
        if lines and row["id"] != lines[0]["id"]:
            yield lines
            lines = []
        lines.append(row)
    if lines:
        yield lines


def _voucher(lines: list[dict]) -> paper.Voucher:  # type: ignore[type-arg]
    head = lines[0]
    return paper.Voucher(
        book_set=BOOK_SET,
        number=voucher_no(Month.of(head["month"]), head["number"]),
        on=head["business_date"],
        lines=tuple(
            paper.VoucherLine(
                summary=head["summary"],
                gl_account_code=line["gl_account"],
                gl_account_name=line["gl_name"],
                detail=line["detail"],
                debit=line["amount"] if line["side"] == "D" else None,
                credit=line["amount"] if line["side"] == "C" else None,
            )
            for line in lines
        ),
        attachments=head["attachments"],
        operation=head["operation"],
        made_by=shown(head["prepared_by"]),
        checked_by=head["checked_by"],
        booked_by=shown(head["posted_by"]),
        chief_accountant=head["chief"],
    )
