-- 一笔业务的分录行 · the lines that an operation booked, each with its 科目 and whose holder it is.
-- Grain: one line.  Parameters: operation_no, branch (null: the whole centre): holders of other
-- branches are not named.
-- Size: two lines to ten thousands, by entry_operation and line_entry.  Locks: none.
select l.id, e.summary, l.gl_account || ' ' || g.name as gl_account,
       case when l.side = 'D' then l.amount end as debit,
       case when l.side = 'C' then l.amount end as credit,
       l.month, l.value_date, l.unit_share, l.personal_share,
       case when h.id is null then ''
            when m.id is not null and (%(branch)s::text is null or w.branch_id = %(branch)s)
            then m.number || ' ' || m.name
            when p.id is not null and (%(branch)s::text is null or p.branch_id = %(branch)s)
            then p.number || ' ' || p.name
            when s.id is not null then %(suspense)s::text || ' ' || s.id
            when m.id is not null or p.id is not null then %(foreign)s::text
            else h.owner end as holder,
       case when m.id is not null then 'member' when p.id is not null then 'employer'
            when s.id is not null then 'suspense' end as page,
       case when m.id is not null and (%(branch)s::text is null or w.branch_id = %(branch)s)
            then m.number
            when p.id is not null and (%(branch)s::text is null or p.branch_id = %(branch)s)
            then p.number
            when s.id is not null then s.id::text end as number
  from ledger.entry e
  join ledger.line l on l.business_date = e.business_date and l.entry_id = e.id
  join ledger.gl_account g on g.code = l.gl_account
  left join ledger.holder h on h.id = l.holder_id
  left join member m on m.holder_id = h.id
  left join enrolment n on n.member_id = m.id and n.ended_on is null
  left join employer w on w.id = n.employer_id
  left join employer_terms t on t.unallocated_holder = h.id
  left join employer p on p.id = t.employer_id
  left join suspense_item s on s.holder_id = h.id
 where e.operation_no = %(operation_no)s
