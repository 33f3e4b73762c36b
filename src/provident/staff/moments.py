"""时刻 · the moment of a sign-in, which has nothing to do with the business day.

Lock-outs, idle times and one-time passwords count in minutes of the machine's clock.  This
is the only place of the package that asks it.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, with its time zone."""
    return timezone.now()


def shown(moment: datetime) -> str:
    """2026-11-02 09:30 in the centre's time zone, for people to read."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
