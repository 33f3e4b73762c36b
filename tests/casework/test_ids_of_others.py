"""An id that a person sends is his own: it never meets the id of a case or of a machine's work.

Round ids and day ids are made by a rule that is open to read, so they can be worked out.
"""

from __future__ import annotations

import pytest

import enrolment_city as city
from provident.kernel.operation import operation_id
from provident.kernel.refusal import Refusal

pytestmark = pytest.mark.database


def test_a_case_is_not_done_by_another_operation_under_its_id(office):
    from provident.casework import api as casework

    number = office.waiting()
    harmless = {"employer": office.employer, **city.person(1)}
    casework.submit(
        "collection.open_member",
        harmless,
        office["柜员甲"],
        id=operation_id("case", number, 1),
    )
    assert office.case(number).state == "waiting"
    done = casework.check(number, office["复核乙"], version=1)
    (operation,) = office.performed("collection.change_ratio")
    assert done.operation_no == operation.number == office.case(number).operation_no
    assert (operation.maker, operation.checker) == ("柜员甲", "复核乙")


def test_the_id_of_the_close_stays_free(office):
    """`dayend` closes a day under an id made of code and day."""
    from datetime import date

    from provident.casework import api as casework
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    day = date(2026, 11, 2)
    id_of_the_day = operation_id("dayend.cut_off", day)
    command = {"employer": office.employer, **city.person(2)}
    casework.submit("collection.open_member", command, office["柜员甲"], id=id_of_the_day)
    cut = perform("dayend.cut_off", {"day": day.isoformat()}, By("会计戊"), id=id_of_the_day)
    assert not cut.replayed


def test_a_returned_case_stays_with_its_employer(office):
    from provident.casework import api as casework

    number = office.waiting()
    casework.give_back(number, office["复核乙"], "比例写错", version=1)
    other = city.open_employer(**city.SCHOOL)
    command = {"employer": other, "unit_ratio": "10", "personal_ratio": "10",
               "from_month": "2026-11"}  # fmt: skip
    with pytest.raises(Refusal) as refused:
        casework.resubmit(number, command, office["柜员甲"], version=2)
    assert refused.value.codes() == {"case.other_subject"}
    assert office.case(number).state == "returned"
