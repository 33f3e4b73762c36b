"""审批期限 · the last day on which an application for a loan must be decided.

依据  《住房公积金管理条例》(2019) 第二十六条 (15 days), (2026) 第二十六条 (10 days)
"""

from __future__ import annotations

from datetime import date

from provident.kernel.workdays import due_date


def decide_by(accepted_on: date, days: int) -> date:
    """审批截止日 · calendar days, the day of acceptance not counted.

    A period that would end on a holiday ends on the next working day.  Refuses for a year
    whose holidays are not published.
    """
    return due_date(accepted_on, days)
