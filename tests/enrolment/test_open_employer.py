"""单位开户、变更、付款户 · what is asked of an employer (articles 13, 14 and 18)."""

from __future__ import annotations

import pytest

import enrolment_city as city
from provident.kernel.context import By
from provident.kernel.dates import Month
from provident.kernel.numbers import is_employer_no
from provident.kernel.operation import perform
from provident.kernel.refusal import Conflict, Refusal


def test_an_employer_gets_number_terms_ratios_payers_and_holder(factory: str) -> None:
    employer = city.Employer.objects.get(number=factory)
    terms = city.EmployerTerms.objects.get(employer=employer)
    ratios = city.RatioPeriod.objects.get(employer=employer)
    holder = city.ledger.figures([terms.unallocated_holder])[terms.unallocated_holder]
    assert is_employer_no(factory)
    assert factory.startswith("001")
    assert employer.state == city.Employer.OPENED
    assert employer.handler_mobile == "13900000001"
    assert (terms.first_month, terms.rounding, terms.listed_to) == (
        Month(2026, 11),
        "fen",
        None,
    )
    assert (ratios.unit_ratio, ratios.personal_ratio) == (12, 12)
    assert (holder.gl_account, holder.owner, holder.balance) == (
        "21902",
        f"employer:{factory}",
        0,
    )
    assert [one.number for one in city.parties.employers_by_payer("65050161004500000001")] == [
        factory
    ]


def test_one_person_alone_cannot_open_an_employer(town: str) -> None:
    for by in (city.TELLER, By("柜员甲", "柜员甲")):
        with pytest.raises(Refusal) as no:
            perform("collection.open_employer", city.FACTORY, by)
        assert no.value.codes() == {"operation.two_persons"}


def test_registration_in_time_gives_no_warning(town: str) -> None:
    """Founded on 10 October, opened on 2 November: within the 30 days of article 14."""
    done = city.do("open_employer", city.TWO, **city.FACTORY)
    assert done.receipt.facts["warnings"] == []


def test_late_registration_is_noted_and_not_refused(town: str) -> None:
    """Founded on 1 October: the thirtieth day after is 31 October; today is 2 November."""
    early = city.FACTORY | {"founded_on": "2026-10-01", "payers": []}
    warnings = city.do("open_employer", city.TWO, **early).receipt.facts["warnings"]
    assert {one["code"] for one in warnings} == {
        "employer.registered_late",
        "employer.no_payer",
    }
    late = next(one for one in warnings if one["code"] == "employer.registered_late")
    assert late["basis"] == ["regulation-2026#14"]
    assert "2026年10月31日" in late["says"]


def test_an_employer_older_than_the_policy_is_not_judged_late(town: str) -> None:
    old = city.do("open_employer", city.TWO, **city.FACTORY | {"founded_on": "1958-05-01"})
    assert old.receipt.facts["warnings"] == []


def test_everything_that_is_wrong_is_said_at_once(town: str) -> None:
    wrong = city.FACTORY | {
        "branch": "999",
        "credit_code": "91653101MA7T000149",  # check character
        "address": "",
        "postcode": "84400",
        "email": "office",
        "affiliation": "33",
        "industry": "00",
        "founded_on": "2026-11-03",  # tomorrow
        "pay_day": 32,
        "legal": {"name": "王 五", "id_number": "653101199001010006"},
        "handler": {"name": "张秀英", "id_number": "653121197512310006", "mobile": "1390"},
        "bank_code": "999",
        "payers": [{"account_no": "12", "account_name": ""}],
        "unit_ratio": "4.99",
        "personal_ratio": "12.01",
        "rounding": "fifty",
        "first_month": "2026-10",
    }
    no = city.refused("open_employer", city.TWO, **wrong)
    assert no.codes() == {
        "employer.branch",
        "identifier.credit_code.check_digit",
        "employer.address_missing",
        "employer.postcode",
        "employer.email",
        "code.unknown",
        "employer.founded_in_future",
        "employer.pay_day",
        "name.blank",
        "identifier.resident_id.check_digit",
        "identifier.mobile.form",
        "payer.number",
        "name.empty",
        "ratio.outside",
        "employer.rounding",
        "employer.first_month_early",
    }
    assert sum(one.code == "ratio.outside" for one in no.reasons) == 2
    assert sum(one.code == "code.unknown" for one in no.reasons) == 3
    assert any(one.says.startswith("法人代表：") for one in no.reasons)
    assert city.Employer.objects.count() == 0


