"""Contribution, interest, borrowing and withdrawal: what each answers, and by which rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provident.channels.calc.answer import Answer
from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.calc.desk import Desk
from provident.channels.calc.withdrawal import NEEDS, WithdrawalQuestion
from provident.channels.portal.layout import LAYOUTS
from provident.kernel.refusal import Refusal
from provident.policy.library import Library
from provident.withdrawal.cases import CASES

WAGE = {"wage": "8500", "month": "2026-11", "employer_ratio": "12", "member_ratio": "5"}
HOUSE = {
    "on": "2026-11-02", "price": "1500000", "months": "360", "balance": "60000",
    "months_in_row": "48", "income": "15000",
}  # fmt: skip
RENT = {
    "case": "rent", "on": "2026-11-02", "balance": "30000", "months_paid": "24",
    "rent": "3000", "first": "2026-08", "last": "2026-10",
}  # fmt: skip


def reckon(desk: Desk, code: str, given: dict[str, Any], **more: Any) -> Answer:
    return CALCULATORS[code].answer({**given, **more}, desk)


def codes(desk: Desk, code: str, given: dict[str, Any], **more: Any) -> set[str]:
    with pytest.raises(Refusal) as refused:
        reckon(desk, code, given, **more)
    return refused.value.codes()


# ── contribution: 乌鲁木齐 2026-07 … 2027-06, base 2 070 … 35 071 (its notice for 2026) ──


def test_both_shares_are_rounded_by_themselves(desk: Desk) -> None:
    facts = reckon(desk, "contribution", WAGE).facts
    assert (facts["employer"], facts["member"], facts["total"]) == (
        "1020.00", "425.00", "1445.00",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wage", "base"), [("50000", "35071.00"), ("1000", "2070.00"), ("8500", "8500.00")]
)
def test_the_wage_is_held_between_floor_and_cap(desk: Desk, wage: str, base: str) -> None:
    assert reckon(desk, "contribution", WAGE, wage=wage).facts["base"] == base


def test_a_ratio_outside_the_law_is_refused_on_each_side(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        reckon(desk, "contribution", WAGE, employer_ratio="13", member_ratio="4")
    assert [one.code for one in refused.value.reasons] == ["ratio.outside"] * 2


def test_a_first_job_begins_in_its_second_month(desk: Desk) -> None:
    """《条例》第十七条: the second month, and for who moved in the first pay."""
    first = reckon(desk, "contribution", WAGE, hired_on="2026-10-03")
    moved = reckon(desk, "contribution", WAGE, hired_on="2026-10-03", hire_kind="moved_in")
    assert first.facts["first_month"] == "2026-11"
    assert moved.facts["first_month"] == "2026-10"


def test_a_centre_without_values_says_everything_that_is_missing(empty_desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        reckon(empty_desk, "contribution", WAGE)
    assert [one.facts["name"] for one in refused.value.reasons] == [
        "collection.base_cap", "collection.base_floor",
    ]  # fmt: skip


def test_an_area_that_the_centre_does_not_have_is_named(desk: Desk) -> None:
    assert codes(desk, "contribution", WAGE, area="999999") == {"policy.area"}


# ── interest: the vectors of the People's Bank's product method ──


def test_a_year_of_equal_contributions(desk: Desk) -> None:
    """1 000 on each 15th, July to June: products 2 196 000, at 1.5 % / 360: 91.50."""
    given = {
        "settle_on": "2025-06-30", "monthly_amount": "1000", "monthly_day": "15",
        "first_month": "2024-07", "last_month": "2025-06",
    }  # fmt: skip
    facts = reckon(desk, "interest", given).facts
    assert facts["interest"] == "91.50"
    assert facts["years"][0]["product"] == "2196000.00"


def test_ten_thousand_for_a_year(desk: Desk) -> None:
    """10 000 × 365 days × 1.5 % / 360 = 152.083…"""
    movement = {"on": "2024-07-01", "amount": "10000", "kind": "brought_forward"}
    given = {"settle_on": "2025-06-30", "movements": [movement]}
    assert reckon(desk, "interest", given).facts["interest"] == "152.08"


def test_monthly_contributions_are_told_whole_or_not_at_all(desk: Desk) -> None:
    given = {"settle_on": "2025-06-30", "monthly_amount": "1000"}
    assert codes(desk, "interest", given) == {"interest.monthly"}
    assert codes(desk, "interest", {"settle_on": "2025-06-30"}) == {"interest.no_movements"}


# ── borrowing: 乌鲁木齐 1 200 000, up to 1 560 000 with one uplift; 40 × balance ──


def test_the_least_limit_decides_and_is_named(desk: Desk) -> None:
    facts = reckon(desk, "borrow", HOUSE, price="3000000", income="40000").facts
    assert (facts["amount"], facts["binding"]) == ("1200000.00", "cap")
    facts = reckon(
        desk, "borrow", HOUSE, price="3000000", income="40000", balance="20000"
    ).facts
    assert (facts["amount"], facts["binding"]) == ("800000.00", "balance")
    assert "40000.00" in facts["raised_by"]


def test_uplifts_do_not_add_up_here(desk: Desk) -> None:
    more = {"price": "3000000", "income": "40000", "talent": "on", "completed_home": "on"}
    assert reckon(desk, "borrow", HOUSE, **more).facts["amount"] == "1560000.00"


def test_the_amount_is_never_above_any_limit(desk: Desk) -> None:
    facts = reckon(desk, "borrow", HOUSE).facts
    assert all(Decimal(facts["amount"]) <= Decimal(one["amount"]) for one in facts["limits"])


def test_who_may_not_borrow_hears_every_reason_and_the_limits(desk: Desk) -> None:
    more = {"months_in_row": "2", "homes": "2", "born_on": "1970-05-01", "wanted": "9000000"}
    answer = reckon(desk, "borrow", HOUSE, **more)
    assert {"loan.months_paid", "loan.homes", "term.too_long", "amount.cap"} <= {
        one.code for one in answer.reasons
    }
    assert answer.facts["allowed"] is False
    assert answer.charts


def test_numbers_that_cannot_be_true_are_named(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        reckon(desk, "borrow", HOUSE, price="0", income="-1", contributors="0", open_loans="1",
               months="361", born_on="2027-01-01")  # fmt: skip
    fields = {CALCULATORS["borrow"].field_of(one) for one in refused.value.reasons}
    assert fields == {"price", "income", "contributors", "open_loans", "months", "born_on"}


def test_an_empty_centre_cannot_lend(empty_desk: Desk) -> None:
    assert codes(empty_desk, "borrow", HOUSE) == {"policy.not_entered"}


def test_a_day_after_the_last_check_of_the_policy_is_said_to_be_one(desk: Desk) -> None:
    """The shipped files were last compared with their sources on 2026-11-24."""
    known = reckon(desk, "borrow", HOUSE)
    later = reckon(desk, "borrow", HOUSE, on="2030-01-04")
    assert later.facts["amount"] == known.facts["amount"]
    assert not any("核对" in str(note) for note in known.notes)
    (note,) = [str(one) for one in later.notes if "核对" in str(one)]
    assert "2030年1月4日" in note
    assert "2026年11月24日" in note
    own_rate = {"principal": "1000", "months": "12", "rate": "3", "starts_on": "2030-01-04"}
    assert not any("核对" in str(one) for one in reckon(desk, "loan", own_rate).notes)
    assert any(
        "核对" in str(one) for one in reckon(desk, "loan", {**own_rate, "rate": ""}).notes
    )


# ── withdrawal: 乌鲁木齐 2 500 a month for rent; three months paid (建金〔2015〕19号) ──


def test_rent_up_to_the_cap(desk: Desk) -> None:
    facts = reckon(desk, "withdrawal", RENT).facts
    assert (facts["allowed"], facts["amount"]) == (True, "7500.00")
    assert facts["binding"].startswith("rent_cap")
    assert "identity" in facts["documents"]


def test_what_was_withdrawn_for_a_month_counts_against_its_cap(desk: Desk) -> None:
    """2 500 a month and couple: 2 500 − 1 500, 2 500 − 700 of the spouse, 2 500: 5 300."""
    used = [
        {"month": "2026-08", "amount": "1000"},
        {"month": "2026-08", "amount": "500"},
        {"month": "2026-09", "amount": "700", "by": "spouse"},
        {"month": "2026-07", "amount": "2500"},
    ]
    assert reckon(desk, "withdrawal", RENT, used=used).facts["amount"] == "5300.00"


def test_what_was_withdrawn_in_the_year_counts_where_the_cap_is_yearly(
    library: Library,
) -> None:
    """武汉: 18 000 a year for a single member; 17 000 for January to May leave 1 000."""
    used = [{"month": "2026-05", "amount": "17000"}, {"month": "2025-12", "amount": "900"}]
    found = reckon(Desk(library, "420100"), "withdrawal", RENT, used=used)
    assert (found.facts["amount"], found.facts["binding"]) == ("1000.00", "rent_cap_year")


def test_a_withdrawal_below_zero_is_named_with_its_row(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        reckon(desk, "withdrawal", RENT, used=[{"month": "2026-08", "amount": "-1"}])
    assert [one.facts["field"] for one in refused.value.reasons] == ["used.0.amount"]


def test_a_home_does_not_exclude_rent_where_the_centre_says_so(desk: Desk) -> None:
    """乌鲁木齐 2026: renting for a child's school despite a home; else 建金〔2015〕19号."""
    refused = reckon(desk, "withdrawal", RENT, owns_home="on")
    assert {one.code for one in refused.reasons} == {"withdrawal.owns_home"}
    answer = reckon(desk, "withdrawal", RENT, owns_home="on", despite_home="school")
    assert (answer.reasons, answer.facts["amount"]) == ((), "7500.00")


