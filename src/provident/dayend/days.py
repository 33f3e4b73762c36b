"""会计日 · reading where a day stands, taking its lock, turning to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models.functions import Now

from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.dates import interest_year_start
from provident.kernel.models import BusinessDay
from provident.kernel.refusal import Conflict, Defect, refuse
from provident.ledger.posting import ledger_errors

TRY_LOCK = "select pg_try_advisory_xact_lock(1, kernel.day_key(%s))"
PARTITION = "select ledger.ensure_partition(%s)"
FREEZE = "select ledger.freeze_products(%s)"
DEPOSIT_RATE = "deposit.current_year_rate"


@dataclass(frozen=True, slots=True)
class Turn:
    """What turning a day brought: the day now open, and rate changes that were frozen."""

    opened: date
    rate_changes: tuple[date, ...]


def lock_day(day: date) -> BusinessDay:
    """Lock the row of a day.  Refuses a day that was never opened."""
    found = BusinessDay.objects.select_for_update().filter(pk=day).first()
    if found is None:
        raise refuse(
            "day.unknown", f"{day} 不是已开启的会计日，请核对日期。", day=day.isoformat()
        )
    return found


def take_alone(day: date) -> None:
    """Take the day's lock exclusively, or raise the `Conflict` `day.busy` at once.

    It never queues: a waiting exclusive lock would hold up every counter behind it.  The
    caller ends its transaction and tries again.
    """
    (taken,) = sql.call(TRY_LOCK, day)
    if not taken:
        raise Conflict(
            "day.busy", f"{day} 还有正在办理的业务，请稍候再试。", day=day.isoformat()
        )


def turn(day: BusinessDay, opened: date, at: Context) -> Turn:
    """切点 · the day takes no new operation any more, and the next one is open.

    Operations that began before finish on the old day.  Products are frozen at every change
    of the deposit rate up to the day that opens.
    """
    sql.call(PARTITION, opened)
    BusinessDay.objects.filter(pk=day.date).update(state=BusinessDay.CUT_OFF, cut_off_at=Now())
    BusinessDay.objects.create(date=opened, state=BusinessDay.OPEN)
    changes = _rate_changes(day.date, opened, at)
    for change in changes:
        with ledger_errors():
            sql.call(FREEZE, change)
    return Turn(opened, changes)


def _rate_changes(day: date, opened: date, at: Context) -> tuple[date, ...]:
    """Changes of the deposit rate after `day`, up to `opened`, inside one interest year.

    A change on 1 July needs no segment: the year before was settled at its own rates.
    """
    if at.source is None:
        raise Defect("no policy source is bound")
    end = opened + timedelta(days=1)
    found = at.source.change_dates(DEPOSIT_RATE, day, end, centre=at.centre)
    return tuple(on for on in found if on != interest_year_start(on))
