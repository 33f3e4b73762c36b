"""汇缴清册确认 · confirm the lists of one or several consecutive months.

The list of a month is computed from what is dated: who is enrolled, who is sealed, which
base and ratio hold.  Confirming freezes it as a snapshot and gives the order to pay its
reference.  If the employer's 未分摊 already covers the oldest open months, they are
credited at once, in the same transaction; so is a month in which everybody is sealed, for
which nothing is due.

依据  《住房公积金管理条例》(2026) 第十六、十九、二十条
账务  postings/collection.yaml#credit_lists（未分摊足够时）
政策  policies/collection/list_months_ahead.yaml, list_months_at_once.yaml, due_days.yaml
"""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import Field

from provident.collection import credit
from provident.collection.facts.enrolments import ever_enrolled, lock_employer
from provident.collection.facts.lists import newest_list
from provident.collection.facts.opening_policy import bounds_or_reasons
from provident.collection.models import ContributionList, EmployerTerms
from provident.collection.requests import EmployerNo
from provident.collection.rules.contribution import Bounds
from provident.collection.rules.listing import ListingFacts, judge_months
from provident.collection.rules.standing import (
    EMPLOYER_DEFERRED,
    EMPLOYER_NORMAL,
    EMPLOYER_OPENED,
    EmployerStanding,
)
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.dates import Month, months
from provident.kernel.money import ZERO
from provident.kernel.numbers import remittance_reference
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Refusal, refuse
from provident.kernel.workdays import due_date
from provident.ledger import api as ledger

DIGITS = {"fen": 2, "jiao": 1, "yuan": 0}
INSERT_LINES = sql.Statement(__file__, "../sql/list_lines_insert.sql")
SUMMARY = sql.Statement(__file__, "../sql/list_summary.sql")
REBASED = sql.Statement(__file__, "../sql/list_rebased.sql")
NEXT_ID = "select nextval(pg_get_serial_sequence('contribution_list', 'id'))"

COUNT_MAX = 120
"""Ten years; how many at once the centre allows is its policy."""


class ConfirmLists(Command):
    """`employer` is the 单位账号; without `first_month` it is the next month in order."""

    employer: EmployerNo
    first_month: Month | None = Field(
        default=None, title="首个汇缴年月", description="不填的，接着上一张清册的下个月。"
    )
    count: int = Field(default=1, title="月数", ge=1, le=COUNT_MAX)


@operation(
    "collection.confirm_lists",
    title="汇缴清册确认",
    basis=("regulation-2026#16", "regulation-2026#19", "regulation-2026#20"),
    posting=("collection.credit_lists",),
    moves="inside",
)
def confirm_lists(command: ConfirmLists, at: Context) -> Receipt:
    """编制并确认一个或连续几个月的汇缴清册，生成汇缴书；未分摊足够时随即入账。"""
    employer = lock_employer(command.employer)
    facts = _facts(employer, at)
    first = command.first_month or facts.next_month
    judge_months(first, command.count, facts).require()
    lists = [_confirm(employer, month, at) for month in months(first, command.count)]
    EmployerTerms.objects.filter(pk=employer.id).update(listed_to=first + (command.count - 1))
    credited = credit_from_unallocated(employer, at)
    total = sum(one.total for one in lists)
    return Receipt(
        f"已确认 {employer.name} {len(lists)} 个月的汇缴清册，应缴 {total} 元。",
        {
            "employer": employer.number,
            "lists": [
                {
                    "id": one.pk,
                    "month": str(one.month),
                    "reference": one.reference,
                    "persons": one.persons,
                    "total": f"{one.total:.2f}",
                    "due_on": one.due_on.isoformat(),
                    "rebased": _rebased(one),
                }
                for one in lists
            ],
            "total": f"{total:.2f}",
            "credited": credited,
        },
    )


def credit_from_unallocated(employer: EmployerStanding, at: Context) -> list[str]:
    """Credit the oldest months that 未分摊 covers; returns the months credited."""
    crediting = credit.prepare({employer.id: ZERO}, {employer.id: employer}, at.business_date)
    amounts = crediting.amounts()
    if amounts["from_unallocated"]:
        legs = crediting.legs()
        ledger.post(
            "collection.credit_lists",
            at,
            amounts={"from_unallocated": amounts["from_unallocated"]},
            legs={"member": legs["member"], "unallocated": legs["unallocated_used"]},
        )
    credit.record(crediting, at)
    return [str(one.month) for part in crediting.employers for one in part.lists]


def _facts(employer: EmployerStanding, at: Context) -> ListingFacts:
    on = at.business_date
    return ListingFacts(
        employer_pays=employer.state in {EMPLOYER_NORMAL, EMPLOYER_OPENED, EMPLOYER_DEFERRED},
        first_month=employer.first_month,
        listed_to=employer.listed_to,
        business_month=Month.of(on),
        months_at_once=at.policy("collection.list_months_at_once", on=on).count,
        months_ahead=at.policy("collection.list_months_ahead", on=on).count,
    )


def _confirm(employer: EmployerStanding, month: Month, at: Context) -> ContributionList:
    bounds = bounds_or_reasons(at, month)
    if not isinstance(bounds, Bounds):
        raise Refusal(bounds)
    (list_id,) = sql.call(NEXT_ID)
    previous = newest_list(employer.id, month + -1)
    one = ContributionList.objects.create(
        pk=list_id,
        employer_id=employer.id,
        month=month,
        state=ContributionList.CONFIRMED,
        reference=remittance_reference(list_id, "H"),
        due_on=_due_on(employer, month, at),
        **dict.fromkeys(_COUNTS, 0),
        **dict.fromkeys(_SUMS, ZERO),
        confirmed_by=at.operation_no,
        confirmed_on=at.business_date,
    )
    INSERT_LINES.run(
        list=list_id, employer=employer.id, month=month.first_day, previous=previous,
        digits=DIGITS[employer.rounding], floor=bounds.floor, cap=bounds.cap,
    )  # fmt: skip
    summary = SUMMARY.row(list=list_id, previous=previous) or {}
    if not summary["persons"] and not ever_enrolled(employer.id, month):
        raise refuse(
            "list.nobody",
            f"{month} 还没有职工：请先为职工开户，再编制清册。",
            basis=["regulation-2026#15"],
            month=str(month),
        )
    ContributionList.objects.filter(pk=list_id).update(**summary)
    one.refresh_from_db()
    return one


_COUNTS = ("persons", "previous_persons", "added_persons", "removed_persons")
_SUMS = (
    "unit_total", "personal_total", "total", "previous_total", "added_total", "removed_total",
)  # fmt: skip


def _rebased(one: ContributionList) -> int:
    """How many members stand on a base that new bounds have changed since it was declared."""
    found = REBASED.row(list=one.pk, month=one.month.first_day)
    return int(found["persons"]) if found else 0


def _due_on(employer: EmployerStanding, month: Month, at: Context) -> date:
    """Some days after the pay day (art. 19), moved to a working day if the calendar is known.

    For a year whose holidays are not published yet the plain day stands; the order to pay
    says that a day off moves it.
    """
    pay_day = month.day(employer.pay_day)
    days = at.policy("collection.due_days", on=pay_day).count
    try:
        return due_date(pay_day, days)
    except Refusal:
        return pay_day + timedelta(days=days)
