"""Fixtures of the enrolment tests: a branch, a factory and a school."""

from __future__ import annotations

import pytest

import enrolment_city as city


@pytest.fixture
def town(books: str) -> str:
    """Empty books with one branch; yields the superuser's address."""
    city.open_branch()
    return books


@pytest.fixture
def factory(town: str) -> str:
    """单位账号 of a factory: 12 % + 12 %, to the fen, from 2026-11."""
    return city.open_employer()


@pytest.fixture
def school(town: str) -> str:
    """单位账号 of a school paid by the treasury: 8 % + 5 %, to the yuan, from 2026-11."""
    return city.open_employer(**city.SCHOOL)
