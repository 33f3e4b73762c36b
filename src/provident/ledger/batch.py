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
from typing import Any

from provident import standards
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.refusal import Defect
from provident.ledger.posting import fits, ledger_errors, needs_holder
from provident.ledger.rules import PostingRule, posting_rule

OPEN = "select ledger.open_batch()"
POST = "select ledger.post_batch(%s, %s, %s, %s)"
SUMS = """
select line_name, side, count(*), sum(amount), min(gl_account), max(gl_account),
       count(holder_id)
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
    sql.call(OPEN)


def post_batch(rule_code: str, at: Context) -> BatchResult:
    """Post everything in the batch's tables by one rule.

    Each movement names the rule's line that it belongs to; a name, side or gl_account that
    the rule does not have is a `Defect`, and so is an entry that does not balance.  Refuses
    as `post` does.
    """
    rule = posting_rule(rule_code)
    rows = sql.cursor().execute(SUMS).fetchall()
    _check_lines(rule, rows)
    with ledger_errors():
        (entries,) = sql.call(POST, at.business_date, at.operation_no, rule.code, rule.digest)
    return BatchResult(entries, sum(row[2] for row in rows), {row[0]: row[3] for row in rows})


def _check_lines(rule: PostingRule, rows: list[tuple[Any, ...]]) -> None:
    lines = {(line.key, line.letter): line for line in rule.lines}
    for name, side, count, _, gl_first, gl_last, with_holder in rows:
        if (name, side) not in lines:
            raise Defect(f"{rule.code} has no line {name!r} on side {side}")
        role = standards.role(lines[name, side].role)
        # A prefix that the first and the last code share is shared by all between them.
        if not (fits(role, gl_first) and fits(role, gl_last)):
            raise Defect(f"{rule.code}: {name} is booked outside {role.gl_account.code}")
        if needs_holder(role) and with_holder != count:
            raise Defect(f"{rule.code}: {name} has lines without a holder")
