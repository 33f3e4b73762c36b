"""查看 · employers, receipts and uploads as a page shows them; nothing is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from provident.collection.facts.enrolments import enrolment_counts, ratios_in
from provident.collection.models import EmployerTerms, Receipt, RosterUpload
from provident.kernel.dates import Month
from provident.ledger import api as ledger
from provident.ledger.api import HolderFigures
from provident.parties import registration

RECEIPT_STATES: Mapping[str, str] = MappingProxyType(
    {Receipt.BOOKED: "已入账", Receipt.UNDONE: "已撤销"}
)
"""The words for states, the same on every page."""


@dataclass(frozen=True, slots=True)
class EmployerStands:
    """单位缴存情况 · months, ratios in percent, people, and money not yet allocated in yuan."""

    first_month: Month
    listed_to: Month | None
    paid_to: Month | None
    unit_ratio: Decimal | None
    personal_ratio: Decimal | None
    normal: int
    sealed: int
    unallocated: Decimal
    payers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """到账 · one receipt of an employer; `amount` in yuan, `state` in words."""

    id: int
    employer_number: str
    employer_name: str
    employer_branch: str
    amount: Decimal
    state: str
    business_date: date
    operation_no: str
    payer_name: str
    remark: str


@dataclass(frozen=True, slots=True)
class UploadShown:
    """开户名单 · one uploaded roster, and the operation that has taken it in, or ""."""

    id: int
    employer_number: str
    employer_name: str
    employer_branch: str
    file_name: str
    uploaded_by: str
    taken_by: str


def employer_stands(employer: int, on: Month) -> EmployerStands | None:
    """How an employer stands in its contributions; None before its terms are agreed.

    `on` is the month whose ratios are meant.
    """
    terms = EmployerTerms.objects.filter(employer_id=employer).first()
    if terms is None:
        return None
    counts, ratios = enrolment_counts(employer), ratios_in(employer, on)
    return EmployerStands(
        terms.first_month,
        terms.listed_to,
        terms.paid_to,
        ratios.unit if ratios else None,
        ratios.personal if ratios else None,
        counts.normal,
        counts.sealed,
        ledger.figures([terms.unallocated_holder])[terms.unallocated_holder].balance,
        registration.payers_of(employer),
    )


def member_figures(holder: int) -> HolderFigures:
    """The four figures of a member's money: 余额, 占用, and what follows from them."""
    return ledger.figures([holder])[holder]


def receipts(numbers: Sequence[int]) -> dict[int, ReceiptShown]:
    """The receipts of these numbers; unknown ones left out."""
    found = Receipt.objects.select_related("employer", "bank_row").filter(pk__in=numbers)
    return {
        one.pk: ReceiptShown(
            one.pk,
            one.employer.number,
            one.employer.name,
            one.employer.branch_id,
            one.amount,
            RECEIPT_STATES[one.state],
            one.business_date,
            one.operation_no,
            one.bank_row.opponent_name,
            one.bank_row.remark,
        )
        for one in found
    }


def uploads(numbers: Sequence[int]) -> dict[int, UploadShown]:
    """The uploaded rosters of these numbers; unknown ones left out.  Files are not read."""
    found = RosterUpload.objects.select_related("employer").defer("content")
    return {
        one.pk: UploadShown(
            one.pk,
            one.employer.number,
            one.employer.name,
            one.employer.branch_id,
            one.file_name,
            one.uploaded_by,
            one.taken_by,
        )
        for one in found.filter(pk__in=numbers)
    }
