"""个人账号 · the form for whole rosters, in SQL, equals its definition in Python."""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provident.kernel import sql
from provident.kernel.numbers import member_no

MEMBER_NO = "select kernel.member_no(%s, %s::bigint)"


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(branch=st.integers(0, 999), serial=st.integers(1, 99_999_999))
def test_both_forms_are_equal(books: str, branch: int, serial: int) -> None:
    code = f"{branch:03d}"
    assert sql.call(MEMBER_NO, code, serial) == (member_no(code, serial),)


@pytest.mark.parametrize(
    ("branch", "serial"), [("001", 0), ("001", 10**8), ("1", 5), ("0x1", 5)]
)
def test_an_outgrown_serial_gives_no_number(books: str, branch: str, serial: int) -> None:
    """The Python form raises a Defect for the same (tests/identifiers/test_numbers.py)."""
    with pytest.raises(psycopg.errors.RaiseException, match="no member number"):
        sql.call(MEMBER_NO, branch, serial)
