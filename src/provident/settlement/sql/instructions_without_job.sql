-- 待发与待查的指令 · instructions to send or to enquire about for which no such job waits or runs.
-- Grain: instruction.  Size: few.  Indexes: instruction_open, and those of the job locks.
select i.id, i.state
  from instruction i
 where i.state not in ('paid', 'failed') and i.state in ('to_send', 'sent_unknown')
   and not exists (select 1 from procrastinate_jobs j
                    where j.status = 'todo' and j.queueing_lock in
                          ('instruction:' || i.id || ':send', 'instruction:' || i.id || ':query'))
   and not exists (select 1 from procrastinate_jobs j
                    where j.status = 'doing' and j.lock in
                          ('instruction:' || i.id || ':send', 'instruction:' || i.id || ':query'))
 order by i.id
 limit 1000
