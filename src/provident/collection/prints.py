"""归集单据 · the order to pay (汇缴书) and the list (汇缴清册) as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from provident.collection.models import (
    ContributionList,
    ListLine,
    RatioPeriod,
    Receipt,
    UnallocatedMove,
)
from provident.documents import remittance
from provident.documents.contribution_list import Contributor
from provident.kernel import sql
from provident.kernel.capitals import amount_in_capitals
from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect, refuse
from provident.ledger import api as ledger
from provident.parties import api as parties
from provident.settlement import api as settlement

VOUCHER_OF = """
select to_char(v.month, 'YYYYMM') || '-' || v.number
  from ledger.entry e
  join ledger.voucher_entry j on j.entry_date = e.business_date and j.entry_id = e.id
  join ledger.voucher v on v.id = j.voucher_id
 where e.operation_no = %s
"""


def remittance_pdf(
    references: list[str], *, printed_by: str, printed_at: datetime, with_persons: bool = False
) -> bytes:
    """汇缴书 for one or several consecutive months of one employer, by their references.

    What the employer's free 未分摊 already covers is taken off the sum to pay.  Once the
    months are credited the form also shows bank serial, posting date and voucher number.
    """
    lists = list(
        ContributionList.objects.filter(reference__in=references)
        .select_related("employer")
        .order_by("month")
    )
    if not lists or len({one.employer_id for one in lists}) != 1:
        raise refuse(
            "remittance.unknown", "没有这些附言号的汇缴书，或它们不属于同一单位，请核对附言号。"
        )
    employer = lists[0].employer
    total = sum((one.total for one in lists), ZERO)
    open_total = sum(
        (one.total for one in lists if one.state == ContributionList.CONFIRMED), ZERO
    )
    used = _unallocated_used(lists, open_total)
    return remittance.to_pdf(
        remittance.Remittance(
            centre=settings.CENTRE_NAME,
            number=lists[0].confirmed_by,
            employer_name=employer.name,
            employer_number=employer.number,
            months=tuple(_month(one) for one in lists),
            employer_share=sum((one.unit_total for one in lists), ZERO),
            personal_share=sum((one.personal_total for one in lists), ZERO),
            amount_in_capitals=amount_in_capitals(total),
            unallocated_used=used,
            payee=_payee(employer.bank_code),
            reference=lists[0].reference,
            due_on=max(one.due_on for one in lists),
            handler=employer.handler_name,
            printed_by=printed_by,
            printed_at=printed_at,
            posted=_posted(lists),
            persons=tuple(_persons(lists)) if with_persons else (),
        )
    )


def _month(one: ContributionList) -> remittance.RemittedMonth:
    return remittance.RemittedMonth(
        month=one.month,
        last_persons=one.previous_persons,
        last_amount=one.previous_total,
        added_persons=one.added_persons,
        added_amount=one.added_total,
        removed_persons=one.removed_persons,
        removed_amount=one.removed_total,
        persons=one.persons,
        amount=one.total,
    )


def _unallocated_used(lists: list[ContributionList], open_total: Decimal) -> Decimal:
    """Free 未分摊 towards what is still open; what was used, for months that are credited."""
    if open_total:
        holder = lists[0].employer.employerterms.unallocated_holder
        free = ledger.figures([holder])[holder].free
        return min(free, open_total)
    used = UnallocatedMove.objects.filter(
        operation_no__in={one.credited_by for one in lists},
        employer=lists[0].employer,
        cause="credited",
    ).values_list("amount", flat=True)
    return min(-sum(used, ZERO), sum((one.total for one in lists), ZERO))


def _payee(bank_code: str) -> remittance.Payee:
    """The centre's account at the employer's entrusted bank, or else its first account."""
    accounts = [one for one in settlement.bank_accounts() if one.takes_contributions]
    if not accounts:
        raise refuse(
            "bank_account.none", "中心还没有登记归集专户，无法打印汇缴书，请先登记银行专户。"
        )
    at_bank = [one for one in accounts if one.bank_code == bank_code]
    chosen = (at_bank or accounts)[0]
    return remittance.Payee(chosen.account_name, chosen.account_no, chosen.bank_name)


def _posted(lists: list[ContributionList]) -> remittance.Posted | None:
    newest = lists[-1]
    if newest.state != ContributionList.CREDITED or newest.credited_on is None:
        return None
    receipt = (
        Receipt.objects.filter(operation_no=newest.credited_by)
        .select_related("bank_row")
        .first()
    )
    return remittance.Posted(
        bank_serial=receipt.bank_row.host_serial if receipt else "（以未分摊入账）",
        on=newest.credited_on,
        voucher_number=_voucher_number(newest.credited_by),
    )


def _voucher_number(operation_no: str) -> str | None:
    found = sql.call(VOUCHER_OF, operation_no)
    return found[0] if found else None


def _persons(lists: list[ContributionList]) -> Iterator[Contributor]:
    lines = ListLine.objects.filter(list=lists[-1]).select_related("member").order_by("id")
    ratio = _ratio(lists[-1])
    for line in lines.iterator(chunk_size=2000):
        yield Contributor(
            number=line.member.number,
            name=line.member.name,
            id_number=parties.mask_id(line.member.id_number),
            base=line.base,
            ratio=ratio,
            employer_share=line.unit_amount,
            personal_share=line.personal_amount,
        )


def _ratio(one: ContributionList) -> str:
    """Unit's and member's ratio of the month, in per cent: 12/12."""
    period = (
        RatioPeriod.objects.filter(employer_id=one.employer_id, from_month__lte=one.month)
        .order_by("-from_month")
        .first()
    )
    if period is None:
        raise Defect(f"list {one.pk} has no ratio")
    return f"{period.unit_ratio.normalize():f}/{period.personal_ratio.normalize():f}"
