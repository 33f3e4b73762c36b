"""批量入账 · credit every list that its employer's 未分摊 covers, all employers at once.

For the day on which a treasury has paid for thousands of employers, and after a migration.
The number of statements does not grow with members or employers.  A run is cut into
shards by employer id; each shard is one operation whose id comes from the run and the
shard, so a run that was interrupted goes on where it stopped, and a second run of the same
name changes nothing.

依据  《住房公积金管理条例》(2026) 第十九、二十一条
账务  postings/collection.yaml#credit_lists
"""

from __future__ import annotations

from pydantic import Field

from provident import standards
from provident.kernel import sql
from provident.kernel.context import By, Context
from provident.kernel.field_types import ROW_ID_MAX, OneLine
from provident.kernel.operation import (
    Command,
    Done,
    Receipt,
    operation,
    operation_id,
    perform,
)
from provident.kernel.refusal import Defect
from provident.ledger import api as ledger

COVERED = sql.Statement(__file__, "../sql/batch_covered.sql")
MOVEMENTS = sql.Statement(__file__, "../sql/batch_movements.sql")
DEBITS = sql.Statement(__file__, "../sql/batch_debits.sql")
ENTRIES = sql.Statement(__file__, "../sql/batch_entries.sql")
DOCUMENTS = sql.Statement(__file__, "../sql/batch_documents.sql")
AUDIT = sql.Statement(__file__, "../sql/batch_audit.sql")


class CreditLists(Command):
    """One shard: employers from `first` to `last`, both included, by internal id."""

    run: OneLine = Field(title="批次名称", min_length=1, max_length=40)
    first: int = Field(title="首个单位序号", ge=0, le=ROW_ID_MAX)
    last: int = Field(title="末个单位序号", ge=0, le=ROW_ID_MAX)


@operation(
    "collection.credit_lists",
    title="批量入账",
    basis=("regulation-2026#19", "regulation-2026#21"),
    posting=("collection.credit_lists",),
    moves="inside",
    machine_only=True,
)
def credit_lists(command: CreditLists, at: Context) -> Receipt:
    """以未分摊批量入账：凡未分摊足够的清册，从最早的月份起整份入账。"""
    COVERED.run(first=command.first, last=command.last)
    sql.cursor().execute("analyze covered")
    ledger.open_batch()
    MOVEMENTS.run(
        member_gl=standards.role("member").gl_account.code, value_date=at.business_date
    )
    DEBITS.run(
        unallocated_gl=standards.role("unallocated").gl_account.code,
        value_date=at.business_date,
    )
    ENTRIES.run()
    posted = ledger.post_batch("collection.credit_lists", at)
    DOCUMENTS.run(operation=at.operation_no, day=at.business_date, value_date=at.business_date)
    wrong = AUDIT.rows(operation=at.operation_no, day=at.business_date)
    if wrong:
        raise Defect(f"batch audit found {len(wrong)} lists: {wrong[:5]}")
    total = posted.sums.get("member", 0)
    return Receipt(
        f"已批量入账 {posted.entries} 份清册，共 {total} 元。",
        {"run": command.run, "lists": posted.entries, "lines": posted.lines,
         "total": f"{total:.2f}"},
    )  # fmt: skip


def run_shards(run: str, by: By, *, shards: int = 1) -> list[Done]:
    """Perform a whole run; finished shards of the same run are skipped by their id."""
    (first, last) = sql.call("select coalesce(min(id), 0), coalesce(max(id), 0) from employer")
    size = max(1, -(-(last - first + 1) // shards))
    return [
        perform(
            "collection.credit_lists",
            CreditLists(run=run, first=start, last=min(start + size - 1, last)),
            by,
            id=operation_id("credit_lists", run, start, size),
        )
        for start in range(first, last + 1, size)
    ]
