-- 名单清单 · uploaded rosters with the state of their check; the files are not read.
-- Grain: one row an upload.  Parameters: none.  Size: a few an employer.  Locks: none.
select u.id, u.file_name, u.uploaded_by, u.uploaded_at, u.taken_by, e.number as employer,
       e.name as employer_name, e.branch_id as branch, c.total, c.good, c.bad,
       case when u.taken_by <> '' then 'taken'
            when c.state = 'ended' and c.bad > 0 then 'bad'
            when c.state = 'ended' then 'good'
            else coalesce(c.state, 'unchecked') end as stands
  from roster_upload u
  join employer e on e.id = u.employer_id
  left join roster_check c on c.upload_id = u.id
