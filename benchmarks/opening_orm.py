"""柜面开户·ORM · the steps of opening a member as one would write them with the plain ORM.

The same checks by the same rules, the same facts and the same rows, each by one ordinary call
of Django.  It works as the owner, since the application may not write in the ledger.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Literal

from django.utils import timezone

from benchmarks.city import member_number, operation_number
from benchmarks.clients import Work
from benchmarks.ground import start_django
from provident.collection.rules.contribution import Base, monthly_share
from provident.collection.rules.findings import Findings
from provident.collection.rules.opening import Joining, judge_employer_pays, judge_opening
from provident.collection.rules.person import (
    PersonChecked,
    PersonDeclared,
    check_hiring,
    check_person,
    code_reasons,
)
from provident.collection.rules.standing import EmployerStanding, Holding
from provident.kernel.refusal import Defect

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from provident.collection.operations.open_member import OpenMember
    from provident.kernel.context import Context


Same = Literal["document", "card", "mobile"]


def open_orm(address: str) -> Work:  # noqa: ARG001 - the settings know it
    """The steps by the plain ORM."""
    start_django("provident_owner")
    from benchmarks.opening import request

    return lambda index: _open(index, request(index))


def _open(index: int, asked: dict[str, object]) -> None:
    from django.conf import settings
    from django.db import transaction

    from provident.collection.operations.open_member import OpenMember
    from provident.kernel import policy_source
    from provident.kernel.context import By, Context
    from provident.kernel.models import BusinessDay, Operation

    command = OpenMember.model_validate(asked)
    key, code = uuid.uuid4(), "collection.open_member"
    with transaction.atomic():
        if Operation.objects.filter(pk=key).exists():
            return
        day = BusinessDay.objects.get(state=BusinessDay.OPEN).date
        number = operation_number(index)
        source = policy_source.current()
        at = Context(key, number, code, day, By("柜员一"), settings.CENTRE, source)
        result = _enrol(command, index, at)
        Operation.objects.create(
            id=key,
            number=number,
            code=code,
            business_date=day,
            command=command.model_dump(mode="json"),
            command_hash="0" * 64,
            maker=at.by.maker,
            channel=at.by.channel,
            policy_release=at.policy_release,
            result=result,
            recorded_at=timezone.now(),
        )


def _enrol(command: OpenMember, index: int, at: Context) -> dict[str, object]:
    from benchmarks.plain_models import PlainHolder
    from provident.collection.models import BasePeriod, Enrolment
    from provident.parties.models import Member

    employer = _employer(command.employer)
    person, base = _judge(command, employer, at)
    number = member_number(index)
    holder = PlainHolder.objects.create(
        gl_account="20101",
        normal_side="C",
        owner=f"member:{number}",
        bears_interest=True,
        interest_until="2027-07-01",
        opened_on=at.business_date,
    )
    member = Member.objects.create(
        number=number,
        branch_id=employer.branch,
        name=person.name,
        sex=person.sex,
        birth=person.birth,
        id_kind=command.id_kind,
        id_number=person.document and person.document.number,
        mobile=person.mobile,
        marital=command.marital,
        card_no=person.card,
        card_bank_name=command.card_bank,
        card_bank_code="105",
        holder_id=holder.pk,
        opened_on=at.business_date,
        to_complete=True,
    )
    enrolment = Enrolment.objects.create(
        member=member,
        employer_id=employer.id,
        hired_on=command.hired_on,
        hire_kind=command.hire_kind,
        first_month=command.first_month,
        state=Enrolment.NORMAL,
        operation_no=at.operation_no,
    )
    BasePeriod.objects.create(
        enrolment=enrolment,
        from_month=command.first_month,
        wage=base.wage,
        base=base.base,
        adjusted=base.adjusted,
        operation_no=at.operation_no,
    )
    shares = _shares(employer, base, command)
    return {"says": "已开户", "facts": {"member": number, **base.facts(), **shares}}


def _employer(number: str) -> EmployerStanding:
    from provident.collection.models import EmployerTerms

    terms = (
        EmployerTerms.objects.select_for_update(no_key=True)
        .select_related("employer")
        .get(employer__number=number)
    )
    one = terms.employer
    return EmployerStanding(
        id=one.pk,
        number=one.number,
        name=one.name,
        branch=one.branch_id,
        state=one.state,
        opened_on=one.opened_on,
        pay_day=one.pay_day,
        rounding=terms.rounding,
        first_month=terms.first_month,
        listed_to=terms.listed_to,
        unallocated_holder=terms.unallocated_holder,
    )


def _judge(
    command: OpenMember, employer: EmployerStanding, at: Context
) -> tuple[PersonChecked, Base]:
    from provident.collection.facts.opening_policy import OpeningPolicy
    from provident.parties.models import Member

    today = at.business_date
    found = Findings()
    found.merge(judge_employer_pays(employer))
    person = check_person(
        PersonDeclared(
            command.name, command.id_kind, command.id_number, command.sex, command.birth,
            command.mobile, command.card,
        ),
        today,
        found,
    )  # fmt: skip
    found.add(code_reasons(command.model_dump()))
    check_hiring(command.hired_on, person.birth, today, found)
    others = Member.objects.exclude(id_number=command.id_number)
    alike: dict[Same, QuerySet[Member]] = {
        "document": Member.objects.filter(id_number=command.id_number),
        "card": others.filter(card_no=command.card),
        "mobile": others.filter(mobile=command.mobile),
    }
    taken = [
        Holding(same, number)
        for same, members in alike.items()
        for number in members.values_list("number", flat=True)
    ]
    terms = OpeningPolicy(at, employer.opened_on).terms(
        command.hire_kind, command.hired_on, command.first_month
    )
    joining = Joining(command.hired_on, command.wage, command.first_month)
    judged, base = judge_opening(joining, employer, terms, taken, today)
    found.merge(judged)
    found.require()
    if base is None:
        raise Defect("a person was allowed without a base")
    return person, base


def _shares(employer: EmployerStanding, base: Base, command: OpenMember) -> dict[str, str]:
    from provident.collection.models import RatioPeriod

    ratios = RatioPeriod.objects.filter(
        employer=employer.id, from_month__lte=command.first_month
    ).latest("from_month")
    unit = monthly_share(base.base, ratios.unit_ratio, employer.rounding)
    personal = monthly_share(base.base, ratios.personal_ratio, employer.rounding)
    return {"unit_amount": f"{unit:.2f}", "personal_amount": f"{personal:.2f}"}
