-- The application's rights outside the ledger.  It may read and add everywhere; what it may change
-- or remove is named here, table by table, and nothing else can be.  A business document is never
-- removed; the operation log, the policy releases and what was credited, listed, moved or stated
-- by a bank are not even changed.
grant usage on schema public, kernel to provident_app;
revoke all on all tables in schema public from provident_app;
grant select, insert on all tables in schema public to provident_app;
grant usage, select on all sequences in schema public, kernel to provident_app;
grant execute on all functions in schema public, kernel to provident_app;
revoke insert on django_migrations from provident_app;

-- What goes through states, is dated by months that are not listed yet, or is a person's data.
-- (bank_account is locked as a table while one is opened, which needs the right to change it.)
grant update on
    bank_account, business_day, employer, employer_terms, member, enrolment, seal_period,
    base_period, ratio_period, roster_upload, roster_check, bundle, contribution_list, receipt,
    notice_frame, bank_row, statement_day, instruction, suspense_item, wire_message,
    settlement_session_key
to provident_app;

-- Signing in: a login changes by operations and by its person's password; sessions and the
-- counters of failures come and go; the list of a person's relatives is given anew as a whole.
-- What was signed in, used as a password, unmasked or exported is never changed.
grant update on login, sign_in_gate, django_session to provident_app;
grant delete on relative, sign_in_gate, django_session to provident_app;

-- A case goes through states; its steps are only added.
grant update on casework_case to provident_app;

-- A payer account that no longer pays; a refused notice that brought nothing; a statement that is
-- fetched again; what a roster's check had found before it was checked again.
grant delete on employer_payer, notice_frame, statement_row, roster_finding to provident_app;

-- The queue of jobs keeps itself.
grant update, delete on procrastinate_jobs, procrastinate_events,
    procrastinate_periodic_defers, procrastinate_workers to provident_app;
