-- 银行流水与银行存款明细 · each bank row that an operation dealt with against the lines that the
-- operation booked on that bank account.
-- Rows that cancel each other inside one operation need no entry; a false report is taken back by
-- the operation that corrected it.
-- Grain: one row an operation and bank account that differs.  Parameters: limit.  Expected: none.
-- Locks: none.
with dealt_with as (
    select operation_no, bank_account_id, id, amount from bank_row where state = 'done'
    union all
    select corrected_by, bank_account_id, id, -amount from bank_row where corrected_by <> ''),
told as (
    select r.operation_no, a.gl_account, min(r.id) as bank_row, sum(r.amount) as amount
      from dealt_with r join bank_account a on a.id = r.bank_account_id
     group by r.operation_no, a.gl_account),
booked as (
    select e.operation_no, l.gl_account, min(l.id) as ledger_line,
           sum(case l.side when 'D' then l.amount else -l.amount end) as amount
      from ledger.line l
      join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id
     where l.gl_account in (select gl_account from bank_account)
        or l.gl_account like '101%%' or l.gl_account like '102%%'
     group by e.operation_no, l.gl_account)
select coalesce(t.operation_no, b.operation_no) as operation_no,
       coalesce(t.gl_account, b.gl_account) as gl_account, t.bank_row, b.ledger_line,
       t.amount as left_amount, b.amount as right_amount
  from told t
  full join booked b using (operation_no, gl_account)
 where coalesce(t.amount, 0) <> coalesce(b.amount, 0)
 order by 1, 2
 limit %(limit)s
