-- 一笔业务 · one operation as the log keeps it, with its branch and its case.
-- Grain: one row or none.  Parameters: number.  Locks: none.
select o.number, o.code, o.business_date, o.recorded_at, o.command, o.command_hash, o.maker,
       o.checker, o.channel, o.policy_release, o.result,
       coalesce(o.command ->> 'branch', e.branch_id, l.branch_id, w.branch_id, m.branch_id,
                r.branch_id, g.branch_id) as branch,
       c.number as case_no, p.published_at, p.maker as published_by, p.note as published_why
  from operation o
  left join employer e on e.number = o.command ->> 'employer'
  left join member m on m.number = o.command ->> 'member'
  left join enrolment n on n.member_id = m.id and n.ended_on is null
  left join employer w on w.id = n.employer_id
  left join login g on g.name = o.maker
  left join lateral (
       select f.branch_id
         from contribution_list i join employer f on f.id = i.employer_id
        where i.reference = coalesce(o.command ->> 'reference', o.command -> 'references' ->> 0)
       ) l on true
  left join lateral (
       select f.branch_id
         from receipt i join employer f on f.id = i.employer_id
        where i.operation_no = o.number
           or i.id = case when o.code = 'collection.undo_receipt'
                          then (o.command ->> 'receipt')::bigint end
        order by i.id limit 1) r on true
  left join policy_release p on p.number = o.policy_release
  left join casework_case c on c.maker = o.maker and c.operation_no = o.number
 where o.number = %(number)s
