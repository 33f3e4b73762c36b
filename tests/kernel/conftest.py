"""内核测试夹具 · a registry with the probes alone, and their table."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from provident.kernel import operation
from tests.kernel import probe_operations


@pytest.fixture(autouse=True)
def probes(_tables: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For these tests only the probes exist; the real catalogue, once loaded, comes back."""
    monkeypatch.setattr(operation, "_registry", {})
    probe_operations.register()
    probe_operations.during.clear()
    yield
    probe_operations.during.clear()


@pytest.fixture
def effects(books: str) -> Iterator[str]:
    """Empty books and the probes' table, which is gone again after the test."""
    with psycopg.connect(books, autocommit=True) as owner:
        owner.execute(probe_operations.TABLE)
    yield books
    with psycopg.connect(books, autocommit=True) as owner:
        owner.execute("drop table probe_effect")


@pytest.fixture
def notes(effects: str) -> Iterator[psycopg.Connection]:  # type: ignore[type-arg]
    """A second pair of eyes: a connection that sees only what was committed."""
    with psycopg.connect(effects, autocommit=True) as eyes:
        yield eyes
