"""封存、启封、基数、比例 · changes take effect only in months whose list does not stand.

Expected contributions are computed by hand from base and ratio (articles 16 and 18).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

import enrolment_city as city
from provident.kernel.dates import Month
from provident.kernel.refusal import Conflict


def listed(employer: str) -> list[tuple[str, Decimal, Decimal]]:
    """(个人账号, base, unit share) of the employer's newest list, by number."""
    (one,) = city.confirm(employer)
    rows = city.ListLine.objects.filter(list=one["id"]).order_by("member__number")
    return list(rows.values_list("member__number", "base", "unit_amount"))


def seal(employer: str, *members: str, from_month: str = "2026-11", **more: str) -> None:
    city.do(
        "seal_members",
        employer=employer,
        members=list(members),
        from_month=from_month,
        reason="离职",
        **more,
    )


def test_a_sealed_member_is_not_listed_until_he_is_unsealed(factory: str) -> None:
    first = city.open_member(factory)
    second = city.open_member(factory, **city.person(1))
    seal(factory, second, from_month="2026-12")
    assert [row[0] for row in listed(factory)] == sorted([first, second])  # November
    assert [row[0] for row in listed(factory)] == [first]  # December
    standing = city.enrolments.live_enrolment(second)
    assert (standing.state, standing.sealed_from) == ("02", Month(2026, 12))
    city.do("unseal_members", employer=factory, members=[second], until_month="2027-01")
    assert [row[0] for row in listed(factory)] == sorted([first, second])  # January
    standing = city.enrolments.live_enrolment(second)
    assert (standing.state, standing.sealed_from) == ("01", None)
    assert standing.unsealed_month == Month(2027, 1)
    counts = city.enrolments.enrolment_counts(standing.employer)
    assert (counts.normal, counts.sealed) == (2, 0)


@pytest.mark.parametrize(
    ("code", "by", "command"),
    [
        ("seal_members", city.TELLER, {"from_month": "2026-11", "reason": "离职"}),
        ("unseal_members", city.TELLER, {"until_month": "2026-11"}),
        ("change_wage", city.TELLER, {"from_month": "2026-11"}),
        (
            "change_ratio",
            city.TWO,
            {"from_month": "2026-11", "unit_ratio": "10", "personal_ratio": "10"},
        ),
    ],
)
def test_a_confirmed_list_must_be_cancelled_first_a_later_effect_is_free(
    factory: str, code: str, by: object, command: dict[str, object]
) -> None:
    member = city.open_member(factory)
    other = city.open_member(factory, **city.person(1))
    if code == "unseal_members":
        seal(factory, member)
    if code == "change_wage":
        command = command | {"wages": [{"member": member, "wage": "7000.00"}]}
    elif code != "change_ratio":
        command = command | {"members": [member]}
    (november,) = city.confirm(factory)
    no = city.refused(code, by, employer=factory, **command)
    assert no.codes() == {"enrolment.month_listed"}
    (reason,) = no.reasons
    assert november["reference"] in reason.says
    assert "撤销清册" in reason.says
    assert reason.facts["free_from"] == "2026-12"
    later = {
        key: "2026-12" if key in ("from_month", "until_month") else value
        for key, value in command.items()
    }
    city.do(code, by, employer=factory, **later)
    city.do("cancel_list", employer=factory, month="2026-11", reason="更正")
    if code not in ("seal_members", "unseal_members"):  # those two have just been done
        city.do(code, by, employer=factory, **command)
    assert other


def test_sealing_says_everything_that_is_wrong_at_once(factory: str, school: str) -> None:
    sealed = city.open_member(factory)
    elsewhere = city.open_member(school, **city.person(1))
    later = city.open_member(factory, **city.person(2, first_month="2026-12"))
    seal(factory, sealed)
    no = city.refused(
        "seal_members",
        employer=factory,
        members=[sealed, elsewhere, later, later, "001000000000"],
        from_month="2026-11",
        reason="离职",
    )
    assert no.codes() == {
        "enrolment.sealed_already",
        "enrolment.not_here",
        "enrolment.before_first_month",
        "member.repeated",
        "member.unknown",
    }
    assert city.SealPeriod.objects.count() == 1
    foreign = next(one for one in no.reasons if one.code == "enrolment.not_here")
    assert elsewhere in foreign.says
    assert city.person(1)["name"] not in f"{foreign.says}{foreign.facts}"


