"""大单位到账 · one employer's money arrives and every one of its members is credited.

Ours is the operation `collection.receive` for a stored bank row: matching, locks, rules, one
entry with a line for each member, documents, audit row.  Raw is set-based SQL that writes the
same rows in one transaction, with triggers and foreign keys switched off, for another employer
of the same size.
"""

from __future__ import annotations

import time

import psycopg

from benchmarks import city
from benchmarks.ground import Figure, checkpoint, counting, fresh_database, peak_mb

ROUNDS = 3
"""Ours and raw take turns, each time with employers of their own; the better time counts."""

_MONEY = """
insert into employer_payer (employer_id, account_no, account_name, bank_name)
select id, lpad(id::text, 16, '6'), name, '' from employer;
insert into bank_row (bank_account_id, host_serial, bank_date, bank_time, amount, redo,
    opponent_no, opponent_name, opponent_bank, summary, remark, source, kind, state,
    operation_no, why, received_at)
select 1, lpad(c.employer_id::text, 12, '0'), '2026-11-02', '', c.total, false,
       lpad(c.employer_id::text, 16, '6'), '', '', '', '', 'notice', '', 'new', '', '', now()
  from contribution_list c order by c.employer_id;
"""
_RAW = """
set local session_replication_role = replica;
insert into ledger.entry (business_date, operation_no, rule, rule_hash, summary, bank_date,
    occurred_on)
values ('2026-11-02', '{number}', 'collection.receive', repeat('0', 64), '收到单位汇缴款',
    '2026-11-02', '2026-11-02');
insert into ledger.line (business_date, entry_id, side, gl_account, holder_id, amount,
    value_date, month, unit_share, personal_share)
select date '2026-11-02', e.id, 'C', '20101', l.holder_id, l.unit_amount + l.personal_amount,
       date '2026-11-02', c.month, l.unit_amount, l.personal_amount
  from contribution_list c join list_line l on l.list_id = c.id
  join ledger.entry e on e.operation_no = '{number}'
 where c.employer_id = {employer}
union all
select date '2026-11-02', e.id, 'D', '10101', null, c.total, date '2026-11-02', null, null, null
  from contribution_list c join ledger.entry e on e.operation_no = '{number}'
 where c.employer_id = {employer};
update ledger.holder h
   set balance = h.balance + l.unit_amount + l.personal_amount,
       product = h.product + (l.unit_amount + l.personal_amount) * 241
  from contribution_list c join list_line l on l.list_id = c.id
 where c.employer_id = {employer} and h.id = l.holder_id;
insert into receipt (bank_row_id, employer_id, amount, state, how, wrong_account, business_date,
    operation_no, undone_by)
select r.id, {employer}, r.amount, 'booked', 'payer', false, '2026-11-02', '{number}', ''
  from bank_row r where r.host_serial = lpad('{employer}', 12, '0');
insert into list_credit (list_id, direction, members_total, diverted_total, business_date,
    value_date, operation_no)
select id, 1, total, 0, '2026-11-02', '2026-11-02', '{number}'
  from contribution_list where employer_id = {employer};
update contribution_list set state = 'credited', credited_by = '{number}',
    credited_on = '2026-11-02', value_date = '2026-11-02'
 where employer_id = {employer};
update employer_terms set paid_to = '2026-10-01' where employer_id = {employer};
update bank_row set state = 'done', kind = 'receipt', operation_no = '{number}'
 where host_serial = lpad('{employer}', 12, '0');
insert into operation (id, number, code, business_date, command, command_hash, maker, channel,
    policy_release, result, recorded_at)
values (gen_random_uuid(), '{number}', 'collection.receive', '2026-11-02', '{{}}',
    repeat('0', 64), 'system:notices', 'notice', 1, '{{}}', clock_timestamp());
"""


def run(size: int) -> Figure:
    """Credit one employer with `size` members from a bank row that has just been stored."""
    employers = 2 * ROUNDS + 1
    with fresh_database() as address:
        city.confirmed_month(address, members=size * employers, employers=employers)
        with psycopg.connect(address) as connection:
            connection.execute(_MONEY)
        checkpoint(address)
        statements = _counted(employers)
        ours, raw = [], []
        for turn in range(ROUNDS):
            ours.append(_ours(1 + 2 * turn))
            raw.append(_raw(address, 2 + 2 * turn))
        note = f"{size} 行分录、一个分录，自银行流水至全部入账"
        return Figure("employer", size, min(ours), min(raw), peak_mb(), statements, note)


def _counted(employer: int) -> int:
    """The statements of one receipt, which also warms everything up."""
    from django.db import connection

    connection.ensure_connection()
    with counting(connection.connection) as counted:
        _ours(employer)
    return counted.statements


def _ours(employer: int) -> float:
    from provident.kernel.context import By
    from provident.kernel.operation import perform
    from provident.settlement.models import BankRow

    row = BankRow.objects.get(host_serial=f"{employer:012d}")
    started = time.perf_counter()
    done = perform("collection.receive", {"bank_row": row.pk}, By.machine("notices"))
    seconds = time.perf_counter() - started
    if not done.receipt.facts.get("credited"):
        raise AssertionError(f"nothing was credited: {done.receipt.says}")
    return seconds


def _raw(address: str, employer: int) -> float:
    text = _RAW.format(employer=employer, number=city.operation_number(employer))
    with psycopg.connect(address) as connection:
        started = time.perf_counter()
        connection.execute(text.encode())
        connection.commit()
        return time.perf_counter() - started
