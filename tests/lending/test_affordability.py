"""How much may be lent: the least of its limits, with figures worked out in the comments."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provident.lending.rules.affordability import (
    AmountTerms,
    Case,
    affordable_principal,
    highest_payment,
    judge_amount,
    loan_amount,
)
from provident.lending.rules.bound import Bound
from provident.lending.rules.loan import Method
from provident.lending.rules.schedule import schedule
from tests.lending.loans import loan


def bound(value: str, basis: str = "notice") -> Bound[Decimal]:
    return Bound(Decimal(value), (basis,))


TERMS = AmountTerms(
    cap=bound("1200000", "cap"),
    balance_limit=bound("1000000", "balance"),
    per_thousand=Decimal(40000),
    down_payment_min=bound("20", "price"),
    income_share_max=bound("50", "income"),
    debt_share_max=bound("55", "debts"),
    step=bound("1"),
)
CASE = Case(
    price=Decimal(1500000),
    income=Decimal(20000),
    other_debts=Decimal(0),
    months=360,
    rate=Decimal("2.6"),
    method="equal_instalment",
)


@pytest.mark.parametrize(
    ("binding", "amount", "terms", "case"),
    [
        ("balance", "1000000", {}, {}),
        ("cap", "800000", {"cap": bound("800000")}, {}),
        ("price", "640000", {}, {"price": Decimal(800000)}),  # 800000 × 80 %
        # 4003.40 is the payment of 1 000 000 / 360 / 2.6 % and half of 8006.80.  Of 4003.39
        # the most is 4003.395 ÷ (i·(1+i)^360 ÷ ((1+i)^360 − 1)) = 999999.47, in whole yuan
        ("balance", "1000000", {}, {"income": Decimal("8006.80")}),
        ("income", "999999", {}, {"income": Decimal("8006.78")}),
        # 20000 × 55 % − 6996.60 = 4003.40
        ("balance", "1000000", {}, {"other_debts": Decimal("6996.60")}),
        ("debts", "0", {}, {"other_debts": Decimal(11000)}),
    ],
)
def test_the_binding_limit(
    binding: str, amount: str, terms: dict[str, Bound[Decimal]], case: dict[str, Decimal]
) -> None:
    found = loan_amount(replace(CASE, **case), replace(TERMS, **terms))
    assert (found.binding.code, found.amount) == (binding, Decimal(amount))
    assert found.binding.raised_by
    assert found.binding.basis


def test_the_step_is_cut_off() -> None:
    terms = replace(TERMS, balance_limit=bound("987654.32"), step=bound("10000"))
    assert str(loan_amount(CASE, terms).amount) == "980000.00"


def test_every_limit_exceeded_is_named() -> None:
    most = loan_amount(replace(CASE, price=Decimal(800000)), TERMS)
    verdict = judge_amount(Decimal(1100000), most)
    assert {reason.code for reason in verdict.reasons} == {"amount.balance", "amount.price"}
    assert {reason.basis for reason in verdict.reasons} == {("balance",), ("price",)}
    assert judge_amount(Decimal(640000), most).allowed


def test_an_amount_between_steps_is_refused() -> None:
    most = loan_amount(CASE, replace(TERMS, step=bound("30000")))
    assert [r.code for r in judge_amount(Decimal(995000), most).reasons] == ["amount.step"]


def test_the_balance_says_what_would_raise_it() -> None:
    """乌鲁木齐: 40 × balance, so 1000 yuan more of balance are 40000 more."""
    assert "40000.00" in loan_amount(CASE, TERMS).binding.raised_by


methods = st.sampled_from(["equal_instalment", "equal_principal", "bullet"])
payments = st.integers(1, 50_000_00).map(lambda fen: Decimal(fen).scaleb(-2))
percents = st.integers(0, 12_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3))


@settings(deadline=None)
@given(payments, st.integers(1, 360), percents, methods)
def test_no_cap_is_exceeded_by_rounding(
    monthly: Decimal, months: int, rate: Decimal, method: Method
) -> None:
    """The largest loan fits, and one fen more does not."""
    most = affordable_principal(monthly, months, rate, method)
    assert highest_payment(most, months, rate, method) <= monthly
    more = most + Decimal("0.01")
    assert highest_payment(more, months, rate, method) > monthly


@settings(deadline=None, max_examples=50)
@given(
    st.integers(1_000_00, 2_000_000_00),
    st.integers(2, 360),
    percents,
    st.sampled_from(["equal_instalment", "equal_principal"]),
)
def test_the_highest_payment_is_the_schedule_s_first(
    fen: int, months: int, rate: Decimal, method: Method
) -> None:
    principal = Decimal(fen).scaleb(-2)
    first = schedule(loan(str(principal), months, str(rate), method))[0].payment
    assert highest_payment(principal, months, rate, method) == first


def test_no_income_no_loan() -> None:
    assert affordable_principal(Decimal(0), 360, Decimal(3), "equal_instalment") == 0
