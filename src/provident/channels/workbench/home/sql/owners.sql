-- 户数 · members and employers that are not closed.
-- Grain: one row.  Parameters: none.  Locks: none.
select (select count(*) from member where closed_on is null)::int as members,
       (select count(*) from employer where closed_on is null)::int as employers
