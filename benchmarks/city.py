"""量测用城市 · a city of any size, made by set statements, for measuring only.

The tables are filled by the database's superuser in a database of the benchmark's own.
Whatever stands in the ledger is posted through the ledger, and every document that belongs
to it is written too: `provident check` finds nothing wrong here.
"""

from __future__ import annotations

from datetime import date

import psycopg

from provident.kernel.dates import Month
from provident.kernel.digest import sm3

DAY = date(2026, 11, 2)
MONTH = Month(2026, 10)

FUNDED_BY = "20261102000000000000"
"""The operation that brought the employers' money; the first real one has serial 1."""

_SERIAL_OF_OTHERS = 900_000_000_000

_OPERATION = """
insert into operation (id, number, code, business_date, command, command_hash, maker, channel,
    policy_release, result, recorded_at)
select gen_random_uuid(), '{funded_by}', 'collection.receive', '{day}', '{{}}',
    '{command_hash}', 'system:benchmark', 'benchmark', max(number), '{{}}', now()
  from policy_release;
"""
_BANK = """
select ledger.open_gl_account('10101', '量测专户', '101', 'asset', 'D');
insert into bank_account (account_no, account_name, bank_name, bank_code, node, customer_no,
    kind, gl_account)
values ('650000000001', '量测专户', '建设银行', '105', '105', '', '归集', '10101');
"""
_EMPLOYERS = """
insert into branch (code, name) values ('001', '量测网点') on conflict do nothing;
insert into employer (number, branch_id, name, match_name, credit_code, address, affiliation,
    economic_type, industry, founded_on, pay_day, legal_name, legal_id_kind, legal_id_number,
    handler_name, handler_id_kind, handler_id_number, handler_mobile, fund_source, bank_name,
    bank_code, state, opened_on, postcode, email, handler_phone)
select lpad(i::text, 10, '0'), '001', '量测单位' || i, '量测单位' || i,
       'X' || lpad(i::text, 17, '0'), '天山区', '40', '100', 'A', '2000-01-01', 10, '法人',
       '01', '0', '经办', '01', '0', '13900000000', '2', '建设银行', '105', '01', '2026-01-01',
       '', '', ''
  from generate_series(1, {employers}) i;
select count(*) from ledger.open_holders('21902',
    array(select 'employer:' || number from employer order by id), false, '{day}');
insert into employer_terms (employer_id, rounding, first_month, listed_to, unallocated_holder)
select e.id, 'fen', '2026-01-01', null, h.id
  from employer e join ledger.holder h on h.owner = 'employer:' || e.number;
insert into ratio_period (employer_id, from_month, unit_ratio, personal_ratio, operation_no)
select id, '2026-01-01', 12, 12, '' from employer order by id;
"""
_MEMBERS = """
select count(*) from ledger.open_holders('20101',
    array(select 'member:' || lpad(i::text, 12, '0') from generate_series(1, {members}) i),
    true, '{day}');
insert into member (number, branch_id, name, sex, birth, id_kind, id_number, mobile, phone,
    marital, occupation, title, post, education, postcode, address, card_no, card_bank_name,
    card_bank_code, holder_id, opened_on, close_reason)
select split_part(h.owner, ':', 2), '001', '职工' || h.id, '1', '1990-01-01', '01',
       split_part(h.owner, ':', 2), '1' || lpad(h.id::text, 10, '8'), '', '90', '', '', '', '',
       '', '', '', '', '', h.id, '2026-10-01', ''
  from ledger.holder h where h.gl_account = '20101' order by h.id;
insert into enrolment (member_id, employer_id, hired_on, hire_kind, first_month, state,
    operation_no)
select m.id, 1 + (m.id - 1) % {employers}, '2020-01-01', '2', '{month}', '01', ''
  from member m order by m.id;
"""
_LISTS = """
insert into base_period (enrolment_id, from_month, wage, base, adjusted, operation_no)
select id, first_month, 5000 + id % 20000, 5000 + id % 20000, 'none', ''
  from enrolment order by id;
update employer_terms set listed_to = '{month}';
insert into contribution_list (employer_id, month, state, reference, due_on, persons,
    unit_total, personal_total, total, previous_persons, previous_total, added_persons,
    added_total, removed_persons, removed_total, confirmed_by, confirmed_on, credited_by)
select e.id, '{month}', 'confirmed', 'H' || e.id, '2026-11-15', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
       '{funded_by}', '{day}', ''
  from employer e order by e.id;
insert into list_line (list_id, enrolment_id, member_id, holder_id, base, unit_amount,
    personal_amount, change)
select c.id, n.id, n.member_id, m.holder_id, 5000 + n.id % 20000,
       round((5000 + n.id % 20000) * 0.12, 2), round((5000 + n.id % 20000) * 0.12, 2), 'added'
  from enrolment n join contribution_list c on c.employer_id = n.employer_id
  join member m on m.id = n.member_id
 order by c.id, n.id;
update contribution_list c set persons = s.persons, unit_total = s.half,
       personal_total = s.half, total = 2 * s.half, added_persons = s.persons,
       added_total = 2 * s.half
  from (select list_id, count(*) as persons, sum(unit_amount) as half from list_line
         group by list_id) s
 where s.list_id = c.id;
"""
_BATCH = """
select ledger.open_batch();
insert into batch_entry select id, '到账', '{day}', '{day}' from funded;
insert into batch_movement (entry_key, line_name, side, gl_account, holder_id, amount,
    value_date)
select id, 'fund_deposit', 'D', '10101', null, amount, '{day}'::date from funded
union all
select id, 'holder', 'C', gl, holder, amount, '{day}'::date from funded;
select ledger.post_batch('{day}', '{funded_by}', '{rule}', 'benchmark');
drop table funded;
"""
_RECEIPTS = """
insert into bank_row (bank_account_id, host_serial, bank_date, bank_time, amount, redo,
    opponent_no, opponent_name, opponent_bank, summary, remark, source, kind, state,
    operation_no, why, received_at)
select 1, lpad(id::text, 12, '0'), '{day}', '', total, false, lpad(id::text, 16, '6'), '付款人',
       '', '', '', 'notice', 'receipt', 'done', '{funded_by}', '', now()
  from contribution_list order by id;
insert into receipt (bank_row_id, employer_id, amount, state, how, wrong_account, business_date,
    operation_no, undone_by)
select r.id, c.employer_id, c.total, 'booked', 'reference', false, '{day}', '{funded_by}', ''
  from bank_row r join contribution_list c on lpad(c.id::text, 12, '0') = r.host_serial
 order by r.id;
insert into unallocated_move (employer_id, amount, cause, receipt_id, business_date,
    operation_no)
select employer_id, amount, 'kept', id, '{day}', '{funded_by}' from receipt order by id;
create temp table funded as
select r.id, t.unallocated_holder as holder, '21902' as gl, r.amount
  from receipt r join employer_terms t using (employer_id);
"""
_SUSPENSE = """
insert into bank_row (bank_account_id, host_serial, bank_date, bank_time, amount, redo,
    opponent_no, opponent_name, opponent_bank, summary, remark, source, kind, state,
    operation_no, why, received_at)
select 1, lpad(i::text, 12, '0'), '{day}', '', 1000 + i, false, lpad(i::text, 16, '6'),
       '付款人' || i, '105881000017', '', '', 'notice', 'receipt', 'done', '{funded_by}', '',
       now()
  from generate_series(1, {items}) i;
select count(*) from ledger.open_holders('21901',
    array(select 'receipt:' || id from bank_row order by id), false, '{day}');
insert into suspense_item (bank_row_id, holder_id, amount, business_date, operation_no, state,
    why, ended_by)
select r.id, h.id, r.amount, '{day}', '{funded_by}', 'open', '未找到缴存单位', ''
  from bank_row r join ledger.holder h on h.owner = 'receipt:' || r.id order by r.id;
create temp table funded as
select id, holder_id as holder, '21901' as gl, amount from suspense_item;
"""


