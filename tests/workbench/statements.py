"""语句计数 · how many SQL statements a page sends, whichever way it sends them.

The pages read through the ORM and through cursors of their own; both end in psycopg's
`Cursor.execute`, so that is where they are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg


@contextmanager
def statements() -> Iterator[list[str]]:
    """The texts of the statements sent inside the block, in order.

    >>> with statements() as sent:
    ...     client.get("/desk/vouchers")
    >>> len(sent)
    """
    sent: list[str] = []
    execute: Any = psycopg.Cursor.execute

    def counted(self: psycopg.Cursor[Any], query: Any, *rest: Any, **options: Any) -> Any:
        sent.append(query if isinstance(query, str) else str(query))
        return execute(self, query, *rest, **options)

    psycopg.Cursor.execute = counted  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]
