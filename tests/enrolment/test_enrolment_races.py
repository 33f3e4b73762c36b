"""并发 · two clerks at once on real PostgreSQL, as the application's role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import enrolment_city as city
from provident.kernel.operation import Done
from provident.kernel.refusal import Conflict, Refusal
from tests.kernel.races import together


def done(outcomes: Sequence[Any]) -> int:
    """How many were done; whatever was not must be a refusal or a conflict, never a fault."""
    for outcome in outcomes:
        assert isinstance(outcome, (Done, Refusal, Conflict)), repr(outcome)
    return sum(isinstance(outcome, Done) for outcome in outcomes)


def test_the_same_person_opened_by_two_employers_together(factory: str, school: str) -> None:
    for round_no in range(5):
        person = city.person(round_no)
        outcomes = together(
            lambda person=person: city.do("open_member", employer=factory, **person),
            lambda person=person: city.do("open_member", employer=school, **person),
        )
        assert done(outcomes) == 1
        (loser,) = [one for one in outcomes if not isinstance(one, Done)]
        known = {"enrolment.elsewhere"} if isinstance(loser, Refusal) else set()
        assert known or (
            isinstance(loser, Conflict) and loser.code == "member.opened_meanwhile"
        )
    assert city.Member.objects.count() == city.Enrolment.objects.count() == 5


def test_one_card_for_two_people_together(factory: str) -> None:
    card = city.card_number(500)
    outcomes = together(
        *(
            lambda i=i: city.do("open_member", employer=factory, **city.person(i, card=card))
            for i in range(4)
        )
    )
    assert done(outcomes) == 1
    assert city.Member.objects.filter(card_no=card).count() == 1


def test_the_same_roster_taken_twice_together(factory: str) -> None:
    people = [city.person(i) for i in range(30)]
    number = city.uploads.upload_roster(
        factory, "名单.xlsx", city.roster(*people), uploaded_by="甲"
    )
    outcomes = together(*[lambda: city.do("open_members", employer=factory, upload=number)] * 2)
    assert done(outcomes) == 1
    assert city.Member.objects.count() == 30


def test_two_rosters_with_the_same_people_in_opposite_order(factory: str, school: str) -> None:
    people = [city.person(i) for i in range(50)]
    uploads = [
        city.uploads.upload_roster(employer, "名单.xlsx", city.roster(*order), uploaded_by="甲")
        for employer, order in ((factory, people), (school, people[::-1]))
    ]
    outcomes = together(
        lambda: city.do("open_members", employer=factory, upload=uploads[0]),
        lambda: city.do("open_members", employer=school, upload=uploads[1]),
    )
    assert done(outcomes) == 1
    assert city.Member.objects.count() == 50
    assert city.Enrolment.objects.count() == 50


def test_a_member_is_sealed_once(factory: str) -> None:
    member = city.open_member(factory)
    command = {
        "employer": factory,
        "members": [member],
        "from_month": "2026-11",
        "reason": "离职",
    }
    outcomes = together(*[lambda: city.do("seal_members", **command)] * 3)
    assert done(outcomes) == 1
    assert all(
        one.codes() == {"enrolment.sealed_already"}
        for one in outcomes
        if isinstance(one, Refusal)
    )
    assert city.SealPeriod.objects.count() == 1


def test_opening_against_confirming_never_leaves_a_person_off_his_list(factory: str) -> None:
    """Either the person came first and is on November's list, or November was refused him."""
    city.open_member(factory)
    for i in range(1, 5):
        month = f"{2026 + (10 + i - 1) // 12}-{(10 + i - 1) % 12 + 1:02d}"
        person = city.person(i, first_month=month)
        opened, confirmed = together(
            lambda person=person: city.do("open_member", employer=factory, **person),
            lambda: city.do("confirm_lists", employer=factory),
        )
        assert isinstance(confirmed, Done)
        (one,) = confirmed.receipt.facts["lists"]
        assert one["month"] == month
        on_list = city.ListLine.objects.filter(
            list=one["id"], member__id_number=person["id_number"]
        ).exists()
        assert on_list == isinstance(opened, Done)


def test_a_sealed_member_is_taken_by_one_new_employer(factory: str, school: str) -> None:
    hospital = city.open_employer(
        name="喀什市第一人民医院", credit_code="526531015020000277", payers=[]
    )
    member = city.open_member(factory)
    city.do(
        "seal_members", employer=factory, members=[member], from_month="2026-11", reason="调出"
    )
    command = {
        "member": member,
        "hired_on": "2026-10-25",
        "wage": "8000.00",
        "first_month": "2026-11",
    }
    outcomes = together(
        lambda: city.do("transfer_in", employer=school, **command),
        lambda: city.do("transfer_in", employer=hospital, **command),
    )
    assert done(outcomes) == 1
    assert city.Enrolment.objects.filter(ended_on__isnull=True).count() == 1


def test_two_employers_with_one_credit_code_together(town: str) -> None:
    outcomes = together(*[lambda: city.do("open_employer", city.TWO, **city.FACTORY)] * 3)
    assert done(outcomes) == 1
    assert city.Employer.objects.count() == 1