@pytest.mark.parametrize(
    ("ratio", "allowed"), [("5", True), ("12", True), ("4.99", False), ("12.01", False)]
)
def test_ratios_are_between_5_and_12_percent(town: str, ratio: str, allowed: bool) -> None:
    """Regulations art. 18 (at least 5 %) and 建金〔2016〕74号 (at most 12 %)."""
    command = city.FACTORY | {"unit_ratio": ratio}
    if allowed:
        city.do("open_employer", city.TWO, **command)
    else:
        no = city.refused("open_employer", city.TWO, **command)
        assert no.codes() == {"ratio.outside"}
        assert no.reasons[0].basis[0] == "regulation-2026#18"


def test_a_ratio_with_three_decimals_or_from_a_float_is_no_ratio(town: str) -> None:
    for ratio in ("8.125", 8.5, "八"):
        no = city.refused("open_employer", city.TWO, **city.FACTORY | {"unit_ratio": ratio})
        assert no.codes() == {"command.field"}


def test_code_and_name_belong_to_one_employer(factory: str) -> None:
    no = city.refused("open_employer", city.TWO, **city.FACTORY)
    assert no.codes() == {"employer.code_taken"}
    # The same name written with other blanks and another width is the same name.
    other = city.SCHOOL | {"name": " 喀什市天山 棉纺有限公司"}
    assert city.refused("open_employer", city.TWO, **other).codes() == {"employer.name_taken"}


def test_a_name_cut_by_the_wire_finds_its_employer(factory: str, school: str) -> None:
    def numbers(name: str, *, cut: bool) -> list[str]:
        return [one.number for one in city.parties.employers_by_name(name, cut=cut)]

    assert numbers("喀什市天山棉纺有限公司", cut=False) == [factory]
    assert numbers("喀什市天山棉纺", cut=False) == []
    assert numbers("喀什市天山棉纺", cut=True) == [factory]
    assert numbers("喀什市", cut=True) == []  # the beginning of half the town
    assert numbers("喀什市%", cut=True) == []
    assert numbers("", cut=True) == []


def test_changing_an_employer_keeps_what_was_and_moves_the_version(factory: str) -> None:
    done = city.do(
        "change_employer",
        city.TWO,
        employer=factory,
        version=1,
        name="喀什天山纺织集团有限公司",
        pay_day=15,
        handler={"name": "李四", "id_number": "653101200002290008", "mobile": "13900000009"},
    )
    facts = done.receipt.facts
    employer = city.Employer.objects.get(number=factory)
    assert (employer.name, employer.pay_day, employer.version) == (
        "喀什天山纺织集团有限公司",
        15,
        2,
    )
    assert employer.handler_name == "李四"
    assert employer.legal_name == "阿不都拉·热合曼"
    assert facts["before"]["name"] == "喀什市天山棉纺有限公司"
    assert [one.number for one in city.parties.employers_by_name(employer.name, cut=False)] == [
        factory
    ]
    with pytest.raises(Conflict) as late:
        city.do("change_employer", city.TWO, employer=factory, version=1, pay_day=20)
    assert late.value.code == "party.stale"


def test_a_change_of_nothing_or_to_anothers_name_is_refused(factory: str, school: str) -> None:
    same = city.refused("change_employer", city.TWO, employer=factory, version=1, pay_day=10)
    assert same.codes() == {"employer.nothing_changed"}
    taken = city.refused(
        "change_employer",
        city.TWO,
        employer=factory,
        version=1,
        name=city.SCHOOL["name"],
        credit_code=city.SCHOOL["credit_code"],
    )
    assert taken.codes() == {"employer.code_taken"}
    unknown = city.refused("change_employer", city.TWO, employer="0019999991", version=1)
    assert unknown.codes() == {"employer.unknown"}


def test_one_payer_may_pay_for_many_employers(factory: str, school: str) -> None:
    treasury = {
        "account_no": "6505 0161 0045 0000 0002",
        "account_name": "喀什市财政国库支付中心",
    }
    done = city.do("add_payer", city.TWO, employer=factory, payer=treasury)
    assert [one["code"] for one in done.receipt.facts["warnings"]] == ["payer.shared"]
    found = city.parties.employers_by_payer("65050161004500000002")
    assert {one.number for one in found} == {factory, school}
    again = city.refused("add_payer", city.TWO, employer=factory, payer=treasury)
    assert again.codes() == {"payer.registered"}
    city.do(
        "remove_payer",
        city.TWO,
        employer=factory,
        account_no="65050161004500000002",
        reason="国库不再代付",
    )
    assert [one.number for one in city.parties.employers_by_payer("65050161004500000002")] == [
        school
    ]
    gone = city.refused(
        "remove_payer", city.TWO, employer=factory, account_no="65050161004500000002", reason=""
    )
    assert gone.codes() == {"payer.unknown", "payer.reason"}


def test_items_that_nobody_knew_are_listed(factory: str) -> None:
    employer = city.parties.find_employer(factory)
    assert employer is not None
    assert city.parties.items_to_complete(employer) == (
        "单位邮编",
        "单位电子信箱",
        "经办人固定电话号码",
    )
