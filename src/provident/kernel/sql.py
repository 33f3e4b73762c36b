"""SQL 语句 · statements that live in `.sql` files beside the code that calls them.

A statement is one file with a header of comments (purpose, grain, parameters, expected
size, locks).  It is bound on the server and prepared when it comes again, so a hot statement is
parsed and planned once per connection.  Values travel only as bound parameters.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.rows import dict_row, tuple_row

PREPARE_AFTER = 1
"""How often a text is sent before it is prepared; Django by itself would never prepare one."""


def cursor(*, as_dict: bool = False) -> psycopg.Cursor[Any]:
    """A server-binding cursor on Django's current connection and transaction."""
    django = connections[DEFAULT_DB_ALIAS]
    if django.connection is not None:
        django.close_if_health_check_failed()
    if django.connection is None:
        django.ensure_connection()
    raw = cast("psycopg.Connection[Any]", django.connection)
    raw.prepare_threshold = PREPARE_AFTER
    return psycopg.Cursor(raw, row_factory=dict_row if as_dict else tuple_row)


class Statement:
    """One statement loaded from a file, relative to the module that declares it."""

    def __init__(self, module_file: str, name: str) -> None:
        self.path = Path(module_file).resolve().parent / name

    @cached_property
    def text(self) -> LiteralString:
        return cast(LiteralString, self.path.read_text(encoding="utf-8"))

    def run(self, **parameters: Any) -> int:
        """Execute and return the number of rows touched."""
        return cursor().execute(self.text, parameters or None, prepare=True).rowcount

    def rows(self, **parameters: Any) -> list[dict[str, Any]]:
        """Execute and return every row as a dict."""
        return self._dicts(parameters).fetchall()

    def row(self, **parameters: Any) -> dict[str, Any] | None:
        """Execute and return the first row as a dict, or None."""
        return self._dicts(parameters).fetchone()

    def _dicts(self, parameters: dict[str, Any]) -> psycopg.Cursor[Any]:
        return cursor(as_dict=True).execute(self.text, parameters or None, prepare=True)


def call(text: LiteralString, *parameters: Any) -> Any:
    """Execute one prepared call and return its first row as a tuple, or None."""
    result = cursor().execute(text, parameters, prepare=True)
    return result.fetchone() if result.description else None
