"""开户政策 · what the policy says about people who join, each question asked once.

A roster has a hundred thousand rows and a handful of months; an answer holds for the whole
interval that it names.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from provident.collection.rules.contribution import Bounds, Start, StartRule, first_month_for
from provident.collection.rules.opening import OpeningTerms
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.policy_source import PolicyValue
from provident.kernel.refusal import Reason, Refusal

HIRE_KINDS = {"1": "first_job", "2": "moved_in"}
"""Codes of the list hiring_kind, as the policy's dimension names them."""


class OpeningPolicy:
    """开户政策 · the answers of one operation's policy release."""

    def __init__(self, at: Context, registered_on: date) -> None:
        """`registered_on` is the day on which the employer registered (art. 14)."""
        self._at = at
        self._registered_on = registered_on
        self._bounds: dict[Month, Bounds | tuple[Reason, ...]] = {}
        self._answers: dict[tuple[str, str], list[PolicyValue]] = {}

    def terms(self, hire_kind: str, hired_on: date, first_month: Month) -> OpeningTerms:
        """What holds for somebody hired on a day who contributes from a month on."""
        start, basis = self._start(hire_kind, hired_on)
        found = self.bounds_or_reasons(first_month)
        bounds, refused = (found, ()) if isinstance(found, Bounds) else (None, found)
        return OpeningTerms(start, basis, bounds, refused, self._open_by(hired_on))

    def bounds_or_reasons(self, month: Month) -> Bounds | tuple[Reason, ...]:
        """The base's bounds in a month, or the policy's reasons why there are none."""
        if month not in self._bounds:
            self._bounds[month] = bounds_or_reasons(self._at, month)
        return self._bounds[month]

    def _start(self, hire_kind: str, hired_on: date) -> tuple[Start | None, tuple[str, ...]]:
        kind = HIRE_KINDS.get(hire_kind)
        rule = kind and self._answer("collection.first_month", hired_on, hire_kind=kind)
        if not rule:
            return None, ()
        return first_month_for(cast(StartRule, rule.value), hired_on), rule.basis

    def _open_by(self, hired_on: date) -> date | None:
        """Hired before the employer registered: art. 14 counts from there, else art. 15."""
        name, begins_on = "collection.hire_days", hired_on
        if hired_on < self._registered_on:
            name, begins_on = "collection.opening_days", self._registered_on
        days = self._answer(name, begins_on)
        return begins_on + timedelta(days=int(cast(Decimal, days.value))) if days else None

    def _answer(self, name: str, on: date, hire_kind: str = "") -> PolicyValue | None:
        """The value on a day; None before the time that the policy knows."""
        known = self._answers.setdefault((name, hire_kind), [])
        for value in known:
            if value.valid_from <= on and (value.valid_until is None or on < value.valid_until):
                return value
        try:
            facts = {"hire_kind": hire_kind} if hire_kind else None
            known.append(self._at.policy(name, on=on, facts=facts))
        except Refusal:
            return None
        return known[-1]


def bounds_or_reasons(at: Context, month: Month) -> Bounds | tuple[Reason, ...]:
    """Floor and cap of the base in a month; both refusals where the policy has neither."""
    values: list[PolicyValue] = []
    reasons: list[Reason] = []
    for name in ("collection.base_floor", "collection.base_cap"):
        try:
            values.append(at.policy(name, on=month.first_day))
        except Refusal as refusal:
            reasons += refusal.reasons
    if reasons:
        return tuple(reasons)
    floor, cap = (cast(Decimal, value.value) for value in values)
    return Bounds(floor, cap, values[0].basis + values[1].basis)
