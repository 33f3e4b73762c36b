"""到账事实 · everything the matching rule asks about one bank row, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provident.collection.facts.lists import open_lists
from provident.collection.models import Bundle, ContributionList
from provident.collection.rules.matching import (
    Incoming,
    KnownBundle,
    KnownOrder,
    OpenList,
)
from provident.kernel.numbers import find_references
from provident.parties import api as parties
from provident.settlement.api import BankRowFacts

NAME_BYTES_MAX = 60
"""Length of a 户名 on the wire, in GBK bytes (bank_messages.yaml)."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Which employers a bank row may concern, before any of them is locked."""

    references: tuple[str, ...]
    orders: dict[str, KnownOrder]
    bundle_ids: dict[str, int]
    by_payer: tuple[int, ...]
    by_name: tuple[int, ...]
    employers: frozenset[int]


def candidates(row: BankRowFacts) -> Candidates:
    """Look the row's keys up: references in summary and remark, payer account, payer name."""
    references = tuple(dict.fromkeys(find_references(f"{row.summary} {row.remark}")))
    lists = list(ContributionList.objects.filter(reference__in=references))
    bundles = {one.reference: one.pk for one in Bundle.objects.filter(reference__in=references)}
    bundled = ContributionList.objects.filter(bundle_id__in=bundles.values()).values_list(
        "employer_id", flat=True
    )
    by_payer = _ids(parties.employers_by_payer(row.opponent_no)) if row.opponent_no else ()
    by_name = _by_name(row.opponent_name)
    employers = {one.employer_id for one in lists}.union(bundled, by_payer, by_name)
    return Candidates(
        references,
        {one.reference: KnownOrder(one.reference, one.employer_id) for one in lists},
        bundles,
        by_payer,
        by_name,
        frozenset(employers),
    )


def incoming(row: BankRowFacts, found: Candidates) -> Incoming:
    """The rule's facts; the employers of `found` must be locked when this is read."""
    waiting = open_lists(found.employers)
    return Incoming(
        amount=row.amount,
        payer_name=row.opponent_name,
        references=found.references,
        orders=found.orders,
        bundles={
            reference: KnownBundle(reference, bundle, _of_bundle(waiting, bundle))
            for reference, bundle in found.bundle_ids.items()
        },
        by_payer=found.by_payer,
        by_name=found.by_name,
        open_lists=waiting,
    )


def credited_lists(employer: int) -> list[ContributionList]:
    """An employer's credited lists, newest month first."""
    return list(
        ContributionList.objects.filter(
            employer_id=employer, state=ContributionList.CREDITED
        ).order_by("-month")
    )


def _by_name(name: str) -> tuple[int, ...]:
    """A name that fills the wire's field may have been cut there, so a beginning will do."""
    if not name:
        return ()
    cut = len(name.encode("gbk", errors="replace")) >= NAME_BYTES_MAX - 1
    return _ids(parties.employers_by_name(name, cut=cut))


def _ids(found: Iterable[parties.EmployerFound]) -> tuple[int, ...]:
    return tuple(one.id for one in found)


def _of_bundle(waiting: Iterable[OpenList], bundle: int) -> tuple[OpenList, ...]:
    return tuple(one for one in waiting if one.bundle == bundle)
