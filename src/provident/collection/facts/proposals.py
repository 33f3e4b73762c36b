"""匹配建议 · for money in 暂收: whose it may be, and why it was not taken by itself.

The rule that matched the receipt when it came is asked again with what is known today: a
payer registered since, or a list confirmed since, changes the answer.  Nothing is locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.collection.facts.receipts import candidates, incoming
from provident.collection.models import EmployerTerms
from provident.collection.rules.matching import Decision, OpenList, decide, fits
from provident.kernel.dates import Month
from provident.settlement.inspection import BankRowFacts

FOUND_BY = {
    "reference": "按附言中的附言号，现在可以确定",
    "bundle": "按合并缴款单，现在可以确定",
    "payer": "按付款账号，现在可以确定",
    "name": "按付款户名，现在可以确定",
}
"""Why a receipt that could not be matched when it came can be matched today."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """建议的单位 · `why` says why it was not taken by itself, or how it can be today.

    `due` are the months that wait for money with their sum in yuan, oldest first; `fits`:
    one of them, or a run of the oldest, comes to exactly this receipt; `certain`: today the
    rule would take it by itself, with `share` of the money.
    """

    number: str
    name: str
    branch: str
    why: str
    months: tuple[Month, ...]
    due: Decimal
    fits: bool
    certain: bool
    share: Decimal


@dataclass(frozen=True, slots=True)
class Proposals:
    """匹配建议 · the employers, and what is missing in general ("" when it is certain)."""

    employers: tuple[Proposed, ...]
    why: str


def proposals(row: BankRowFacts) -> Proposals:
    """Ask the matching rule again about one receipt; five statements, however many answer."""
    found = candidates(row)
    known = incoming(row, found)
    decision = decide(known)
    whys = _whys(decision)
    for employer in sorted(found.employers - whys.keys()):
        whys[employer] = "附言号、付款账号或户名指向它，但不止一家"
    found_terms = EmployerTerms.objects.filter(pk__in=whys).select_related("employer")
    terms = {one.pk: one for one in found_terms}
    waiting: dict[int, list[OpenList]] = {}
    for one in known.open_lists:
        waiting.setdefault(one.employer, []).append(one)
    return Proposals(
        tuple(
            _proposed(terms[key], why, waiting.get(key, []), row.amount, decision)
            for key, why in whys.items()
            if key in terms
        ),
        decision.why,
    )


def _whys(decision: Decision) -> dict[int, str]:
    certain = dict.fromkeys(decision.shares, FOUND_BY.get(decision.how, ""))
    return certain | {one.employer: one.why for one in decision.proposals}


def _proposed(
    terms: EmployerTerms,
    why: str,
    lists: list[OpenList],
    amount: Decimal,
    decision: Decision,
) -> Proposed:
    employer, shares = terms.employer, decision.shares
    return Proposed(
        employer.number,
        employer.name,
        employer.branch_id,
        why,
        tuple(one.month for one in lists),
        sum((one.total for one in lists), Decimal("0.00")),
        fits(amount, lists),
        terms.pk in shares,
        shares.get(terms.pk, Decimal("0.00")),
    )
