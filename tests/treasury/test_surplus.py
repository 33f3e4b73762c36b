"""Reserve and distribution: 条例第二十九、三十条 of both texts, 财综字〔1999〕59号.

财综字〔1999〕59号: at least 1 % of the year-end loan balance, or at least 60 % of the year's
surplus.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.refusal import Refusal
from provident.treasury.policy import ReserveTerms, SurplusTerms, WriteOffTerms
from provident.treasury.rules.distribution import FeeApproval, Year, distribute
from provident.treasury.rules.reserve import Reserve, ReserveFigures, reserve_for
from provident.treasury.rules.write_off import WriteOff, judge_write_off

END_2025, END_2026 = date(2025, 12, 31), date(2026, 12, 31)


def yuan(amount: int | str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


FEE = FeeApproval(yuan(3_000_000), "财预〔2026〕1号")


def figures(loans: int = 10**9, reserve: int = 8_000_000, surplus: int = 10**7):
    return ReserveFigures(yuan(loans), yuan(reserve), yuan(surplus))


def test_by_loan_balance_the_reserve_is_topped_up(ask) -> None:
    """1 % of 1 000 000 000 is 10 000 000; 8 000 000 are there, 2 000 000 are added."""
    terms = ReserveTerms.of(ask, "loan_balance", year_end=END_2026)
    assert (terms.percent, terms.basis) == (1, ("caizongzi-1999-59",))
    found = reserve_for(figures(), terms)
    assert (found.required, found.addition, found.shortfall) == (10**7, 2_000_000, 0)
    # more than enough: nothing is added and nothing is taken out
    assert reserve_for(figures(reserve=12_000_000), terms).addition == 0


def test_by_surplus_a_share_is_added_every_year(ask) -> None:
    """60 % of 10 000 000, whatever the reserve holds already; a loss adds nothing."""
    terms = ReserveTerms.of(ask, "surplus", year_end=END_2026)
    assert terms.percent == 60
    assert reserve_for(figures(reserve=10**9), terms).addition == 6_000_000
    assert reserve_for(figures(surplus=-5), terms).addition == 0


def test_what_the_surplus_does_not_suffice_for_is_named(ask) -> None:
    terms = ReserveTerms.of(ask, "loan_balance", year_end=END_2026)
    found = reserve_for(figures(surplus=500_000), terms)
    assert (found.addition, found.shortfall) == (500_000, 1_500_000)


def test_the_method_is_the_centres_to_enter(ask) -> None:
    with pytest.raises(Refusal) as caught:
        ReserveTerms.read(ask, year_end=END_2026)
    assert caught.value.codes() == {"policy.not_entered"}


@pytest.mark.parametrize(
    ("year_end", "last", "fee_standard", "basis"),
    [
        # 2019: 城市廉租住房建设补充资金; fee slightly above the standard
        (END_2025, "low_rent_housing", "slightly_above", "regulation-2019#29"),
        # 2026: 公共租赁住房等公共支出; fee at the standard
        (END_2026, "public_rental_housing", "equal", "regulation-2026#29"),
    ],
)
def test_the_uses_by_date(ask, year_end, last: str, fee_standard: str, basis: str) -> None:
    terms = SurplusTerms.read(ask, year_end=year_end)
    assert terms.uses == ("risk_reserve", "management_fee", last)
    assert (terms.fee_standard, terms.basis[0]) == (fee_standard, basis)
    reserve = reserve_for(figures(), ReserveTerms.of(ask, "surplus", year_end=year_end))
    made = distribute(Year(yuan(15_000_000), yuan(5_000_000)), reserve, FEE, terms)
    assert dict(made.parts) == {
        "risk_reserve": yuan(6_000_000),
        "management_fee": yuan(3_000_000),
        last: yuan(1_000_000),
    }
    assert basis in made.basis


def test_an_earlier_loss_is_made_good_first(ask) -> None:
    """10 000 000 less 4 000 000 of loss: 60 % of 6 000 000, then 2 400 000 of the fee."""
    terms = SurplusTerms.read(ask, year_end=END_2026)
    year = Year(yuan(15_000_000), yuan(5_000_000), loss_before=yuan(4_000_000))
    reserve = reserve_for(
        figures(surplus=6_000_000), ReserveTerms.of(ask, "surplus", year_end=END_2026)
    )
    made = distribute(year, reserve, FEE, terms)
    assert made.amount("risk_reserve") == 3_600_000
    assert (made.amount("management_fee"), made.fee_unmet) == (2_400_000, 600_000)
    assert (made.amount("public_rental_housing"), made.loss_after) == (0, 0)


def test_a_loss_is_distributed_to_nobody(ask) -> None:
    terms = SurplusTerms.read(ask, year_end=END_2026)
    none = Reserve("surplus", yuan(0), yuan(0), yuan(0), ())
    made = distribute(Year(yuan(1), yuan(5)), none, FeeApproval(yuan(0), ""), terms)
    assert [amount for _, amount in made.parts] == [0, 0, 0]
    assert made.loss_after == 4


def test_every_fault_at_once(ask) -> None:
    terms = SurplusTerms.read(ask, year_end=END_2026)
    too_much = Reserve("surplus", yuan(9), yuan(9), yuan(0), ("caizongzi-1999-59",))
    with pytest.raises(Refusal) as caught:
        distribute(Year(yuan(5), yuan(-1)), too_much, FeeApproval(yuan(3), ""), terms)
    assert caught.value.codes() == {
        "surplus.figures",
        "surplus.fee_not_approved",
        "surplus.reserve_exceeds",
    }


AMOUNT = st.integers(0, 10**12).map(lambda fen: Decimal(fen) / 100)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_nothing_is_lost_or_made(income, expense, loss, fee, loans, reserve) -> None:
    """Σ parts − the loss carried on = what could be distributed, to the fen."""
    year = Year(income, expense, loss)
    terms = SurplusTerms(("risk_reserve", "management_fee", "public_rental_housing"), "", ())
    held = reserve_for(
        ReserveFigures(loans, reserve, year.distributable),
        ReserveTerms("loan_balance", Decimal(1), ()),
    )
    made = distribute(year, held, FeeApproval(fee, "1号"), terms)
    parts = [amount for _, amount in made.parts]
    assert sum(parts, Decimal(0)) - made.loss_after == year.distributable
    assert all(amount >= 0 for amount in parts)


def test_a_write_off_is_the_committees_since_2026_09_20(ask) -> None:
    """2026 第九条第（七）项; the 2019 text has six duties and not this one."""
    terms = WriteOffTerms.read(ask, decided_on=date(2026, 9, 20))
    assert (terms.approver, terms.basis) == ("committee", ("regulation-2026#9(7)",))
    sound = WriteOff(yuan(900), yuan(100), yuan(1000), "借款人死亡，无遗产", "决〔2026〕9号")
    assert judge_write_off(sound, terms).allowed
    odd = WriteOff(yuan(0), yuan("1000.01"), yuan(1000), "", "")
    assert {reason.code for reason in judge_write_off(odd, terms).reasons} == {
        "write_off.amount",
        "write_off.not_approved",
        "write_off.cause",
        "write_off.reserve",
    }
    with pytest.raises(Refusal) as caught:
        WriteOffTerms.read(ask, decided_on=date(2026, 9, 19))
    assert caught.value.codes() == {"policy.outside_window"}
