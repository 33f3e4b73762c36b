-- The application's rights outside the ledger.  The operation log and the policy releases
-- can be added to but neither changed nor emptied.
grant usage on schema public, kernel to provident_app;
grant select, insert, update, delete on all tables in schema public to provident_app;
grant usage, select on all sequences in schema public, kernel to provident_app;
grant execute on all functions in schema public, kernel to provident_app;
revoke update, delete on operation, policy_release from provident_app;
revoke delete on business_day from provident_app;
revoke insert, update, delete on django_migrations from provident_app;
