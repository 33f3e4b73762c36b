"""今天 · the day that the public pages fill their forms in with.

The open business day where the database answers; on a machine that only shows the
calculators, the calendar's day.
"""

from __future__ import annotations

from datetime import date

from django.db import DatabaseError
from django.utils import timezone

from provident.kernel import clock
from provident.kernel.refusal import Conflict


def today() -> date:
    """The open business day, or the calendar's day in the centre's time zone."""
    try:
        return clock.today()
    except (Conflict, DatabaseError):
        return timezone.localdate()
