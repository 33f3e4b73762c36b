"""工作日 · 汇缴截止日.

Source: 国务院办公厅关于2026年部分节假日安排的通知 (国庆 10月1日至7日 off, 9月20日 and
10月10日 worked), the calendar for weekdays, and articles 201 and 203 of 《民法典》.
"""

from __future__ import annotations

from datetime import date

import pytest

from provident.kernel.refusal import Refusal
from provident.kernel.workdays import due_date, is_workday, next_workday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 2), True),  # Monday
        (date(2026, 11, 1), False),  # Sunday
        (date(2026, 10, 1), False),  # Thursday, National Day
        (date(2026, 10, 7), False),  # Wednesday, last day of the holiday
        (date(2026, 10, 10), True),  # Saturday, worked in exchange
        (date(2026, 9, 20), True),  # Sunday, worked in exchange
    ],
)
def test_workdays_of_2026(day: date, works: bool) -> None:
    assert is_workday(day) == works


def test_next_workday_is_after_the_day() -> None:
    assert next_workday(date(2026, 9, 30)) == date(2026, 10, 8)
    assert next_workday(date(2026, 11, 2)) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("pay_day", "due"),
    [
        (date(2026, 11, 10), date(2026, 11, 16)),  # the 15th is a Sunday
        (date(2026, 11, 11), date(2026, 11, 16)),
        (date(2026, 11, 12), date(2026, 11, 17)),
        (date(2026, 9, 28), date(2026, 10, 8)),  # would end in the holiday
    ],
)
def test_due_date_five_days_after_pay_day(pay_day: date, due: date) -> None:
    assert due_date(pay_day, 5) == due


@pytest.mark.parametrize("day", [date(2099, 1, 4), date(1999, 1, 4)])
def test_years_without_a_published_arrangement_are_refused_in_words(day: date) -> None:
    with pytest.raises(Refusal, match="节假日安排尚未收录") as refused:
        is_workday(day)
    assert refused.value.codes() == {"workdays.unpublished"}
