"""日结过程 · the close of a day from outside its transaction.

Statements come over the wire and are fetched first: the day's own, and those of earlier days
that the banks have added to since.  The close itself is one operation that needs the day for
itself.  It never queues for it: it tries, gives way, and tries again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from provident.kernel.context import By
from provident.kernel.models import BusinessDay
from provident.kernel.operation import Done, operation_id, perform
from provident.kernel.refusal import Conflict
from provident.ledger import seals

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.2

Fetch = Callable[[date], Any]


def close_day(day: date, by: By, *, fetch: Fetch, patience: float = PATIENCE_SECONDS) -> Done:
    """Fetch the statements up to the day and close it.

    Closing a closed day returns what the close returned then, and only writes the seal's
    file again should it be missing.  Raises `Refusal` with everything that blocks, and
    `Conflict` (`day.busy`) when running operations hold the day for longer than `patience`
    seconds.
    """
    if BusinessDay.objects.filter(pk=day, state=BusinessDay.CUT_OFF).exists():
        fetch(day)
    done = alone("dayend.close", {"day": day}, by, patience=patience)
    seals.write_missing_files()
    return done


def settle_interest(day: date, by: By, *, patience: float = PATIENCE_SECONDS) -> Done:
    """年度结息并切点 · on 30 June, instead of the cut-off."""
    return alone("dayend.settle_interest", {"day": day}, by, patience=patience)


def alone(code: str, command: dict[str, Any], by: By, *, patience: float) -> Done:
    """Perform an operation that needs its day alone, again and again until it has it."""
    identity = operation_id(code, command["day"])
    deadline = time.monotonic() + patience
    while True:
        try:
            return perform(code, command, by, id=identity)
        except Conflict as conflict:
            if conflict.code != "day.busy" or time.monotonic() > deadline:
                raise
        time.sleep(PAUSE_SECONDS)
