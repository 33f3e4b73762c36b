"""核算测试夹具 · the project's posting rules with those of the tests beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from ledger_books import FUND, RULES

from provident.kernel import sql
from provident.kernel.places import project_dir
from provident.ledger import api as ledger
from provident.ledger import rules


@pytest.fixture(autouse=True, scope="module")
def probe_rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("postings")
    for path in project_dir("postings").glob("*.yaml"):
        shutil.copy(path, folder)
    (folder / "probe.yaml").write_text(RULES, encoding="utf-8")

    def instead(name: str) -> Path:
        return folder if name == "postings" else project_dir(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "project_dir", instead)
        rules.posting_rules.cache_clear()
        yield
    rules.posting_rules.cache_clear()


@pytest.fixture
def fund(books: str) -> str:
    """Empty books with one bank account of the centre; the superuser's address."""
    ledger.open_bank_gl_account(FUND, "归集专户")
    return books


@pytest.fixture
def owner(books: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A superuser's connection, for what the application may not do."""
    with psycopg.connect(books, autocommit=True) as connection:
        yield connection


@pytest.fixture
def switch_day(fund: str) -> Callable[[date], None]:
    """Close the open day and open any other, also an earlier one, straight in the table."""

    def switch(day: date) -> None:
        from provident.kernel.models import BusinessDay

        BusinessDay.objects.update(state=BusinessDay.CLOSED)
        sql.call("select ledger.ensure_partition(%s)", day)
        BusinessDay.objects.update_or_create(date=day, defaults={"state": BusinessDay.OPEN})

    return switch
