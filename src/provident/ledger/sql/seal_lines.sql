-- 封印·分录行 · the day's lines in their written-down form, in the order of their ids.
-- The form is that of COPY in text format; it is described in docs/reference/seal.md, and a change
-- here is a new form there.
-- Grain: one row a line.  Parameters: day.  Size: all lines of one day.  Locks: none.
copy (
select l.id, l.entry_id, e.operation_no, e.rule, e.rule_hash, e.summary,
       to_char(e.bank_date, 'YYYY-MM-DD'), l.side, l.gl_account, l.holder_id, l.amount,
       to_char(l.value_date, 'YYYY-MM-DD'), to_char(l.month, 'YYYY-MM-DD'), l.unit_share,
       l.personal_share
  from ledger.line l
  left join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id
 where l.business_date = %(day)s
 order by l.id
) to stdout
