"""工作日 · working days of mainland China, with the shifted weekends of each year.

Source: the yearly notice of the State Council's general office on public holidays, as
carried by the package `chinesecalendar`.  Days of a year whose notice is not out yet, or not
in the package yet, are refused in words: nothing is guessed from weekdays.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from provident.kernel.refusal import refuse

ONE_DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """Whether public offices and banks work on `day`.

    Raises `Refusal` (`workdays.unpublished`) for a year without a published arrangement.
    """
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        raise refuse(
            "workdays.unpublished",
            f"{day.year} 年的节假日安排尚未收录，无法判断 {day} 是否为工作日。"
            "请在国务院办公厅公布后更新节假日数据，或者由经办人另行指定日期。",
            day=day.isoformat(),
        ) from None


def next_workday(day: date) -> date:
    """The first working day after `day`."""
    following = day + ONE_DAY
    while not is_workday(following):
        following += ONE_DAY
    return following


def due_date(pay_day: date, days: int) -> date:
    """汇缴截止日 · the last day to remit what was withheld on `pay_day`.

    `days` is the period of 《住房公积金管理条例》 article 19, in calendar days; it comes from
    policy.  The pay day itself does not count, and a period that would end on a holiday ends
    on the next working day (《民法典》 articles 201 and 203).
    """
    last = pay_day + timedelta(days=days)
    return last if is_workday(last) else next_workday(last)
