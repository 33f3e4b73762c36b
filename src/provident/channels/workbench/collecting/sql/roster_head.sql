-- 名单概况 · one uploaded roster with its check, and what was made of it.
-- Grain: one row.  Parameters: upload.  Size: one.  Locks: none.
select u.id, u.file_name, u.sm3, u.uploaded_by, u.uploaded_at, u.taken_by,
       octet_length(u.content) as bytes, e.number as employer, e.name as employer_name,
       e.branch_id as branch, c.done, c.total, c.good, c.bad, c.warned, c.says,
       c.business_date, c.ordered_at, c.ended_at,
       case when u.taken_by <> '' then 'taken'
            when c.state = 'ended' and c.bad > 0 then 'bad'
            when c.state = 'ended' then 'good'
            else coalesce(c.state, 'unchecked') end as stands,
       o.result ->> 'says' as taken_says
  from roster_upload u
  join employer e on e.id = u.employer_id
  left join roster_check c on c.upload_id = u.id
  left join operation o on u.taken_by <> '' and o.number = u.taken_by
 where u.id = %(upload)s
