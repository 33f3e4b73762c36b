"""Rights on cases: nobody checks his own, nobody without the right, no foreign branch, no kin.

Who may do what is `duties/`; here is tried that it holds for this very record.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

import enrolment_city as city
from provident.kernel.refusal import Refusal

pytestmark = pytest.mark.database


def codes_of(act) -> set[str]:
    with pytest.raises(Refusal) as error:
        act()
    return error.value.codes()


@pytest.mark.parametrize(
    ("who", "reasons"),
    [
        ("柜员甲", {"case.own_work", "staff.may_not_check"}),
        ("柜员丙", {"staff.may_not_check"}),
        ("外点柜员", {"staff.may_not_check", "branch.foreign"}),
        ("外点复核", {"branch.foreign"}),
        ("会计戊", {"staff.may_not_check"}),
        ("管理己", {"staff.may_not_check"}),
        ("稽核辛", {"staff.may_not_check"}),
    ],
)
def test_who_may_not_check_a_teller_s_case(office, who, reasons):
    from provident.casework import api as casework

    number = office.waiting()
    assert codes_of(lambda: casework.check(number, office[who], version=1)) == reasons
    back = codes_of(lambda: casework.give_back(number, office[who], "材料不全", version=1))
    assert back == reasons
    assert office.case(number).version == 1
    assert office.performed("collection.change_ratio") == []


def test_nobody_checks_his_own_though_he_has_both_roles(office):
    from dataclasses import replace

    from provident.casework import api as casework

    both = replace(office["柜员甲"], roles=frozenset({"teller", "reviewer"}))
    office.people["两岗"] = both
    number = office.waiting("两岗")
    assert codes_of(lambda: casework.check(number, both, version=1)) == {"case.own_work"}
    assert casework.waiting_for(both) == []
    assert casework.counts(both).waiting == 0
    casework.check(number, office["复核乙"], version=1)


def test_a_new_name_does_not_make_the_maker_a_checker(office):
    from dataclasses import replace

    from provident.casework import api as casework

    number = office.waiting()
    renamed = replace(office["柜员甲"], name="柜员甲新", roles=frozenset({"reviewer"}))
    assert codes_of(lambda: casework.check(number, renamed, version=1)) == {"case.own_work"}
    assert [line.number for line in casework.mine(renamed)] == [number]
    casework.withdraw(number, renamed, version=1)


def test_who_may_not_make(office):
    from provident.casework.models import Case

    for who, reasons in {
        "外点柜员": {"branch.foreign"},
        "复核乙": {"staff.may_not_make"},
        "管理己": {"staff.may_not_make"},
        "稽核辛": {"staff.may_not_make"},
        "外点复核": {"staff.may_not_make", "branch.foreign"},
    }.items():
        assert codes_of(lambda who=who: office.waiting(who)) == reasons, who
        one = city.person(3) | {"employer": office.employer}
        direct = codes_of(lambda who=who, one=one: office.submit(who, "collection.open_member",
                                                                 **one))  # fmt: skip
        assert direct == reasons, who
    assert not Case.objects.exists()
    assert office.performed("collection.open_member") == []


def test_every_reason_is_told_at_once(office):
    from provident.casework import api as casework

    verdict = casework.allowed(office["外点复核"], "collection.change_ratio",
                               {"employer": office.employer, "unit_ratio": "11",
                                "personal_ratio": "11", "from_month": "2026-11"})  # fmt: skip
    assert [one.code for one in verdict.reasons] == ["staff.may_not_make", "branch.foreign"]
    assert "002" not in "".join(one.says for one in verdict.reasons)


def test_matters_of_the_whole_centre_are_for_people_of_the_centre(office):
    from dataclasses import replace

    from provident.casework import api as casework

    item = office.suspense()
    number = office.submit("会计戊", "settlement.refund_suspense", item=item,
                           reason="汇错").case_no  # fmt: skip
    assert office.case(number).branch_id is None
    check = codes_of(lambda: casework.check(number, office["复核乙"], version=1))
    assert check == {"branch.centre_only"}
    here = replace(office["会计戊"], branch="001")
    verdict = casework.allowed(
        here, "settlement.refund_suspense", {"item": item, "reason": "错"}
    )
    assert "branch.centre_only" in {one.code for one in verdict.reasons} or not verdict.allowed
    casework.check(number, office["复核丁"], version=1)


def kin(office, who: str, id_number: str) -> None:
    from provident.staff.models import Relative

    Relative.objects.create(login_id=office[who].id, name="亲属", id_number=id_number,
                            relation="spouse")  # fmt: skip


def test_nobody_acts_on_his_own_or_his_family_s_holder(office):
    from provident.casework import api as casework
    from provident.parties import api as parties

    own = city.resident_number(900)  # 柜员甲 himself
    wife = city.resident_number(500)
    kin(office, "柜员甲", wife)
    kin(office, "复核乙", wife)
    for number, reason in ((own, "staff.own"), (wife, "staff.kin")):
        one = city.person(40) | {"employer": office.employer, "id_number": number}
        found = codes_of(
            lambda one=one: office.submit("柜员甲", "collection.open_member", **one)
        )
        assert found == {reason}
    office.submit("柜员丙", "collection.open_member", employer=office.employer,
                  **city.person(40) | {"id_number": wife})  # fmt: skip
    member = parties.find_person("01", wife)
    change = {"member": member.number, "version": member.version, "mobile": "13900001234"}
    assert codes_of(lambda: office.submit("柜员甲", "collection.change_member", **change)) == {
        "staff.kin"
    }
    sealed = {"employer": office.employer, "members": [member.number], "from_month": "2026-11",
              "reason": "离职"}  # fmt: skip
    assert codes_of(lambda: office.submit("柜员甲", "collection.seal_members", **sealed)) == {
        "staff.kin"
    }
    wages = {"employer": office.employer, "from_month": "2027-01",
             "wages": [{"member": member.number, "wage": "9000.00"}]}  # fmt: skip
    assert codes_of(lambda: office.submit("柜员甲", "collection.change_wage", **wages)) == {
        "staff.kin"
    }
    number = office.submit("柜员丙", "collection.change_member", **change).case_no
    assert codes_of(lambda: casework.check(number, office["复核乙"], version=1)) == {
        "staff.kin"
    }
    view = casework.case(number, office["复核乙"])
    assert [one.code for one in view.keeps_out] == ["staff.kin"]
    assert view.may == frozenset()
    casework.check(number, office["复核丁"], version=1)


def test_an_employer_s_own_people_are_not_the_handler_s_family(office):
    """The employer's legal representative has the teller's number: he acts for the employer."""
    kin(office, "柜员甲", city.FACTORY["legal"]["id_number"])
    opened = city.SCHOOL | {"legal": city.FACTORY["legal"]}
    assert office.submit("柜员甲", "collection.open_employer", **opened).case_no


def test_a_foreign_case_is_not_shown(office):
    from provident.casework import api as casework

    number = office.waiting()
    assert codes_of(lambda: casework.case(number, office["外点柜员"])) == {"branch.foreign"}
    for unknown in ("20261102000000009", "", "一" * 500, "'; drop table", "2026\x001"):
        assert codes_of(lambda text=unknown: casework.case(text, office["柜员甲"])) == {
            "case.unknown"
        }
    for who in ("柜员丙", "复核乙", "复核丁", "稽核辛"):
        assert casework.case(number, office[who]).line.number == number


def test_opening_a_branch_is_for_administrators_and_checked_by_another(office):
    from provident.casework import api as casework

    command = {"code": "003", "name": "疏勒县管理部"}
    number = office.submit("管理己", "collection.open_branch", **command).case_no
    assert codes_of(lambda: casework.check(number, office["管理己"], version=1)) == {
        "case.own_work"
    }
    casework.check(number, office["管理庚"], version=1)
    (operation,) = office.performed("collection.open_branch")
    assert (operation.maker, operation.checker) == ("管理己", "管理庚")


def test_the_same_id_does_not_carry_a_right_over(office):
    """A stranger who guesses the id of a submission gets neither its case nor its receipt."""
    from provident.casework import api as casework

    key = uuid4()
    command = {"employer": office.employer, "unit_ratio": "11", "personal_ratio": "11",
               "from_month": "2026-11"}  # fmt: skip
    casework.submit("collection.change_ratio", command, office["柜员甲"], id=key)

    def by_a_stranger():
        casework.submit("collection.change_ratio", command, office["外点柜员"], id=key)

    assert codes_of(by_a_stranger) == {"branch.foreign"}
