"""还款日与计息天数 · due dates, and how many days of interest lie between two days.

依据  银发〔2005〕129号 (whole months by the month, other days by the day)
"""

from __future__ import annotations

from datetime import date

from provident.kernel.dates import Month, months
from provident.lending.rules.loan import DayCount, Loan

YEAR_DAYS: dict[DayCount, int] = {"30/360": 360, "actual/360": 360, "actual/365": 365}


def due_day_of(loan: Loan) -> int:
    """The day of the month on which instalments fall due, as the contract means it."""
    return loan.due_day or (loan.first_due_on or loan.starts_on).day


def first_due(loan: Loan) -> date:
    """The due date of the first instalment."""
    if loan.first_due_on is not None:
        return loan.first_due_on
    return (Month.of(loan.starts_on) + 1).day(due_day_of(loan))


def due_dates(loan: Loan) -> list[date]:
    """The due dates of all instalments; a bullet loan has only the last of them."""
    first, day = Month.of(first_due(loan)), due_day_of(loan)
    if loan.method == "bullet":
        return [last_due(loan)]
    return [month.day(day) for month in months(first, loan.months)]


def last_due(loan: Loan) -> date:
    """The due date of the last instalment: the end of the loan."""
    return (Month.of(first_due(loan)) + (loan.months - 1)).day(due_day_of(loan))


def regular_start(loan: Loan) -> date:
    """Where the first instalment's regular period begins: a month before it is due.

    For a bullet loan the one period is the whole term.
    """
    return (Month.of(first_due(loan)) + (-1)).day(due_day_of(loan))


class Counting:
    """计息天数 · positions of days on a line; interest days are the difference of two.

    Because days are differences of positions, cutting a period anywhere never changes the
    number of its days.
    """

    def __init__(self, day_count: DayCount, due_day: int) -> None:
        self._thirty = day_count == "30/360"
        self._due_day = due_day
        self.year_days = YEAR_DAYS[day_count]

    def position(self, day: date) -> int:
        """Under 30/360 the 31st counts as the 30th, and the last day of a month that is too
        short for the due day counts as the due day: from due date to due date is 30 days.
        """
        if not self._thirty:
            return day.toordinal()
        number = day.day
        if number < self._due_day and day == Month.of(day).last_day:
            number = self._due_day
        return 360 * day.year + 30 * day.month + min(number, 30)

    def days(self, start: date, end: date) -> int:
        """Days of interest from `start` (in) to `end` (out)."""
        return self.position(end) - self.position(start)
