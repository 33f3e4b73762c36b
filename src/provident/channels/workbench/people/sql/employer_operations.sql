-- 单位办理记录 · the operations that named this employer or wrote one of its documents.
-- Grain: one row an operation.  Parameters: employer (id), number.  Locks: none.
-- Size: some a month.
select o.number, o.business_date, o.recorded_at, o.code, o.maker, o.checker, o.channel,
       o.result ->> 'says' as says
  from operation o
 where o.number in (
       select number from operation where command ->> 'employer' = %(number)s
       union select operation_no from ratio_period where employer_id = %(employer)s
       union select operation_no from receipt where employer_id = %(employer)s
       union select undone_by from receipt where employer_id = %(employer)s
       union select operation_no from unallocated_move where employer_id = %(employer)s
       union select confirmed_by from contribution_list where employer_id = %(employer)s
       union select credited_by from contribution_list where employer_id = %(employer)s)
