-- 无作业的新流水 · new bank rows for which no job waits or runs.  Rows over which the system
-- failed carry a sentence and are left alone.
-- Grain: bank row.  Size: normally none.  Indexes: bank_row_open, and those of the job locks.
select r.id
  from bank_row r
 where r.state <> 'done' and r.state = 'new' and r.why = ''
   and not exists (select 1 from procrastinate_jobs j
                    where j.queueing_lock = 'bank_row:' || r.id and j.status = 'todo')
   and not exists (select 1 from procrastinate_jobs j
                    where j.lock = 'bank_row:' || r.id and j.status = 'doing')
 order by r.id
 limit 1000
