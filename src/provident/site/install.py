"""安装 · make the database: roles, database, tables, rights, standards, policy, first day.

Runs under an advisory lock and can be run again at any time without effect.  Roles belong
to the cluster, not to a migration, so they are made here by the superuser:

- `provident_owner` owns the database and migrates;
- `provident_ledger` owns the ledger, cannot log in and is no superuser;
- `provident_app` is what every running process uses.

The roles bind the application, not whoever holds the machine.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql

ROLES = """
do $$ begin
    if not exists (select 1 from pg_roles where rolname = 'provident_owner') then
        create role provident_owner login;
    end if;
    if not exists (select 1 from pg_roles where rolname = 'provident_ledger') then
        create role provident_ledger nologin;
    end if;
    if not exists (select 1 from pg_roles where rolname = 'provident_app') then
        create role provident_app login;
    end if;
    grant provident_ledger to provident_owner;
end $$
"""

APP_RIGHTS = (Path(__file__).parent / "sql" / "app_rights.sql").read_text(encoding="utf-8")


def make_roles_and_database(superuser_address: str, name: str) -> None:
    """Create the three roles and the database where they do not exist yet."""
    with psycopg.connect(superuser_address, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(20190101)")
        connection.execute(ROLES)
        found = connection.execute(
            "select 1 from pg_database where datname = %s", [name]
        ).fetchone()
        if not found:
            connection.execute(
                sql.SQL("create database {} owner provident_owner").format(sql.Identifier(name))
            )
        connection.execute(
            sql.SQL("revoke all on database {} from public").format(sql.Identifier(name))
        )
        connection.execute(
            sql.SQL(
                "grant connect, temporary on database {} to provident_app, provident_ledger"
            ).format(sql.Identifier(name))
        )


def migrate_and_grant() -> None:
    """Bring the tables up to date and set the application's rights (as the owner)."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute(APP_RIGHTS)


def load_standards_and_policy() -> None:
    """Chart of accounts and, where there is none yet, the first policy release."""
    from provident.ledger import api as ledger
    from provident.policy import releases

    ledger.load_chart()
    if not releases.numbers():
        releases.publish_first(releases.files())


def open_first_day(day: date) -> None:
    """Open the first business day; later days open when the one before is cut off."""
    from provident.kernel import sql
    from provident.kernel.models import BusinessDay

    if not BusinessDay.objects.exists():
        sql.call("select ledger.ensure_partition(%s)", day)
        BusinessDay.objects.create(date=day, state=BusinessDay.OPEN)
