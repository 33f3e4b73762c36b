"""会计日 · the business day: the only "today" that business code knows.

A day is `open`, then `cut_off` (no new operation takes it; running ones finish on it),
then `closed` for ever.  At every moment exactly one day is open.
"""

from __future__ import annotations

from datetime import date

from provident.kernel import sql
from provident.kernel.refusal import Conflict

TODAY = "select date from business_day where state = 'open'"


def today() -> date:
    """The open business day.  Raises `Conflict` when none has been opened yet."""
    found = sql.call(TODAY)
    if found is None:
        raise Conflict("day.none_open", "还没有开启会计日，请联系系统管理员初始化系统。")
    day: date = found[0]
    return day
