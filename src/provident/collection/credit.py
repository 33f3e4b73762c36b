"""清册入账 · credit confirmed lists to their members, whatever the money's way in.

Receiving, matching a suspense item and confirming a list all end here, so that the months
are chosen, the members credited and the documents written in one way only.  The money's
side of the entry (bank, 暂收 or nothing) is added by the operation itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from provident.collection.facts.lists import (
    CreditLine,
    lines_of,
    open_lists,
    set_paid_to,
)
from provident.collection.models import (
    Bundle,
    ContributionList,
    DivertedLine,
    ListCredit,
    Receipt,
    UnallocatedMove,
)
from provident.collection.rules.crediting import Funding, fund, plan
from provident.collection.rules.matching import OpenList
from provident.collection.rules.standing import EmployerStanding
from provident.kernel.context import Context
from provident.kernel.money import ZERO
from provident.ledger import api as ledger
from provident.parties.registration import begin_paying


@dataclass(slots=True)
class EmployerCredit:
    """One employer's part of an operation: his lists, their lines and the funding."""

    employer: EmployerStanding
    receipt: Decimal
    lists: Sequence[OpenList]
    lines: list[CreditLine] = field(default_factory=list)
    diverted: list[CreditLine] = field(default_factory=list)
    funding: Funding = field(default_factory=lambda: Funding(ZERO, ZERO, ZERO))


@dataclass(slots=True)
class Crediting:
    """All employers of one operation, ready to be posted as one entry."""

    value_date: date
    employers: list[EmployerCredit]

    def amounts(self) -> dict[str, Decimal]:
        """The named amounts that every crediting rule has."""
        return {
            "from_receipt": _total(one.funding.from_receipt for one in self.employers),
            "from_unallocated": _total(one.funding.from_unallocated for one in self.employers),
            "kept": _total(one.funding.kept for one in self.employers),
        }

    def legs(self) -> dict[str, list[ledger.Leg]]:
        """Members and 未分摊; the rule's money line is added by the operation."""
        months = {one.id: one.month for part in self.employers for one in part.lists}
        return {
            "member": [
                ledger.Leg(
                    holder=line.holder,
                    amount=line.amount,
                    month=months[line.list],
                    unit_share=line.unit,
                    personal_share=line.personal,
                    value_date=self.value_date,
                )
                for part in self.employers
                for line in part.lines
            ],
            "unallocated_used": [
                ledger.Leg(
                    holder=part.employer.unallocated_holder,
                    amount=part.funding.from_unallocated,
                )
                for part in self.employers
            ],
            "unallocated_kept": [
                ledger.Leg(holder=part.employer.unallocated_holder, amount=part.funding.kept)
                for part in self.employers
            ],
        }


def prepare(
    shares: Mapping[int, Decimal],
    employers: Mapping[int, EmployerStanding],
    value_date: date,
) -> Crediting:
    """Choose each employer's months and lock every holder that they touch.

    `employers` must be locked already.  Holders are locked in ascending id and read after
    that, so a member closed meanwhile is seen here: his amount goes to 未分摊.
    """
    waiting = open_lists(shares)
    held = ledger.lock_holders(employers[one].unallocated_holder for one in shares)
    parts = []
    for employer in sorted(shares):
        free = held[employers[employer].unallocated_holder].free
        mine = [one for one in waiting if one.employer == employer]
        chosen = plan(mine, shares[employer], free).lists
        parts.append(EmployerCredit(employers[employer], shares[employer], chosen))
    _add_lines(parts)
    return Crediting(value_date, parts)


def _add_lines(parts: Sequence[EmployerCredit]) -> None:
    owner = {one.id: part for part in parts for one in part.lists}
    lines = lines_of(list(owner))
    holders = ledger.lock_holders(line.holder for line in lines)
    for line in lines:
        part = owner[line.list]
        closed = holders[line.holder].closed_on is not None
        (part.diverted if closed else part.lines).append(line)
    for part in parts:
        part.funding = fund(_total(line.amount for line in part.lines), part.receipt)


def record(
    crediting: Crediting, at: Context, receipts: Mapping[int, Receipt] | None = None
) -> None:
    """Write the business documents of what was posted."""
    for part in crediting.employers:
        receipt = (receipts or {}).get(part.employer.id)
        _record_lists(part, at, crediting.value_date)
        _move(part.employer.id, -part.funding.from_unallocated, "credited", at, receipt)
        _move(part.employer.id, part.funding.kept, "kept", at, receipt)
    begin_paying(part.employer.id for part in crediting.employers if part.lists)


def _record_lists(part: EmployerCredit, at: Context, value_date: date) -> None:
    for one in part.lists:
        ContributionList.objects.filter(pk=one.id).update(
            state=ContributionList.CREDITED,
            credited_by=at.operation_no,
            credited_on=at.business_date,
            value_date=value_date,
        )
        mine = [line for line in part.diverted if line.list == one.id]
        diverted = _total(line.amount for line in mine)
        credit = ListCredit.objects.create(
            list_id=one.id,
            direction=1,
            members_total=one.total - diverted,
            diverted_total=diverted,
            business_date=at.business_date,
            value_date=value_date,
            operation_no=at.operation_no,
        )
        DivertedLine.objects.bulk_create(
            DivertedLine(credit=credit, line_id=line.line) for line in mine
        )
    if part.lists:
        set_paid_to(part.employer.id, max(one.month for one in part.lists))
        _settle_bundles(part.lists)


def _settle_bundles(lists: Sequence[OpenList]) -> None:
    for bundle in {one.bundle for one in lists if one.bundle is not None}:
        if not ContributionList.objects.filter(
            bundle_id=bundle, state=ContributionList.CONFIRMED
        ).exists():
            Bundle.objects.filter(pk=bundle).update(state=Bundle.CREDITED)


def _move(
    employer: int, amount: Decimal, cause: str, at: Context, receipt: Receipt | None = None
) -> None:
    if amount:
        move_unallocated(employer, amount, cause, at, receipt=receipt)


def move_unallocated(
    employer: int,
    amount: Decimal,
    cause: str,
    at: Context,
    *,
    receipt: Receipt | None = None,
) -> None:
    """Record one change of an employer's 未分摊, as the ledger's line has it."""
    UnallocatedMove.objects.create(
        employer_id=employer,
        amount=amount,
        cause=cause,
        receipt=receipt,
        business_date=at.business_date,
        operation_no=at.operation_no,
    )


def told(crediting: Crediting) -> list[dict[str, object]]:
    """What was credited, as plain facts for the receipt."""
    return [
        {
            "employer": part.employer.id,
            "months": [str(one.month) for one in part.lists],
            "credited": f"{_total(line.amount for line in part.lines):.2f}",
            "diverted": f"{_total(line.amount for line in part.diverted):.2f}",
            "from_receipt": f"{part.funding.from_receipt:.2f}",
            "from_unallocated": f"{part.funding.from_unallocated:.2f}",
            "kept": f"{part.funding.kept:.2f}",
        }
        for part in crediting.employers
    ]


def _total(amounts: object) -> Decimal:
    return sum(amounts, ZERO)  # type: ignore[call-overload, no-any-return]
