-- 登记结算指令 · write one instruction and, in the same breath, the job that sends it as soon as
-- this transaction has committed.
-- Grain: one row.  Parameters: as the columns; queue, task and lock ('{}' = the instruction's id)
-- of the job.
with written as (
    insert into instruction (operation_no, business_date, hold_id, bank_account_id, business_kind,
                             amount, payee_no, payee_name, payee_bank_name, payee_bank_no,
                             payee_is_person, summary, subject, if_paid, if_failed, state,
                             host_serial, why, ended_by)
    values (%(operation_no)s, %(business_date)s, %(hold_id)s, %(bank_account)s,
            %(business_kind)s, %(amount)s, %(payee_no)s, %(payee_name)s, %(payee_bank_name)s,
            %(payee_bank_no)s, %(payee_is_person)s, %(summary)s, %(subject)s, %(if_paid)s,
            %(if_failed)s, 'to_send', '', '', '')
    returning id, replace(%(lock)s, '{}', id::text) as lock),
deferred as (
    select id, procrastinate_defer_jobs_v1(array[row(
               %(queue)s, %(task)s, 0, lock, lock, jsonb_build_object('instruction_id', id), null
               )::procrastinate_job_to_defer_v1]) as jobs
      from written)
select id from deferred where jobs is not null
