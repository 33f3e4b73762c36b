"""办理期限 · by when an application must be decided.

依据  《住房公积金管理条例》(2026) 第二十五条第一款 (2019: 第二十五条第二款)：受理之日起 3 日内;
     《民法典》第二百零一条、第二百零三条
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from provident.kernel.dates import Month
from provident.kernel.refusal import Refusal
from provident.kernel.workdays import due_date, next_workday

DayCount = Literal["calendar_days", "working_days"]


def deadline(begins_on: date, days: int, count: DayCount) -> date:
    """The last day of a period; the day on which it begins does not count.

    `calendar_days`  plain days, an end on a holiday moves to the next working day;
    `working_days`   only working days count.
    Raises `Refusal` (`workdays.unpublished`) where the holidays are not published yet.
    """
    if count == "calendar_days":
        return due_date(begins_on, days)
    day = begins_on
    for _ in range(days):
        day = next_workday(day)
    return day


def decide_by(accepted_on: date, days: int, count: DayCount) -> date | None:
    """准予或者不准提取的决定期限, None where the year's holidays are not published yet.

    The answer to the member does not wait for the holiday notice of the next year.
    """
    try:
        return deadline(accepted_on, days, count)
    except Refusal:
        return None


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the month's last day where it has no such day."""
    return (Month.of(day) + months).day(day.day)
