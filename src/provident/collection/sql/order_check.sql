-- 预审排队 · note that a roster is to be checked and, in the same breath, leave the job that does it.
-- Grain: one row, or none where a check waits or runs already.
-- Parameters: upload, queue and task of the job.  Locks: the row of this roster's check.
with ordered as (
    insert into roster_check (upload_id, state, ordered_at)
    values (%(upload)s, 'waiting', statement_timestamp())
    on conflict (upload_id) do update
       set state = 'waiting', done = 0, total = 0, says = '', ended_at = null,
           ordered_at = excluded.ordered_at
     where roster_check.state in ('ended', 'failed')
    returning upload_id),
deferred as (
    select upload_id, procrastinate_defer_jobs_v1(array[row(
               %(queue)s, %(task)s, 0, 'roster:' || upload_id, null,
               jsonb_build_object('upload', upload_id), null
               )::procrastinate_job_to_defer_v1]) as jobs
      from ordered)
select upload_id from deferred where jobs is not null
