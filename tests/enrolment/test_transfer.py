"""职工转入 · the person keeps number, holder and balance (article 13)."""

from __future__ import annotations

from typing import Any

import pytest

import enrolment_city as city
from provident.kernel.refusal import Refusal

JOIN: dict[str, Any] = {"hired_on": "2026-10-25", "wage": "8000.00", "first_month": "2026-12"}


def seal(employer: str, member: str, from_month: str = "2026-11") -> None:
    city.do(
        "seal_members",
        employer=employer,
        members=[member],
        from_month=from_month,
        reason="调出",
    )


def refused(employer: str, member: str, **changes: Any) -> Refusal:
    return city.refused("transfer_in", employer=employer, member=member, **JOIN | changes)


def test_a_sealed_member_goes_on_at_the_new_employer(factory: str, school: str) -> None:
    member = city.open_member(factory)
    holder = city.Member.objects.get(number=member).holder_id
    seal(factory, member)
    done = city.do("transfer_in", employer=school, member=member, **JOIN)
    old, new = city.Enrolment.objects.filter(member__number=member).order_by("id")
    assert (old.employer.number, str(old.ended_on)) == (factory, "2026-11-02")
    assert (new.employer.number, new.ended_on, new.state) == (school, None, "01")
    assert city.Member.objects.get(number=member).holder_id == holder
    assert done.receipt.facts["from_employer"] == factory
    assert city.enrolments.live_enrolment(member).employer_number == school
    city.do("open_member", employer=school, **city.person(1))
    city.confirm(school, 2)
    december = city.ListLine.objects.filter(list__month="2026-12", member__number=member)
    # 8000 × 8 % = 640 from the school, 8000 × 5 % = 400 from herself.
    assert [(str(one.unit_amount), str(one.personal_amount)) for one in december] == [
        ("640.00", "400.00")
    ]


def test_not_while_the_old_employer_pays(factory: str, school: str) -> None:
    member = city.open_member(factory)
    no = refused(school, member)
    assert no.codes() == {"enrolment.elsewhere"}
    assert "天山" not in no.reasons[0].says
    assert city.AYGUL["name"] not in f"{no.reasons[0].says}{no.reasons[0].facts}"


def test_not_to_the_employer_where_he_is(factory: str) -> None:
    member = city.open_member(factory)
    seal(factory, member)
    assert refused(factory, member).codes() == {"enrolment.here_already"}


def test_no_month_at_two_employers(factory: str, school: str) -> None:
    member = city.open_member(factory)
    seal(factory, member, from_month="2027-01")
    no = refused(school, member)
    assert no.codes() == {"enrolment.months_twice", "enrolment.months_unlisted"}


def test_not_while_the_old_employer_owes_lists_from_before_the_seal(
    factory: str, school: str
) -> None:
    """Else November, which the old employer owes, would be on nobody's list."""
    member = city.open_member(factory)
    seal(factory, member, from_month="2026-12")
    no = refused(school, member)
    assert no.codes() == {"enrolment.months_unlisted"}
    assert no.reasons[0].facts["first_unlisted"] == "2026-11"


def test_not_while_a_list_of_the_old_employer_waits_for_money(
    factory: str, school: str
) -> None:
    member = city.open_member(factory)
    (november,) = city.confirm(factory)
    seal(factory, member, from_month="2026-12")
    no = refused(school, member)
    assert no.codes() == {"enrolment.in_flight"}
    assert november["reference"] in no.reasons[0].says


def test_wage_months_and_member_are_judged_together(factory: str, school: str) -> None:
    member = city.open_member(factory)
    no = refused(school, member, wage="0", first_month="2026-10", hire_kind="7")
    assert no.codes() == {
        "enrolment.elsewhere",
        "enrolment.before_employer",
        "wage.not_positive",
        "code.unknown",
    }


@pytest.mark.parametrize("member", ["001000000000", ""])
def test_nobody_has_that_number(school: str, member: str) -> None:
    codes = refused(school, member).codes()
    assert codes <= {"member.unknown", "command.field"}
