"""应计利息 · what a member's balance has earned since 1 July and will get on 30 June.

Shown beside the balance and never added to it: it is his only when the year is settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from provident.collection.rules.interest import interest
from provident.kernel import policy_source
from provident.kernel.money import ZERO
from provident.kernel.policy_source import PolicySource
from provident.kernel.refusal import Defect
from provident.kernel.sql import Statement

PRODUCTS = Statement(__file__, "sql/member_products.sql")
RATE, DAY_BASIS = "deposit.current_year_rate", "deposit.day_basis"


@dataclass(frozen=True, slots=True)
class Accrued:
    """应计利息 · `amount` in yuan, rounded half up once; earned up to and with `until`.

    `rate` is the one in force now, in % a year.
    """

    amount: Decimal
    until: date
    rate: Decimal


def accrued(head: Mapping[str, Any], today: date) -> Accrued:
    """What the holder of `head` (balance, product, interest_until) has earned before `today`.

    The product counts every amount to the end of the interest year; the days still to come
    are taken off.  Stretches at an earlier rate were frozen at its change.
    """
    source = policy_source.current()
    if source is None:
        raise Defect("no policy source is bound")
    frozen = [
        (row["product"], _rate(source, row["boundary"] - timedelta(days=1)))
        for row in PRODUCTS.rows(holder=head["holder_id"])
    ]
    to_come = head["balance"] * (head["interest_until"] - today).days
    running = head["product"] - to_come - sum((product for product, _ in frozen), ZERO)
    rate = _rate(source, today)
    amount = _interest([*frozen, (max(running, ZERO), rate)], source, today)
    return Accrued(amount, today - timedelta(days=1), rate)


def _interest(
    stretches: Sequence[tuple[Decimal, Decimal]], source: PolicySource, day: date
) -> Decimal:
    days = source.value(DAY_BASIS, on=day, centre=settings.CENTRE).count
    return interest([product for product, _ in stretches], [r for _, r in stretches], days)


def _rate(source: PolicySource, day: date) -> Decimal:
    return Decimal(str(source.value(RATE, on=day, centre=settings.CENTRE).value))
