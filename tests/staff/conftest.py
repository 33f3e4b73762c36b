"""Fixtures of the staff tests: the door with a standing clock, and people who work here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.staff import people_here as here


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> here.Clock:
    from provident.staff import moments

    standing = here.Clock()
    monkeypatch.setattr(moments, "now", standing)
    return standing


@pytest.fixture
def town(books: str) -> str:
    """Empty books with two branches; yields the superuser's address."""
    from provident.parties import registration

    registration.register_branch("001", "市区管理部")
    registration.register_branch("002", "疏附管理部")
    return books


@pytest.fixture
def door(town: str, clock: here.Clock) -> Iterator[here.Clock]:
    """The pages at the door with one page behind it, and nothing else of the desk."""
    with override_settings(ROOT_URLCONF="tests.staff.people_here"):
        yield clock


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def teller(door: here.Clock) -> Any:
    return here.open_login("zhang", "张明", "teller", branch="001")


@pytest.fixture
def auditor(door: here.Clock) -> Any:
    """The only role that signs in without a second factor."""
    return here.open_login("sun", "孙丽", "auditor", secret=None)
