"""结息利率 · the deposit rates of an interest year, a segment for each time they changed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from provident.dayend.days import DEPOSIT_RATE
from provident.dayend.rules.interest import RateSegment
from provident.kernel.context import Context
from provident.kernel.dates import interest_year_end, interest_year_start
from provident.kernel.refusal import Defect

CARRIED_OVER_RATE = "deposit.carried_over_rate"
DAY_BASIS = "deposit.day_basis"


def segments(day: date, at: Context) -> list[RateSegment]:
    """The segments of the interest year that `day` lies in, in order of time."""
    if at.source is None:
        raise Defect("no policy source is bound")
    start, end = interest_year_start(day), interest_year_end(day)
    changes = at.source.change_dates(DEPOSIT_RATE, start, end, centre=at.centre)
    return [_segment(until, at) for until in (*changes, end)]


def day_basis(day: date, at: Context) -> int:
    """计息年天数 · the days of the year by which a yearly rate is divided."""
    return int(str(at.policy(DAY_BASIS, on=day).value))


def _segment(until: date, at: Context) -> RateSegment:
    last_day = until - timedelta(days=1)
    return RateSegment(
        until,
        Decimal(str(at.policy(DEPOSIT_RATE, on=last_day).value)),
        Decimal(str(at.policy(CARRIED_OVER_RATE, on=last_day).value)),
    )
