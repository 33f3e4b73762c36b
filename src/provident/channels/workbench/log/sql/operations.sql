-- 业务日志 · every operation in words: whose it is and what it is about.
-- Grain: one operation.  Parameters: titles (code → title as JSON), system (what a process is
-- called).
-- Size: every operation ever done; read by page, the newest first by the unique number.  The
-- branch is that of the employer, the list or the member concerned, else that of the maker.
-- Locks: none.
select o.number, o.business_date, o.recorded_at, o.code,
       coalesce(%(titles)s::jsonb ->> o.code, o.code) as title,
       case when o.maker like 'system%%' then %(system)s::text else o.maker end as maker,
       coalesce(o.checker, '') as checker, o.channel, o.policy_release,
       coalesce(e.name, l.employer_name, m.name, r.name, o.command ->> 'name', '') as about,
       o.command ->> 'employer' as employer, o.command ->> 'member' as member,
       coalesce(e.name, l.employer_name, r.name,
                case when o.command ->> 'credit_code' <> '' then o.command ->> 'name' end)
           as organisation,
       coalesce(o.command ->> 'branch', e.branch_id, l.branch_id, w.branch_id, m.branch_id,
                r.branch_id, g.branch_id) as branch
  from operation o
  left join employer e on e.number = o.command ->> 'employer'
  left join member m on m.number = o.command ->> 'member'
  left join enrolment n on n.member_id = m.id and n.ended_on is null
  left join employer w on w.id = n.employer_id
  left join login g on g.name = o.maker
  left join lateral (
       select f.name as employer_name, f.branch_id
         from contribution_list c join employer f on f.id = c.employer_id
        where c.reference = coalesce(o.command ->> 'reference', o.command -> 'references' ->> 0)
       ) l on true
  left join lateral (
       select f.name, f.branch_id
         from receipt c join employer f on f.id = c.employer_id
        where c.operation_no = o.number
           or c.id = case when o.code = 'collection.undo_receipt'
                          then (o.command ->> 'receipt')::bigint end
        order by c.id limit 1) r on true
