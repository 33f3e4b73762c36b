"""回避 · nobody makes or checks what touches himself or his family.

Who the letters are is told in `workbench.everything`.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

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