def test_the_two_regulations_answer_differently_where_they_should(desk: Desk) -> None:
    """装修: 2026 第二十四条第一款第（四）项; no case of the 2019 text."""
    given = {
        "case": "renovation", "balance": "30000", "expense": "20000", "own_home": "on",
        "spent_on": "2026-09-01", "months_paid": "24",
    }  # fmt: skip
    before = reckon(desk, "withdrawal", given, on="2026-09-19")
    assert "withdrawal.case_not_provided" in {one.code for one in before.reasons}
    after = reckon(desk, "withdrawal", given, on="2026-09-20")
    assert "withdrawal.case_not_provided" not in {one.code for one in after.reasons}


def test_the_next_possible_day_is_told(desk: Desk) -> None:
    given = {
        "case": "leave_job", "on": "2026-11-02", "balance": "30000",
        "employment_ended_on": "2026-08-01", "sealed_on": "2026-08-10",
    }  # fmt: skip
    answer = reckon(desk, "withdrawal", given)
    assert answer.facts["next_on"] == "2027-02-10"
    assert answer.facts["amount"] == "0.00"


def test_what_a_case_needs_is_asked_for(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        reckon(desk, "withdrawal", {"case": "rent", "on": "2026-11-02", "balance": "-5"})
    fields = [one.facts["field"] for one in refused.value.reasons]
    assert fields == ["rent", "first", "last", "balance"]


def test_every_case_has_its_needs_and_its_place_on_the_page() -> None:
    assert NEEDS.keys() == CASES.keys()
    layout = LAYOUTS["withdrawal"]
    assert {code for group in layout.choices for code in group.fields} == CASES.keys()
    for groups in layout.by_choice.values():
        assert {name for group in groups for name in group.fields} <= (
            WithdrawalQuestion.model_fields.keys()
        )


@pytest.mark.parametrize("code", sorted(CALCULATORS))
def test_every_field_stands_somewhere_on_its_page(code: str) -> None:
    layout = LAYOUTS[code]
    groups = [*layout.groups, *(g for some in layout.by_choice.values() for g in some)]
    placed = {name for group in groups for name in group.fields} | {layout.steered_by}
    assert placed - {""} == set(CALCULATORS[code].question.model_fields)


@pytest.mark.parametrize("code", sorted(CALCULATORS))
def test_the_example_of_each_page_has_an_answer_with_a_basis(
    code: str, library: Library
) -> None:
    answer = CALCULATORS[code].answer(dict(LAYOUTS[code].example), Desk(library, "650100"))
    assert not answer.reasons
    assert any(step.basis for step in answer.steps)
    for citation in (code for step in answer.steps for code in step.basis):
        assert Desk(library, "650100").cite(citation)