def operation_number(subject: int) -> str:
    """A 业务流水号 for a side that is not ours, far from those that ours gives out."""
    return f"{DAY:%Y%m%d}{_SERIAL_OF_OTHERS + subject}"


def member_number(subject: int) -> str:
    """A 个人账号 for a side that is not ours."""
    return f"{_SERIAL_OF_OTHERS + subject}"


def suspense_amount(item: int) -> int:
    """The yuan of a suspense item, as `suspense` makes them."""
    return 1000 + item


def employers(address: str, count: int) -> None:
    """`count` employers with their terms and a ratio of 12 % each, and one bank account."""
    _run(address, _OPERATION + _BANK + _EMPLOYERS, employers=count)


def confirmed_month(address: str, *, members: int, employers: int) -> None:
    """A confirmed list of one month for `members` members of `employers` employers."""
    _run(
        address, _OPERATION + _BANK + _EMPLOYERS + _MEMBERS + _LISTS,
        employers=employers, members=members,
    )  # fmt: skip


def fund(address: str) -> None:
    """Every employer's money for his list, received and standing on his 未分摊."""
    _run(address, _RECEIPTS + _BATCH, rule="collection.receive")


def suspense(address: str, items: int) -> None:
    """`items` receipts of unknown payers, each booked on a holder of its own in 21901."""
    _run(
        address, _OPERATION + _BANK + _SUSPENSE + _BATCH, items=items, rule="settlement.suspend"
    )


def _run(address: str, script: str, **sizes: object) -> None:
    text = script.format(
        day=DAY,
        month=MONTH.first_day,
        funded_by=FUNDED_BY,
        command_hash=sm3(b'["collection.receive",{}]'),
        **sizes,
    )
    with psycopg.connect(address) as connection:
        connection.execute(text.encode())
