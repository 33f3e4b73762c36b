"""同一时刻 · figures that are compared with one another are read at one moment.

The three books are read by several statements; what is posted between two of them would
look like a difference.  What time it is, the database says: there is one clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from provident.kernel import sql

ONE_MOMENT = "set transaction isolation level repeatable read, read only"
NOW = "select clock_timestamp()"


def now() -> datetime:
    """The database's time, in the centre's time zone."""
    (at,) = sql.call(NOW)
    return localtime(at)


@contextmanager
def one_moment() -> Iterator[datetime]:
    """Every statement inside sees the database as it was at the first of them.

    Yields when that was, in the centre's time zone.  Nothing can be written inside.
    """
    with transaction.atomic(durable=True):
        sql.call(ONE_MOMENT)
        yield now()
