"""测试夹具 · a real PostgreSQL of the test run's own, used as the application uses it.

One embedded server serves the whole run from a directory of its own.  The tables are made
once as the owner; every test connects as `provident_app`, so that rights are tested too.
Between tests the owner empties what the tests filled (the application may not) and loads
the standards again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import django
import psycopg
import pytest
from hypothesis import HealthCheck, settings

TEST_DAY = date(2026, 11, 2)

_own = os.environ.get("PROVIDENT_TEST_DATA")
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
_data = Path(_own) if _own else Path(tempfile.gettempdir()) / f"provident-test-{os.getuid()}"
_data.mkdir(mode=0o755, parents=True, exist_ok=True)
os.environ["PROVIDENT_DATA"] = str(_data / _worker)
os.environ["PROVIDENT_DATABASE"] = "provident_test"
os.environ["DJANGO_SETTINGS_MODULE"] = "provident.site.settings"
os.environ.pop("DATABASE_URL", None)
django.setup()

# No test fails for being slow; in the integration run the same examples come every time.
settings.register_profile(
    "provident",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("provident")


@pytest.fixture(scope="session")
def superuser() -> Iterator[str]:
    """The superuser's address of the test database (not of `postgres`).

    Django may have been set up before there was a server, so it is told where it is.  The
    server ends with the run.
    """
    from django.db import connections

    from provident.kernel import embedded
    from provident.site import install

    address = embedded.ensure_running()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("drop database if exists provident_test with (force)")
    install.make_roles_and_database(address, "provident_test")
    connections.settings["default"]["HOST"] = parse_qs(urlsplit(address).query)["host"][0]
    yield address.replace("/postgres?", "/provident_test?")
    connections.close_all()
    embedded.stop()


@pytest.fixture(scope="session")
def _tables(superuser: str) -> str:
    import subprocess
    import sys

    subprocess.run(
        [sys.executable, "-m", "provident.site.cli", "init", "--tables-only"],
        check=True,
        env={**os.environ, "PROVIDENT_ROLE": "provident_owner"},
    )
    return superuser


@pytest.fixture(scope="session")
def new_books(_tables: str) -> Callable[[], None]:
    """A function that empties the books; for fixtures that fill them once for a whole file."""
    from provident.kernel.places import data_dir
    from provident.site import install

    def empty() -> None:
        _empty(_tables)
        # The seals of days that are gone would speak against the new books; the key stays.
        for seal in (data_dir() / "seals").glob("2*"):
            seal.unlink()
        install.load_standards_and_policy()
        install.open_first_day(TEST_DAY)

    return empty


@pytest.fixture
def empty_books(new_books: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """A function that empties the books, for tests that need new ones for each example."""
    from django.db import connections

    yield new_books
    connections.close_all()


@pytest.fixture
def books(_tables: str, empty_books: Callable[[], None]) -> str:
    """Empty books with standards, policy and the open day 2026-11-02.

    Returns the superuser's address, for tests that corrupt something on purpose.
    """
    empty_books()
    return _tables


def _empty(address: str) -> None:
    """Empty every table that a test may have filled, whoever owns it."""
    with psycopg.connect(address, autocommit=True) as connection:
        tables = connection.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            " where schemaname in ('public', 'ledger')"
            " and tablename !~ '_[0-9]{6}$' and tablename not in"
            " ('django_migrations', 'django_content_type', 'policy_release')"
        ).fetchall()
        connection.execute(
            "truncate " + ", ".join(row[0] for row in tables) + " restart identity cascade"
        )
