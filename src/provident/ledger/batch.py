"""批量记账 · many entries at once, in a number of statements that does not grow.

A batch is freeze → compute → post → audit.  `open_batch` makes two temporary tables that
live as long as the transaction; the business fills them with its own set-based statements
(`batch_entry`: one row an entry, `batch_movement`: one row a line); `post_batch` writes
entries, lines and holders; afterwards `batch_posted` says which key became which entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.refusal import Defect
from provident.ledger.posting import ledger_errors
from provident.ledger.rules import PostingRule, posting_rule

TABLES = """
create temp table batch_entry (
    entry_key bigint primary key, summary text not null, bank_date date, occurred_on date
) on commit drop;
create temp table batch_movement (
    entry_key bigint not null, line_name text not null, side char(1) not null,
    gl_account text not null, holder_id bigint, amount numeric(18,2) not null,
    value_date date not null, month date, unit_share numeric(18,2), personal_share numeric(18,2)
) on commit drop
"""
SUMS = """
select line_name, side, count(*), sum(amount), min(gl_account), max(gl_account)
  from batch_movement group by line_name, side
"""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How many entries and lines a batch posted, and the sum of each of its lines."""

    entries: int
    lines: int
    sums: Mapping[str, Decimal]


def open_batch() -> None:
    """Make the two temporary tables of a batch in the current transaction."""
    for statement in TABLES.split(";"):
        sql.cursor().execute(statement)


def post_batch(rule_code: str, at: Context) -> BatchResult:
    """Post everything in the batch's tables by one rule.

    Each movement names the rule's line that it belongs to; a name or side that the rule
    does not have is a `Defect`, and so is an entry that does not balance.
    """
    rule = posting_rule(rule_code)
    sql.cursor().execute("analyze batch_movement")
    rows = sql.cursor().execute(SUMS).fetchall()
    _check_lines(rule, rows)
    with ledger_errors():
        (entries,) = sql.call(
            "select ledger.post_batch(%s, %s, %s, %s)",
            at.business_date, at.operation_no, rule.code, rule.digest,
        )  # fmt: skip
    return BatchResult(entries, sum(row[2] for row in rows), {row[0]: row[3] for row in rows})


def _check_lines(rule: PostingRule, rows: list[tuple]) -> None:  # type: ignore[type-arg]
    sides = {line.key: "D" if line.side == "debit" else "C" for line in rule.lines}
    for name, side, *_ in rows:
        if sides.get(name) != side:
            raise Defect(f"{rule.code} has no line {name!r} on side {side}")