def test_a_seal_does_not_reach_back_before_the_last_one_ended(factory: str) -> None:
    member = city.open_member(factory)
    seal(factory, member, from_month="2026-12")
    early = city.refused(
        "unseal_members", employer=factory, members=[member], until_month="2026-11"
    )
    assert early.codes() == {"enrolment.unseal_before_seal"}
    city.do("unseal_members", employer=factory, members=[member], until_month="2027-02")
    overlap = city.refused(
        "seal_members", employer=factory, members=[member], from_month="2027-01", reason="离职"
    )
    assert overlap.codes() == {"enrolment.seals_overlap"}
    again = city.refused(
        "unseal_members", employer=factory, members=[member], until_month="2027-03"
    )
    assert again.codes() == {"enrolment.not_sealed"}


def test_sealing_more_than_30_days_after_leaving_is_noted(factory: str) -> None:
    """Art. 15: thirty days after 2 October end on 1 November; today is 2 November."""
    member = city.open_member(factory)
    command = {"members": [member], "from_month": "2026-11", "reason": "离职"}
    late = city.do("seal_members", employer=factory, left_on="2026-10-02", **command)
    (warning,) = late.receipt.facts["warnings"]
    assert warning["basis"] == ["regulation-2026#15"]
    assert "2026年11月1日" in warning["says"]


def test_a_new_wage_holds_from_its_month_and_both_figures_are_kept(factory: str) -> None:
    first = city.open_member(factory)
    second = city.open_member(factory, **city.person(1))
    done = city.do(
        "change_wage",
        employer=factory,
        from_month="2026-12",
        wages=[
            {"member": first, "wage": "40000.00"},
            {"member": second, "wage": "1000.00"},
        ],
    )
    bases = done.receipt.facts["bases"]
    assert bases[first] == {"wage": "40000.00", "base": "35071.00", "adjusted": "capped"}
    assert bases[second] == {"wage": "1000.00", "base": "2070.00", "adjusted": "raised"}
    # November: 6500 and 6000 at 12 %; December: cap 35 071 and floor 2 070 at 12 %.
    assert listed(factory) == [
        (first, Decimal("6500.00"), Decimal("780.00")),
        (second, Decimal("6000.00"), Decimal("720.00")),
    ]
    assert listed(factory) == [
        (first, Decimal("35071.00"), Decimal("4208.52")),
        (second, Decimal("2070.00"), Decimal("248.40")),
    ]


def test_declared_again_for_the_same_month_the_new_wage_stands(factory: str) -> None:
    member = city.open_member(factory)
    for wage in ("7000.00", "8000.00"):
        wages = [{"member": member, "wage": wage}]
        city.do("change_wage", employer=factory, from_month="2026-12", wages=wages)
    kept = city.BasePeriod.objects.filter(from_month=Month(2026, 12)).values_list("base")
    assert list(kept) == [(Decimal("8000.00"),)]
    early = city.do(
        "change_wage",
        employer=factory,
        from_month="2026-11",
        wages=[{"member": member, "wage": "6600.00"}],
    )
    assert [one["code"] for one in early.receipt.facts["warnings"]] == ["wage.later_base"]


def test_wages_that_cannot_be_are_all_named(factory: str) -> None:
    member = city.open_member(factory)
    other = city.open_member(factory, **city.person(1))
    no = city.refused(
        "change_wage",
        employer=factory,
        from_month="2027-07",  # no published bounds yet
        wages=[{"member": member}, {"member": other, "wage": "0"}],
    )
    assert no.codes() == {"wage.missing", "wage.not_positive", "policy.outside_window"}
    assert any(one.says.startswith(member) for one in no.reasons)


