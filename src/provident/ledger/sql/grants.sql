-- 权限 · what the application may do with the ledger: read it and call its functions.
revoke all on all functions in schema ledger from public;
revoke all on all tables in schema ledger from public;
grant usage on schema ledger to provident_app, provident_owner;
grant select on all tables in schema ledger to provident_app, provident_owner;
alter default privileges in schema ledger grant select on tables to provident_app, provident_owner;
alter default privileges revoke execute on functions from public;
grant execute on function
    ledger.ensure_partition, ledger.open_gl_account, ledger.open_holders, ledger.lock_holders,
    ledger.close_holder,
    ledger.post, ledger.hold, ledger.post_hold, ledger.release, ledger.reverse,
    ledger.open_batch, ledger.post_batch, ledger.freeze_products, ledger.number_vouchers, ledger.total_day,
    ledger.seal_day, ledger.interest_year_end
to provident_app;
