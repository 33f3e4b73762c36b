"""归属 · which employer and branch a receipt, a list, a bundle, a roster or a member is of.

For deciding who may act on it; nothing is locked.  What does not exist belongs to nobody,
and the operation itself will say so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from provident.collection.models import (
    Bundle,
    ContributionList,
    Enrolment,
    Receipt,
    RosterUpload,
)
from provident.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Belonging:
    """归属 · the employers' names and branches, and the money in yuan where there is any."""

    employers: tuple[str, ...]
    branches: frozenset[str]
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MemberBelonging:
    """职工归属 · a member's number, name, document and the branch that serves him."""

    number: str
    name: str
    id_number: str
    branch: str


def of_receipt(receipt: int) -> Belonging:
    """到账款 · whose receipt it is, and its amount."""
    return _belonging(Receipt.objects.filter(pk=receipt), "amount")


def of_lists(references: Collection[str]) -> Belonging:
    """汇缴书 · whose orders these references are, and their sum."""
    return _belonging(ContributionList.objects.filter(reference__in=references), "total")


def of_bundle(reference: str) -> Belonging:
    """合并缴款单 · whose orders it joins, and its total."""
    total = Bundle.objects.filter(reference=reference).values_list("total", flat=True).first()
    joined = _belonging(ContributionList.objects.filter(bundle__reference=reference), "total")
    return Belonging(joined.employers, joined.branches, total)


def of_upload(upload: int) -> Belonging:
    """名单文件 · whose roster it is."""
    return _belonging(RosterUpload.objects.filter(pk=upload), None)


def of_members(numbers: Collection[str]) -> list[MemberBelonging]:
    """职工 · who these members are and which branch serves them, by number, in one query.

    It is the branch of the employer that pays for a member now, else the one where he was
    opened.
    """
    enrolments = (
        Enrolment.objects.filter(member__number__in=numbers)
        .order_by("member__number", F("ended_on").asc(nulls_first=True), "-id")
        .distinct("member__number")
    )
    rows = enrolments.values_list(
        "member__number", "member__name", "member__id_number", "ended_on",
        "employer__branch_id", "member__branch_id",
    )  # fmt: skip
    return [
        MemberBelonging(number, name, document, opened_at if ended else paid_at)
        for number, name, document, ended, paid_at, opened_at in rows
    ]


def _belonging(documents: QuerySet[Any], amount: str | None) -> Belonging:
    rows = list(
        documents.order_by("employer__number").values_list(
            "employer__name", "employer__branch_id", *([amount] if amount else [])
        )
    )
    amounts: list[Decimal] = [row[2] for row in rows] if amount else []
    return Belonging(
        tuple(dict.fromkeys(row[0] for row in rows)),
        frozenset(row[1] for row in rows),
        sum(amounts, ZERO) if amounts else None,
    )
