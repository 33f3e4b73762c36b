-- 业务所成之物 · the receipts, 暂收款, movements of the bank, lists and rosters that an operation made
-- or dealt with, in one read.
-- Grain: one thing: the page that shows it, its number, its branch (null: of no branch) and words.
-- Parameters: operation_no.  Size: a few; a batch credits thousands of lists, so 100 are read.
-- Locks: none.
(select 'receipt' as page, r.id::text as number, e.branch_id as branch, e.name as about, r.amount
   from receipt r join employer e on e.id = r.employer_id
  where r.operation_no = %(operation_no)s order by r.id limit 100)
union all
(select 'suspense', i.id::text, null, b.opponent_name, i.amount
   from bank_row b join suspense_item i on i.bank_row_id = b.id
  where b.operation_no = %(operation_no)s and i.operation_no = %(operation_no)s limit 100)
union all
(select 'bank_rows', b.id::text, null, b.opponent_name, b.amount
   from bank_row b where b.operation_no = %(operation_no)s order by b.id limit 100)
union all
(select 'bank_rows', b.id::text, null, b.opponent_name, b.amount
   from bank_row b where b.corrected_by = %(operation_no)s and b.corrected_by <> ''
  order by b.id limit 100)
union all
(select 'list', l.reference, e.branch_id, e.name, l.total
   from list_credit c
   join contribution_list l on l.id = c.list_id
   join employer e on e.id = l.employer_id
  where c.operation_no = %(operation_no)s order by c.id limit 100)