def test_new_ratios_hold_from_their_month(factory: str) -> None:
    member = city.open_member(factory)
    city.do(
        "change_ratio",
        city.TWO,
        employer=factory,
        unit_ratio="10",
        personal_ratio="8",
        from_month="2026-12",
    )
    assert listed(factory) == [(member, Decimal("6500.00"), Decimal("780.00"))]  # 12 %
    assert listed(factory) == [(member, Decimal("6500.00"), Decimal("650.00"))]  # 10 %


def test_ratios_outside_or_unchanged_are_refused(factory: str) -> None:
    command = {"employer": factory, "from_month": "2026-12"}
    outside = city.refused(
        "change_ratio", city.TWO, unit_ratio="4", personal_ratio="13", **command
    )
    assert [one.code for one in outside.reasons] == ["ratio.outside", "ratio.outside"]
    same = city.refused(
        "change_ratio", city.TWO, unit_ratio="12", personal_ratio="12", **command
    )
    assert same.codes() == {"ratio.same"}
    early = city.refused(
        "change_ratio",
        city.TWO,
        employer=factory,
        from_month="2026-10",
        unit_ratio="10",
        personal_ratio="10",
    )
    assert early.codes() == {"enrolment.before_employer"}


# 个人信息变更 ------------------------------------------------------------------------------


def test_a_member_changes_mobile_and_card_and_keeps_his_number(factory: str) -> None:
    number = city.open_member(factory)
    done = city.do(
        "change_member",
        city.TWO,
        member=number,
        version=1,
        mobile="13800000077",
        card=city.card_number(77),
        card_bank="中国银行喀什分行",
        education="21",
    )
    member = city.Member.objects.get(number=number)
    assert (member.mobile, member.card_no, member.card_bank_code, member.version) == (
        "13800000077",
        city.card_number(77),
        "104",
        2,
    )
    assert done.receipt.facts["before"]["mobile"] == "13800000001"
    with pytest.raises(Conflict) as stale:
        city.do("change_member", city.TWO, member=number, version=1, mobile="13800000078")
    assert stale.value.code == "party.stale"


def test_a_corrected_document_corrects_sex_and_birth(factory: str) -> None:
    number = city.open_member(factory)
    corrected = "653199198506300033"  # odd order: male, born on 30 June 1985
    city.do("change_member", city.TWO, member=number, version=1, id_number=corrected)
    member = city.Member.objects.get(number=number)
    assert (member.id_number, member.sex, str(member.birth)) == (corrected, "1", "1985-06-30")


def test_document_and_card_of_another_member_are_refused(factory: str) -> None:
    number = city.open_member(factory)
    other = city.person(1)
    city.open_member(factory, **other)
    no = city.refused(
        "change_member",
        city.TWO,
        member=number,
        version=1,
        id_number=other["id_number"],
        card=other["card"],
        mobile="1",
        marital="77",
    )
    assert no.codes() == {
        "member.document_taken",
        "identifier.mobile.form",
        "code.unknown",
    }
    card = city.refused("change_member", city.TWO, member=number, version=1, card=other["card"])
    assert card.codes() == {"enrolment.card_taken"}
    same = city.refused("change_member", city.TWO, member=number, version=1, marital="20")
    assert same.codes() == {"member.nothing_changed"}
    alone = city.refused("change_member", member=number, version=1, marital="10")
    assert alone.codes() == {"operation.two_persons"}


def test_the_mark_of_missing_items_goes_when_they_are_known(factory: str) -> None:
    number = city.open_member(factory)
    done = city.do(
        "change_member",
        city.TWO,
        member=number,
        version=1,
        phone="0998-2820000",
        occupation="24",
        title="120",
        post="221A",
        education="21",
        postcode="844000",
        address="喀什市人民西路2号",
        family_income="12000.00",
    )
    assert done.receipt.facts["to_complete"] == []
    assert not city.Member.objects.get(number=number).to_complete
