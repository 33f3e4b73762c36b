"""Cases: two persons around real operations, as `duties/` asks.

The expected ways are those of the state diagram in the README of casework; what is booked
is looked up in the books, not in the answer.
"""

from __future__ import annotations

from decimal import Decimal as D
from uuid import uuid4

import pytest

import enrolment_city as city
import receiving
from provident.kernel.numbers import is_case_no
from provident.kernel.refusal import Conflict, Refusal

pytestmark = pytest.mark.database


def refused(error: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return error.value.codes()


def test_an_operation_by_one_is_performed_at_once(office):
    member = city.person(1)
    outcome = office.submit("柜员甲", "collection.open_member", employer=office.employer,
                            **member)  # fmt: skip
    assert outcome.case_no is None
    (operation,) = office.performed("collection.open_member")
    assert (operation.maker, operation.checker, operation.channel) == (
        "柜员甲",
        None,
        "counter",
    )
    assert outcome.done.operation_no == operation.number


def test_two_persons_from_hand_to_hand(office):
    from provident.casework import api as casework

    item = office.suspense("500.00")
    number = office.submit("会计戊", "collection.match_suspense", suspense=item,
                           employer=office.employer, reason="电话核实").case_no  # fmt: skip
    case = office.case(number)
    assert is_case_no(number)
    assert len(number) <= 20
    assert (case.state, case.amount, case.branch_id) == ("waiting", D("500.00"), "001")
    assert (case.subject_kind, case.subject_key) == ("suspense", str(item))
    assert receiving.figures()["suspense"] == D("500.00")
    done = casework.check(number, office["复核乙"], version=1)
    assert receiving.figures()["suspense"] == D("0.00")
    assert receiving.figures()["unallocated"] == D("500.00")
    (operation,) = office.performed("collection.match_suspense")
    assert (operation.maker, operation.checker) == ("会计戊", "复核乙")
    case = office.case(number)
    assert (case.state, case.checker) == ("done", "复核乙")
    assert case.operation_no == done.operation_no == operation.number
    assert case.command_digest == operation.command_hash
    assert office.steps(number) == [("submit", "会计戊"), ("check", "复核乙")]


def test_nothing_of_a_waiting_case_is_in_the_books(office):
    number = office.waiting()
    assert office.performed("collection.change_ratio") == []
    assert office.case(number).operation_no == ""


def test_what_the_rules_refuse_opens_no_case(office):
    from provident.casework.models import Case

    with pytest.raises(Refusal) as error:
        office.waiting(unit_ratio="3")  # below 5 %: art. 18
    assert all("ratio" in code for code in refused(error))
    assert not Case.objects.exists()


def test_every_wrong_field_is_told(office):
    with pytest.raises(Refusal) as error:
        office.submit("柜员甲", "collection.change_ratio", unit_ratio="九")
    told = {reason.facts["field"] for reason in error.value.reasons}
    assert told == {"employer", "unit_ratio", "personal_ratio", "from_month"}


def test_the_same_submission_twice_is_one_case(office):
    from provident.casework import api as casework

    command = {"employer": office.employer, "unit_ratio": "11", "personal_ratio": "11",
               "from_month": "2026-11"}  # fmt: skip
    key = uuid4()
    first, second = (
        casework.submit("collection.change_ratio", command, office["柜员甲"], id=key)
        for _ in range(2)
    )
    assert first == second
    casework.check(first.case_no, office["复核乙"], version=1)
    again = casework.submit("collection.change_ratio", command, office["柜员甲"], id=key)
    assert again == first  # the back button after it was done
    with pytest.raises(Conflict) as error:
        casework.submit("collection.change_ratio", command | {"unit_ratio": "10"},
                        office["柜员甲"], id=key)  # fmt: skip
    assert error.value.code == "case.other_body"


def test_the_same_submission_twice_is_one_operation(office):
    from provident.casework import api as casework

    city.open_member(office.employer)
    command = {"employer": office.employer}
    key = uuid4()
    first, second = (
        casework.submit("collection.confirm_lists", command, office["柜员甲"], id=key)
        for _ in range(2)
    )
    assert (first.done.replayed, second.done.replayed) == (False, True)
    assert len(office.performed("collection.confirm_lists")) == 1


def test_one_case_in_flight_for_a_subject_and_matter(office):
    number = office.waiting()
    with pytest.raises(Conflict) as error:
        office.waiting("柜员丙", unit_ratio="10")
    assert error.value.code == "case.in_flight"
    assert number in error.value.says


def test_operations_of_one_matter_exclude_each_other(office):
    """Match and refund of the same money are one matter (duties/approvals.yaml)."""
    item = office.suspense()
    number = office.submit("会计戊", "collection.match_suspense", suspense=item,
                           employer=office.employer, reason="核实").case_no  # fmt: skip
    with pytest.raises(Conflict) as error:
        office.submit("会计戊", "settlement.refund_suspense", item=item, reason="退回")
    assert number in error.value.says
    other = office.suspense("1.00")
    assert office.submit("会计戊", "settlement.refund_suspense", item=other,
                         reason="退回").case_no  # fmt: skip


def test_returned_corrected_and_done(office):
    from provident.casework import api as casework

    number = office.waiting()
    casework.give_back(number, office["复核乙"], "个人比例应为 10%", version=1)
    assert office.case(number).state == "returned"
    (line,) = casework.mine(office["柜员甲"])
    assert (line.number, line.state) == (number, "returned")
    command = {"employer": office.employer, "unit_ratio": "11", "personal_ratio": "10",
               "from_month": "2026-11"}  # fmt: skip
    casework.resubmit(number, command, office["柜员甲"], version=2)
    casework.check(number, office["复核乙"], version=3)
    (operation,) = office.performed("collection.change_ratio")
    assert operation.command["personal_ratio"] == "10.00"
    assert office.steps(number) == [
        ("submit", "柜员甲"),
        ("give_back", "复核乙"),
        ("resubmit", "柜员甲"),
        ("check", "复核乙"),
    ]
    view = casework.case(number, office["柜员甲"])
    assert [step.says for step in view.steps] == ["", "个人比例应为 10%", "", ""]
    assert view.steps[0].digest != view.steps[2].digest == operation.command_hash


def test_a_returned_case_does_not_hold_up_the_subject(office):
    from provident.casework import api as casework

    number = office.waiting()
    casework.give_back(number, office["复核乙"], "材料不全", version=1)
    other = office.waiting("柜员丙")
    with pytest.raises(Conflict) as error:
        casework.resubmit(number, office.case(number).command, office["柜员甲"], version=2)
    assert (error.value.code, other in error.value.says) == ("case.in_flight", True)
    assert office.case(number).state == "returned"


def test_a_return_needs_a_reason(office):
    from provident.casework import api as casework

    number = office.waiting()
    for reason in ("", "  ", "缺", "一" * 201, "两\n行"):
        with pytest.raises(Refusal) as error:
            casework.give_back(number, office["复核乙"], reason, version=1)
        assert refused(error) == {"case.reason"}
    assert office.case(number).version == 1


@pytest.mark.parametrize("returned", [False, True])
def test_only_the_maker_withdraws(office, returned):
    from provident.casework import api as casework

    number = office.waiting()
    if returned:
        casework.give_back(number, office["复核乙"], "材料不全", version=1)
    version = office.case(number).version
    with pytest.raises(Refusal) as error:
        casework.withdraw(number, office["柜员丙"], "不办了", version=version)
    assert refused(error) == {"case.not_yours"}
    casework.withdraw(number, office["柜员甲"], "单位不办了", version=version)
    assert office.case(number).state == "withdrawn"
    with pytest.raises(Conflict) as conflict:
        casework.check(number, office["复核乙"], version=version + 1)
    assert conflict.value.code == "case.state"
    assert office.performed("collection.change_ratio") == []
    office.waiting("柜员丙")  # the subject is free again


def test_a_stale_page_is_told_so(office):
    from provident.casework import api as casework

    number = office.waiting()
    casework.give_back(number, office["复核乙"], "材料不全", version=1)
    command = office.case(number).command
    casework.resubmit(number, command, office["柜员甲"], version=2)
    for act in (
        lambda: casework.check(number, office["复核丁"], version=1),
        lambda: casework.give_back(number, office["复核丁"], "材料不全", version=1),
        lambda: casework.withdraw(number, office["柜员甲"], version=1),
        lambda: casework.resubmit(number, command, office["柜员甲"], version=1),
    ):
        with pytest.raises(Conflict) as error:
            act()
        assert error.value.code == "case.stale"
        assert number in error.value.says


def test_a_fact_changed_between_is_found_by_the_check(office):
    """The money was matched by other hands while the refund waited."""
    from provident.casework import api as casework

    item = office.suspense()
    number = office.submit("会计戊", "settlement.refund_suspense", item=item,
                           reason="汇错").case_no  # fmt: skip
    city.do("match_suspense", city.TWO, suspense=item, employer=office.employer, reason="核实")
    with pytest.raises(Refusal) as error:
        casework.check(number, office["复核丁"], version=1)
    view = casework.case(number, office["会计戊"])
    assert (view.line.state, view.line.version) == ("waiting", 2)
    assert view.steps[-1].reasons == error.value.reasons
    assert office.performed("settlement.refund_suspense") == []
    casework.withdraw(number, office["会计戊"], version=2)


def test_lists_above_the_amount_of_the_duties_need_a_second(office):
    """1 000 000 yuan (duties/approvals.yaml) = 100 members at 2 × 12 % of 41 666.75 or more;
    here the file is read with a lower amount instead of a larger employer."""
    from provident.casework import api as casework
    from provident.casework import approvals

    member = city.open_member(office.employer)  # wage 6 500: 2 × 780.00
    assert member
    entry = approvals.approvals().find("collection.confirm_lists")
    assert entry
    command = {"employer": office.employer}
    assert not casework.needs_second("collection.confirm_lists", command)
    lower = dict(approvals.approvals().entries)
    for amount, asks in (("1560.00", True), ("1560.01", False), ("0.00", True)):
        lower["collection.confirm_lists"] = entry.model_copy(update={"from_amount": D(amount)})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(approvals, "approvals", lambda: approvals.Approvals(lower))
            assert casework.needs_second("collection.confirm_lists", command) is asks
            if amount == "0.00":
                outcome = office.submit("柜员甲", "collection.confirm_lists", **command)
    assert office.case(outcome.case_no).amount == D("1560.00")
    with pytest.raises(Conflict) as error:  # also what one person could do waits for it
        office.submit("柜员丙", "collection.confirm_lists", **command)
    assert error.value.code == "case.in_flight"
