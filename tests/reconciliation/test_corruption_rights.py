"""What the application itself may do with each table outside the ledger.

The right that is given is the one that some operation needs; a new table, or a new right,
fails here until somebody has decided about it.  (The ledger's rights are in tests/ledger.)
"""

from __future__ import annotations

import psycopg
import pytest

READ_ADD = "select insert"
CHANGE = "select insert update"
REMOVE = "select insert delete"
ALL = "select insert update delete"

RIGHTS = {
    # never changed, never removed
    "operation": READ_ADD,
    "policy_release": READ_ADD,
    "list_line": READ_ADD,
    "list_credit": READ_ADD,
    "diverted_line": READ_ADD,
    "unallocated_move": READ_ADD,
    "branch": READ_ADD,
    "casework_step": READ_ADD,
    "sign_in_event": READ_ADD,
    "password_used": READ_ADD,
    "list_export": READ_ADD,
    "unmasking": READ_ADD,
    # go through states, never removed
    "bank_account": CHANGE,
    "business_day": CHANGE,
    "employer": CHANGE,
    "employer_terms": CHANGE,
    "member": CHANGE,
    "enrolment": CHANGE,
    "seal_period": CHANGE,
    "base_period": CHANGE,
    "ratio_period": CHANGE,
    "roster_upload": CHANGE,
    "roster_check": CHANGE,
    "casework_case": CHANGE,
    "login": CHANGE,
    "bundle": CHANGE,
    "contribution_list": CHANGE,
    "receipt": CHANGE,
    "bank_row": CHANGE,
    "statement_day": CHANGE,
    "instruction": CHANGE,
    "suspense_item": CHANGE,
    "wire_message": CHANGE,
    "settlement_session_key": CHANGE,
    # not documents of a movement of money
    "employer_payer": REMOVE,
    "statement_row": REMOVE,
    "relative": REMOVE,
    "roster_finding": REMOVE,
    "sign_in_gate": ALL,
    "django_session": ALL,
    "notice_frame": ALL,
    "procrastinate_jobs": ALL,
    "procrastinate_events": ALL,
    "procrastinate_periodic_defers": ALL,
    "procrastinate_workers": ALL,
    # the framework's own
    "django_content_type": READ_ADD,
    "django_migrations": "select",
}


@pytest.fixture
def rights(books: str) -> dict[str, str]:
    with psycopg.connect(books) as connection:
        rows = connection.execute(
            "select c.relname, p.privilege from pg_class c"
            " cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete'),"
            "                    (5, 'truncate'), (6, 'trigger'), (7, 'references'))"
            "      as p (place, privilege)"
            " where c.relnamespace = 'public'::regnamespace"
            "   and c.relkind in ('r', 'p', 'v', 'm')"
            "   and has_table_privilege('provident_app', c.oid, p.privilege)"
            " order by c.relname, p.place"
        ).fetchall()
    found: dict[str, list[str]] = {}
    for table, privilege in rows:
        found.setdefault(table, []).append(privilege)
    return {table: " ".join(names) for table, names in found.items()}


def test_each_table_has_the_rights_that_were_decided(rights: dict[str, str]) -> None:
    assert rights == RIGHTS


def test_a_document_cannot_be_removed_by_the_application(books: str) -> None:
    from django.db import ProgrammingError, connection, transaction

    for table in ("receipt", "list_credit", "contribution_list", "bank_row", "instruction"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"delete from {table}")
