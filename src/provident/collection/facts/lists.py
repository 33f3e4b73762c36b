"""清册事实 · lists, orders and bundles as the rules want to see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from provident.collection.models import Bundle, ContributionList, EmployerTerms
from provident.collection.rules.matching import OpenList
from provident.kernel import sql
from provident.kernel.dates import Month

_LINES = sql.Statement(__file__, "../sql/credit_lines.sql")


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line of a list as it will be credited; amounts in yuan."""

    line: int
    list: int
    holder: int
    unit: Decimal
    personal: Decimal

    @property
    def amount(self) -> Decimal:
        return self.unit + self.personal


def open_lists(employers: Iterable[int]) -> list[OpenList]:
    """Confirmed lists that wait for money, by employer and month."""
    return [
        as_open(one)
        for one in ContributionList.objects.filter(
            employer_id__in=sorted(set(employers)), state=ContributionList.CONFIRMED
        ).order_by("employer_id", "month")
    ]


def as_open(one: ContributionList) -> OpenList:
    """The list as the matching and crediting rules see it."""
    return OpenList(one.pk, one.employer_id, one.month, one.total, one.reference, one.bundle_id)


def lines_of(lists: Sequence[int]) -> list[CreditLine]:
    """The lines of lists in the order of list and line."""
    rows = sql.cursor().execute(_LINES.text, {"lists": list(lists)}, prepare=True).fetchall()
    return [CreditLine(*row) for row in rows]


def newest_list(employer: int, month: Month) -> int | None:
    """The id of an employer's standing list of a month, or None."""
    return (
        ContributionList.objects.filter(employer_id=employer, month=month)
        .exclude(state=ContributionList.CANCELLED)
        .values_list("pk", flat=True)
        .first()
    )


def set_paid_to(employer: int, month: Month | None) -> None:
    """Record up to which month the employer has paid without a gap."""
    EmployerTerms.objects.filter(pk=employer).update(paid_to=month)


def reopen_bundles(bundles: Iterable[int | None]) -> None:
    """A bundle with a month that is open again is open itself."""
    wanted = {one for one in bundles if one is not None}
    Bundle.objects.filter(pk__in=wanted, state=Bundle.CREDITED).update(state=Bundle.OPEN)
