-- 年度结息·分录行 · one entry: a credit for each holder that earned interest, the debits in one or
-- two lines.
-- Grain: one row a line.  Parameters: day, value_date, member_gl, accrued_gl, expense_gl, accrued,
-- expensed.  Size: all interest-bearing holders.  Locks: none; the caller has the day alone.
with entry as (
    insert into batch_entry (entry_key, summary, occurred_on)
    values (1, to_char(%(day)s::date, 'YYYY"年度结息"'), %(day)s)),
credited as (
    insert into batch_movement (entry_key, line_name, side, gl_account, holder_id, amount,
                                value_date)
    select 1, 'member', 'C', %(member_gl)s, holder_id, interest, %(value_date)s
      from ledger.interest_settled
     where settled_on = %(day)s and interest > 0
     order by holder_id)
insert into batch_movement (entry_key, line_name, side, gl_account, amount, value_date)
select 1, d.line_name, 'D', d.gl_account, d.amount, %(value_date)s
  from (values ('interest_payable', %(accrued_gl)s::text, %(accrued)s::numeric),
               ('interest_expense', %(expense_gl)s, %(expensed)s))
       as d (line_name, gl_account, amount)
 where d.amount > 0
