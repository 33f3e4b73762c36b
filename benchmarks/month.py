"""一个月的入账 · crediting one month to every member, beside plain SQL that writes the same.

Ours is the operation `collection.credit_lists` with everything that belongs to it: day
lock, facts, entries, lines, holders, documents, audit row.  Raw is set-based SQL into
copies of the ledger's tables with the same keys, indexes, checks and fill: the same
entries, the same lines, the same balances, and neither trigger nor document nor judgement.
"""

from __future__ import annotations

import time

import psycopg

from benchmarks import city
from benchmarks.ground import Figure, checkpoint, counting, fresh_database, peak_mb

EMPLOYER_SIZE = 50
"""Members of one employer: 20 000 employers for a million members."""

_TABLES = """
create schema raw;
create table raw.entry (like ledger.entry including all);
create table raw.line (like ledger.line including all);
create table raw.holder (like ledger.holder including all) with (fillfactor = 85);
insert into raw.holder (id, gl_account, normal_side, owner, balance, held, bears_interest,
    carried_less_paid, interest_until, product, opened_on)
overriding system value
select id, gl_account, normal_side, owner, balance, held, bears_interest, carried_less_paid,
       interest_until, product, opened_on from ledger.holder;
"""
_MONTH = """
insert into raw.entry (business_date, operation_no, rule, rule_hash, summary)
select date '2026-11-02', '20261102000000000001', 'collection.credit_lists', repeat('0', 64),
       c.id
  from contribution_list c order by c.id;
insert into raw.line (business_date, entry_id, side, gl_account, holder_id, amount, value_date,
    month, unit_share, personal_share)
select date '2026-11-02', e.id, 'C', '20101', l.holder_id, l.unit_amount + l.personal_amount,
       date '2026-11-02', c.month, l.unit_amount, l.personal_amount
  from raw.entry e join contribution_list c on c.id = e.summary::bigint
  join list_line l on l.list_id = c.id
union all
select date '2026-11-02', e.id, 'D', '21902', t.unallocated_holder, c.total, date '2026-11-02',
       null, null, null
  from raw.entry e join contribution_list c on c.id = e.summary::bigint
  join employer_terms t using (employer_id);
update raw.holder h set balance = h.balance + d.amount, product = h.product + d.amount * 241
  from (select holder_id, sum(amount) as amount from raw.line where side = 'C'
         group by holder_id) d where h.id = d.holder_id;
update raw.holder h set balance = h.balance - d.amount
  from (select holder_id, sum(amount) as amount from raw.line where side = 'D'
         group by holder_id) d where h.id = d.holder_id;
"""
_SAME = """
select (select count(*) from ledger.holder h join raw.holder r using (id)
         where (h.balance, h.product) is distinct from (r.balance, r.product)),
       (select count(*) from ledger.line where month is not null),
       (select count(*) from raw.line where month is not null)
"""


def run(size: int) -> Figure:
    """Credit one month of `size` members, fifty an employer, in one operation."""
    with fresh_database() as address:
        city.confirmed_month(address, members=size, employers=max(1, size // EMPLOYER_SIZE))
        city.fund(address)
        raw_s = _raw(address)
        checkpoint(address)
        ours_s, lines, statements = _ours()
        _require_same(address)
        note = f"一次业务、{lines} 行分录"
        return Figure("month", size, ours_s, raw_s, peak_mb(), statements, note)


def _ours() -> tuple[float, int, int]:
    from django.db import connection

    from provident.collection.operations.credit_lists import run_shards
    from provident.kernel.context import By

    connection.ensure_connection()
    with counting(connection.connection) as counted:
        started = time.perf_counter()
        (done,) = run_shards("benchmark", By.machine("benchmark"))
        seconds = time.perf_counter() - started
    return seconds, int(done.receipt.facts["lines"]), counted.statements


def _raw(address: str) -> float:
    with psycopg.connect(address) as connection:
        connection.execute(_TABLES)
    checkpoint(address)
    with psycopg.connect(address) as connection:
        started = time.perf_counter()
        connection.execute(_MONTH)
        connection.commit()
        return time.perf_counter() - started


def _require_same(address: str) -> None:
    """Both sides must have brought the holders to the same figures, or nothing was measured."""
    with psycopg.connect(address) as connection:
        differing, ours, raw = connection.execute(_SAME).fetchone() or (None,) * 3
    if differing or ours != raw:
        raise AssertionError(f"{differing} holders differ; {ours} lines beside {raw}")
