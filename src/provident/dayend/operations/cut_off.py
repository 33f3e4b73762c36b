"""切点 · the day takes no new business; the next day is open.

依据  会计核算按日连续；《住房公积金管理条例》(2026) 第二十一条（结息日不得跳过）
政策  policies/deposit/current_year_rate.yaml（利率变动日冻结积数）
"""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import Field

from provident.dayend.days import lock_day, turn
from provident.dayend.rules.turning import TurningFacts, judge_turning
from provident.kernel.context import Context
from provident.kernel.field_types import Day
from provident.kernel.models import BusinessDay
from provident.kernel.operation import Command, Receipt, operation


class CutOff(Command):
    """`next_day` is the calendar day after `day` when it is left out."""

    day: Day = Field(title="会计日")
    next_day: Day | None = Field(default=None, title="下一会计日")


@operation("dayend.cut_off", title="切点", basis=("regulation-2026#21",), on_own_day=True)
def cut_off(command: CutOff, at: Context) -> Receipt:
    """Cut a day off.  A day that was cut off before stays as it is."""
    day = lock_day(command.day)
    if day.state != BusinessDay.OPEN:
        return _told(day.date, _following(day.date))
    next_day = command.next_day or day.date + timedelta(days=1)
    judge_turning(TurningFacts(day.date, next_day)).require()
    turned = turn(day, next_day, at)
    return _told(day.date, turned.opened)


def _following(day: date) -> date:
    later = BusinessDay.objects.filter(date__gt=day).order_by("date")
    return later.values_list("date", flat=True)[0]


def _told(day: date, opened: date) -> Receipt:
    return Receipt(
        f"{day} 已切点，新业务记入 {opened}。",
        {"day": day.isoformat(), "opened": opened.isoformat()},
    )
