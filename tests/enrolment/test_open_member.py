"""个人开户 · one person, one holder; wage within bounds; the first month of article 17."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import enrolment_city as city
from provident.kernel.dates import Month
from provident.kernel.numbers import is_member_no


def test_a_member_gets_number_holder_enrolment_and_base(factory: str) -> None:
    done = city.do("open_member", employer=factory, **city.AYGUL)
    facts = done.receipt.facts
    member = city.Member.objects.get(number=facts["member"])
    enrolment = city.Enrolment.objects.get(member=member)
    base = city.BasePeriod.objects.get(enrolment=enrolment)
    holder = city.ledger.figures([member.holder_id])[member.holder_id]
    assert is_member_no(member.number)
    assert (member.name, member.sex, member.birth) == (
        "阿依古丽·买买提",
        "2",  # the 17th digit, 0, is even: female
        date(1990, 1, 1),
    )
    assert (holder.gl_account, holder.owner) == ("20101", f"member:{member.number}")
    assert (enrolment.first_month, enrolment.state) == (Month(2026, 11), city.Enrolment.NORMAL)
    assert (base.wage, base.base, base.adjusted) == (
        Decimal("6500.00"),
        Decimal("6500.00"),
        "none",
    )
    # 6500 × 12 % = 780, each side (art. 16).
    assert (facts["unit_amount"], facts["personal_amount"]) == ("780.00", "780.00")
    assert member.card_bank_code == "105"
    assert city.enrolments.enrolment_counts(enrolment.employer_id).normal == 1
    assert city.parties.find_person("01", "653101199001010005") == member


@pytest.mark.parametrize(
    ("wage", "base", "adjusted", "said"),
    [
        ("50000.00", "35071.00", "capped", "封顶"),
        ("1500.00", "2070.00", "raised", "下限"),
    ],
)
def test_wage_and_base_are_both_kept(factory, wage, base, adjusted, said) -> None:
    """Bounds of 乌鲁木齐 for July 2026 to June 2027: 2 070 and 35 071."""
    done = city.do("open_member", employer=factory, **city.AYGUL | {"wage": wage})
    kept = city.BasePeriod.objects.get()
    assert (str(kept.wage), str(kept.base), kept.adjusted) == (wage, base, adjusted)
    assert said in done.receipt.says


@pytest.mark.parametrize(
    ("wage", "code"),
    [
        (None, "wage.missing"),
        ("0", "wage.not_positive"),
        ("-1", "wage.not_positive"),
        ("1000000000", "wage.too_high"),
        ("6500.005", "command.field"),
        (6500.5, "command.field"),
    ],
)
def test_no_base_without_a_believable_wage(factory, wage, code) -> None:
    no = city.refused("open_member", employer=factory, **city.AYGUL | {"wage": wage})
    assert no.codes() == {code}


def test_everything_that_is_wrong_is_said_at_once(factory: str) -> None:
    city.open_member(factory)
    wrong = {
        "name": "李4",
        "id_number": "653101199001010006",
        "mobile": "23800000001",
        "marital": "77",
        "education": "05",
        "hired_on": "2026-11-15",
        "hire_kind": "1",
        "wage": "0",
        "first_month": "2026-10",
        "card": city.AYGUL["card"],
        "card_bank": "",
    }
    no = city.refused("open_member", employer=factory, **wrong)
    assert no.codes() == {
        "name.character",
        "identifier.resident_id.check_digit",
        "identifier.mobile.form",
        "code.unknown",
        "roster.hired_in_future",
        "wage.not_positive",
        "enrolment.before_employer",
        "enrolment.too_early",
        "enrolment.card_taken",
    }
    assert sum(one.code == "code.unknown" for one in no.reasons) == 2
    assert city.Member.objects.count() == 1


def test_sex_and_birth_must_agree_with_the_document(factory: str) -> None:
    odd = city.AYGUL | {"sex": "1", "birth": "1991-01-01"}
    no = city.refused("open_member", employer=factory, **odd)
    assert no.codes() == {"roster.sex_differs", "roster.birth_differs"}


def test_a_passport_needs_sex_and_birth(factory: str) -> None:
    visitor = city.AYGUL | {"id_kind": "03", "id_number": "E12345678", "name": "John Smith"}
    no = city.refused("open_member", employer=factory, **visitor)
    assert no.codes() == {"roster.sex_needed", "roster.birth_needed"}
    number = city.open_member(factory, **visitor | {"sex": "1", "birth": "1980-05-05"})
    assert city.Member.objects.get(number=number).sex == "1"


def test_contact_items_have_a_form(factory: str) -> None:
    odd = city.AYGUL | {"postcode": "84400", "phone": "见名片"}
    no = city.refused("open_member", employer=factory, **odd)
    assert no.codes() == {"member.postcode", "member.phone"}
    for broken in ("喀什\x00市", "喀什\n市", "x" * 256):
        no = city.refused("open_member", employer=factory, **city.AYGUL | {"address": broken})
        assert no.codes() == {"command.field"}


def test_an_employer_that_nobody_knows(factory: str) -> None:
    no = city.refused("open_member", employer="0019999991", **city.AYGUL)
    assert no.codes() == {"employer.unknown"}


# Article 13: one person, one holder -------------------------------------------------------


def test_a_person_enrolled_elsewhere_is_refused_with_the_employer_masked(
    factory: str, school: str
) -> None:
    number = city.open_member(factory)
    no = city.refused("open_member", employer=school, **city.AYGUL)
    assert no.codes() == {"enrolment.elsewhere"}
    (reason,) = no.reasons
    assert number in reason.says
    assert "喀什*******公司" in reason.says
    assert "天山" not in reason.says
    assert reason.basis == ("regulation-2026#13",)


def test_a_sealed_person_is_sent_to_the_transfer(factory: str, school: str) -> None:
    number = city.open_member(factory)
    city.do(
        "seal_members", employer=factory, members=[number], from_month="2026-11", reason="离职"
    )
    no = city.refused("open_member", employer=school, **city.AYGUL)
    assert no.codes() == {"enrolment.transfer_instead"}
    assert "collection.transfer_in" in no.reasons[0].says


def test_a_person_is_not_opened_twice_at_the_same_employer(factory: str) -> None:
    city.open_member(factory)
    again = city.AYGUL | {"card": "", "mobile": "13800000099"}
    assert city.refused("open_member", employer=factory, **again).codes() == {
        "enrolment.here_already"
    }


def test_a_card_belongs_to_one_person_a_mobile_may_be_shared(factory: str) -> None:
    city.open_member(factory)
    child = city.person(5, mobile=city.AYGUL["mobile"])
    done = city.do("open_member", employer=factory, **child)
    assert [one["code"] for one in done.receipt.facts["warnings"]] == [
        "enrolment.mobile_shared"
    ]
    thief = city.person(6, card=city.AYGUL["card"])
    no = city.refused("open_member", employer=factory, **thief)
    assert no.codes() == {"enrolment.card_taken"}


# Article 17 and the lists ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hired_on", "hire_kind", "first_month", "code"),
    [
        # Takes up work for the first time in November: not before December.
        ("2026-11-01", "1", "2026-11", "enrolment.too_early"),
        ("2026-11-01", "1", "2026-12", None),
        # Moved in on the same day: from the month of the first pay, November at the earliest.
        ("2026-11-01", "2", "2026-11", None),
        ("2026-10-20", "1", "2026-11", None),
    ],
)
def test_the_first_month(factory, hired_on, hire_kind, first_month, code) -> None:
    command = city.AYGUL | {
        "hired_on": hired_on,
        "hire_kind": hire_kind,
        "first_month": first_month,
    }
    if code is None:
        city.do("open_member", employer=factory, **command)
    else:
        no = city.refused("open_member", employer=factory, **command)
        assert no.codes() == {code}
        assert no.reasons[0].basis == ("regulation-2026#17",)


def test_months_left_out_and_a_late_opening_are_noted(town: str) -> None:
    """Hired on 1 September; 30 days end on 1 October; months from October are missing."""
    older = city.open_employer(founded_on="2026-08-01", first_month="2026-09")
    city.Employer.objects.filter(number=older).update(opened_on=date(2026, 8, 20))
    done = city.do(
        "open_member",
        employer=older,
        **city.AYGUL | {"hired_on": "2026-09-01", "first_month": "2026-12"},
    )
    warnings = {one["code"]: one for one in done.receipt.facts["warnings"]}
    assert set(warnings) == {"enrolment.opened_late", "enrolment.months_left_out"}
    assert "2026年10月1日" in warnings["enrolment.opened_late"]["says"]
    assert "2 个月" in warnings["enrolment.months_left_out"]["says"]


def test_a_month_whose_list_stands_takes_nobody_more(factory: str) -> None:
    city.open_member(factory)
    city.confirm(factory)
    late = city.person(1)
    no = city.refused("open_member", employer=factory, **late)
    assert no.codes() == {"enrolment.month_listed"}
    assert no.reasons[0].facts["free_from"] == "2026-12"
    city.do("open_member", employer=factory, **late | {"first_month": "2026-12"})


def test_a_month_without_published_bounds_is_refused_and_not_guessed(factory: str) -> None:
    """The published bounds end with June 2027."""
    no = city.refused(
        "open_member", employer=factory, **city.AYGUL | {"first_month": "2027-07"}
    )
    assert no.codes() == {"policy.outside_window"}
    assert len(no.reasons) == 2  # floor and cap


def test_unknown_items_are_coded_and_listed(factory: str) -> None:
    done = city.do("open_member", employer=factory, **city.AYGUL | {"marital": "", "card": ""})
    member = city.Member.objects.get(number=done.receipt.facts["member"])
    assert member.marital == "90"  # GB/T 2261.2: not stated
    assert member.to_complete
    missing = city.parties.items_to_complete(member)
    assert list(missing) == done.receipt.facts["to_complete"]
    assert {"婚姻状况", "个人存款账户号码", "学历"} <= set(missing)
    assert "姓名" not in missing
    standing = city.enrolments.live_enrolment(member.number)
    assert standing is not None
    assert standing.employer_number == factory


def test_the_same_command_twice_opens_one_person(factory: str) -> None:
    from uuid import uuid4

    from provident.kernel.operation import perform

    identity = uuid4()
    command = {"employer": factory, **city.AYGUL}
    first = perform("collection.open_member", command, city.TELLER, id=identity)
    again = perform("collection.open_member", command, city.TELLER, id=identity)
    assert again.replayed
    assert again.receipt.facts == first.receipt.facts
    assert city.Member.objects.count() == 1
