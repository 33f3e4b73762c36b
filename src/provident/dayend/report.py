"""资金日结单 · the day report of a closed day, or a preview of one that is not closed yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from provident.dayend.facts import OpenItem, close_of, day_counts, open_items
from provident.documents import day_report as paper
from provident.kernel.models import BusinessDay, Operation
from provident.kernel.money import ZERO
from provident.kernel.refusal import refuse
from provident.ledger import seals
from provident.reconciliation import api as reconciliation

PRINTED_MAX = 100
"""Unfinished items of one kind that are printed one by one; the rest is one line."""

COUNTED = {
    "operations": "业务笔数",
    "entries": "分录",
    "lines": "分录行",
    "vouchers": "记账凭证",
    "bank_rows": "银行流水",
    "list_credits": "清册入账",
}


def day_report(
    day: date, *, centre: str, printed_by: str, printed_at: datetime
) -> paper.DayReport:
    """The report's content.  Refuses a day that was never opened.

    A closed day is reported as it was closed; for any other day the invariants are run now
    and the report says that it is a preview.
    """
    found = BusinessDay.objects.filter(pk=day).first()
    if found is None:
        raise refuse(
            "day.unknown", f"{day} 不是已开启的会计日，请核对日期。", day=day.isoformat()
        )
    closed = close_of(day) if found.state == BusinessDay.CLOSED else None
    return paper.DayReport(
        centre=centre,
        day=day,
        books=tuple(
            paper.BookRow(
                line.item, line.business, line.finance, line.bank, line.note, line.explained
            )
            for line in reconciliation.books(day)
        ),
        counts=tuple(
            paper.Count(COUNTED[name], number) for name, number in day_counts(day).items()
        ),
        invariants=tuple(_invariants(closed)),
        open_items=tuple(_shortened(open_items(day))),
        seal=_seal(day) if closed else None,
        prepared_by=closed.maker if closed else printed_by,
        checked_by=closed.checker if closed else None,
        printed_by=printed_by,
        printed_at=printed_at,
    )


def day_report_pdf(day: date, *, centre: str, printed_by: str, printed_at: datetime) -> bytes:
    """The report as PDF."""
    report = day_report(day, centre=centre, printed_by=printed_by, printed_at=printed_at)
    return paper.to_pdf(report)


def _invariants(closed: Operation | None) -> Iterator[paper.Invariant]:
    if closed is None:
        for result in reconciliation.run_all():
            detail = "；".join(offence.says for offence in result.offences[:3])
            yield paper.Invariant(result.title, result.holds, detail or result.means)
        return
    known = {check.code: check for check in reconciliation.all_checks()}
    for code in closed.result["facts"]["checks"]:
        check = known.get(code)
        yield paper.Invariant(
            check.title if check else code, True, check.means if check else ""
        )


def _shortened(items: Iterable[OpenItem]) -> Iterator[paper.OpenItem]:
    kinds: dict[str, list[OpenItem]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(item)
    for kind, found in kinds.items():
        for item in found[:PRINTED_MAX]:
            yield paper.OpenItem(kind, item.reference, item.since, item.amount, item.note)
        rest = found[PRINTED_MAX:]
        if rest:
            total: Decimal = sum((item.amount for item in rest), ZERO)
            since = min(item.since for item in rest)
            yield paper.OpenItem(kind, f"其余 {len(rest)} 笔", since, total)


def _seal(day: date) -> paper.Seal:
    found = seals.on_record(day)
    return paper.Seal(found.number, found.seal, found.previous, found.signature)
