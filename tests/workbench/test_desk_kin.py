"""回避 · nobody makes or checks what touches himself or his family.

Who the letters are is told in `workbench.everything`.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

import enrolment_city as city
from workbench.desks import words
from workbench.everything import Place, one_of_everything

pytestmark = pytest.mark.database


@pytest.fixture
def place(books: str) -> Place:
    return one_of_everything()


def test_nobody_acts_on_his_own_or_his_family_s_holder(place: Place) -> None:
    from provident.parties.models import Member
    from provident.staff.models import Login, Relative

    member = Member.objects.get(number=place.town.member)
    wage = {
        "employer": place.town.employer,
        "from_month": "2027-01",
        "wages.0.member": member.number,
        "wages.0.wage": "6500",
        "do": "submit",
    }
    teller = place.logins["t"]
    Login.objects.filter(pk=teller.pk).update(id_number=member.id_number)
    own = place.clients["t"].post("/desk/do/collection.change_wage", wage)
    assert own.status_code == 422
    assert "涉及您本人的账户" in words(own)

    Login.objects.filter(pk=teller.pk).update(id_number="TESTT")
    Relative.objects.create(
        login=teller, name="某人", id_number=member.id_number, relation="spouse"
    )
    family = place.clients["t"].post("/desk/do/collection.change_wage", wage)
    assert family.status_code == 422
    assert "涉及您的配偶某人" in words(family)


def test_nobody_opens_a_roster_in_which_he_or_his_family_is(place: Place) -> None:
    """The roster of `workbench.everything` holds person 60."""
    from provident.parties.models import Member
    from provident.staff.models import Login, Relative

    number = city.resident_number(60)
    upload = place.records["<int:upload>"]
    opening = {"employer": place.town.employer, "upload": upload, "do": "submit"}
    teller = place.logins["t"]
    Login.objects.filter(pk=teller.pk).update(id_number=number)
    own = place.clients["t"].post("/desk/do/collection.open_members", opening)
    assert own.status_code == 422
    assert "涉及您本人的账户" in words(own)
    Login.objects.filter(pk=teller.pk).update(id_number="TESTT")
    Relative.objects.create(login=teller, name="某人", id_number=number, relation="sibling")
    family = place.clients["t"].post("/desk/do/collection.open_members", opening)
    assert family.status_code == 422
    assert "涉及您的兄弟姐妹某人" in words(family)
    assert not Member.objects.filter(id_number=number).exists()


def test_nobody_sees_the_whole_numbers_of_himself_or_his_family(place: Place) -> None:
    """On the member's page, in the log and in a case; the pages themselves stay open."""
    from provident.casework import api as casework
    from provident.kernel.models import Operation
    from provident.parties.models import Member
    from provident.staff.models import Login, Relative, Unmasking
    from provident.staff.people import staff_of

    member = Member.objects.get(number=place.town.member)
    change = {"member": member.number, "version": member.version, "mobile": "13900001234"}
    case_no = casework.submit(
        "collection.change_member", change, staff_of(place.logins["t"]), id=uuid4()
    ).case_no
    opened = Operation.objects.get(code="collection.open_member").number
    reason = {"reason": "本人来电核对", "unmask_reason": "本人来电核对"}
    asked = {
        f"/desk/members/{member.number}": reason | {"whole": "mobile"},
        f"/desk/operations/{opened}": reason,
        f"/desk/cases/{case_no}": reason,
    }
    Login.objects.filter(pk=place.logins["r"].pk).update(id_number=member.id_number)
    Relative.objects.create(
        login=place.logins["R"], name="某人", id_number=member.id_number, relation="spouse"
    )
    for address, typed in asked.items():
        for who, near in {"r": "您本人的号码", "R": "您配偶某人的号码"}.items():
            refused = place.clients[who].post(address, typed)
            assert near in words(refused), (address, who)
            body = refused.content.decode()
            assert member.mobile not in body, (address, who)
            assert member.id_number not in body, (address, who)
            assert place.clients[who].get(address).status_code == 200
    assert not Unmasking.objects.exists()


def test_nobody_checks_what_touches_his_family(place: Place) -> None:
    from provident.casework import api as casework
    from provident.parties.models import Member
    from provident.staff.models import Relative
    from provident.staff.people import staff_of

    member = Member.objects.get(number=place.town.member)
    change = {"member": member.number, "version": member.version, "mobile": "13900001234"}
    number = casework.submit(
        "collection.change_member", change, staff_of(place.logins["t"]), id=uuid4()
    ).case_no
    Relative.objects.create(
        login=place.logins["r"], name="某人", id_number=member.id_number, relation="child"
    )
    check = {"do": "check", "version": "1"}
    refused = place.clients["r"].post(f"/desk/cases/{number}", check)
    assert refused.status_code == 422
    assert "某人" in words(refused)
    assert place.clients["R"].post(f"/desk/cases/{number}", check).status_code == 302
