"""日终事实 · what the close of a day has to know: what blocks it and what is merely open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from provident.dayend.rules.closing import judge_completeness, judge_state
from provident.kernel import sql
from provident.kernel.models import BusinessDay, Operation
from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.reconciliation import api as reconciliation
from provident.settlement import api as settlement

OPEN_ITEMS = sql.Statement(__file__, "sql/open_items.sql")
WITHOUT_STATEMENT = sql.Statement(__file__, "sql/without_statement.sql")
OUTSTANDING = {
    ("bank", True): "银行已收中心未收",
    ("bank", False): "银行已付中心未付",
    ("book", True): "中心已收银行未收",
    ("book", False): "中心已付银行未付",
}
"""未达 by side and by whether money came in, as the 余额调节表 groups them: what stands on
opposite sides must not cancel out in a total."""

COUNTS = sql.Statement(__file__, "sql/day_counts.sql")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """未了事项 · something that does not block a close: 暂收, 未分摊, 在途指令, and 未达 in
    four groups, each amount positive in the direction of its group."""

    kind: str
    reference: str
    since: date
    amount: Decimal
    note: str

    def age_days(self, on: date) -> int:
        return (on - self.since).days


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What may stand in the way of closing `day`; everything is named, nothing is counted."""

    day: date
    state: str
    earlier_open: tuple[date, ...]
    unprocessed: tuple[str, ...]
    without_statement: tuple[str, ...]


def closing_facts(day: date) -> ClosingFacts:
    """Read what may block the close.  It stays true only for who holds the day's lock alone."""
    earlier = BusinessDay.objects.filter(date__lt=day).exclude(state=BusinessDay.CLOSED)
    return ClosingFacts(
        day=day,
        state=BusinessDay.objects.get(pk=day).state,
        earlier_open=tuple(earlier.order_by("date").values_list("date", flat=True)),
        unprocessed=tuple(
            f"{row.account_no} {row.bank_date} 主机流水号 {row.host_serial} 金额 {row.amount}"
            for row in settlement.unprocessed_rows(day)
        ),
        without_statement=missing_statements(day),
    )


def missing_statements(day: date) -> tuple[str, ...]:
    """The bank accounts whose statement of the day has not been fetched."""
    return tuple(row["account_no"] for row in WITHOUT_STATEMENT.rows(day=day))


def what_blocks(day: date) -> Verdict:
    """What a close of the day would be refused for now, but for invariants that do not hold:
    those are looked at by the close itself."""
    facts = closing_facts(day)
    verdict = judge_state(day, facts.state, facts.earlier_open)
    verdict.merge(judge_completeness(day, facts.unprocessed, facts.without_statement))
    return verdict


def open_items(day: date) -> tuple[OpenItem, ...]:
    """Everything unfinished at the end of a day, oldest first within its kind."""
    found = [OpenItem(**row) for row in OPEN_ITEMS.rows(day=day)]
    found += [
        OpenItem(
            OUTSTANDING[item.side, item.amount > ZERO],
            f"{position.account_no} {item.reference}",
            item.since,
            abs(item.amount),
            item.summary,
        )
        for position in reconciliation.positions(day)
        for item in position.outstanding
    ]
    return tuple(found)


def totals_by_kind(items: Iterable[OpenItem], on: date) -> list[dict[str, Any]]:
    """For each kind: how many, how much in yuan, and the age of the oldest in days."""
    kinds: dict[str, list[OpenItem]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(item)
    return [
        {
            "kind": kind,
            "count": len(found),
            "amount": f"{sum((item.amount for item in found), ZERO):.2f}",
            "oldest_days": max(item.age_days(on) for item in found),
        }
        for kind, found in kinds.items()
    ]


def day_counts(day: date) -> dict[str, int]:
    """How many operations, entries, lines, vouchers, bank rows and credited lists."""
    return COUNTS.row(day=day) or {}


def close_of(day: date) -> Operation | None:
    """The operation that closed a day, or None."""
    found = Operation.objects.filter(code="dayend.close", business_date=day)
    return found.order_by("recorded_at").first()
