-- 待办件数 · what waits for one person, in one read of the waiting and returned cases.
-- Grain: one row.  Parameters: login, codes (operations he checks), branch (null: whole centre),
-- today.  Expected size: the open cases.  No locks.
select count(*) filter (where for_me) as waiting,
       count(*) filter (where for_me and due_on < %(today)s) as overdue,
       count(*) filter (where mine and state = 'waiting') as sent,
       count(*) filter (where mine and state = 'returned') as returned
  from (select state, due_on, maker_login_id = %(login)s as mine,
               state = 'waiting' and maker_login_id <> %(login)s and code = any(%(codes)s)
                   and (%(branch)s::text is null or branch_id = %(branch)s) as for_me
          from casework_case
         where state in ('waiting', 'returned')) as open_cases
