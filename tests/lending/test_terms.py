"""Term and down payment, computed by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provident.lending.rules.bound import Bound
from provident.lending.rules.down_payment import down_payment, judge_down_payment
from provident.lending.rules.term import TermLimits, judge_term, longest_term

LIMITS = TermLimits(Bound(360, ("pboc",)), Bound(68, ("wulumuqi-loan-2026",)))
ON = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("born_on", "months"),
    [
        (date(2000, 1, 1), 360),
        (date(1988, 11, 2), 360),  # 68 on 2056-11-02, exactly 30 years on
        (date(1988, 11, 1), 359),  # a day too early for the 360th month
        (date(1970, 5, 20), 138),  # 68 on 2038-05-20: 11 years and 6 months
        (date(1958, 12, 2), 1),
        (date(1958, 11, 30), 0),
        (date(1950, 1, 1), 0),
    ],
)
def test_the_longest_term(born_on: date, months: int) -> None:
    assert longest_term(born_on, ON, LIMITS).months == months


def test_what_sets_the_term_is_named_with_its_basis() -> None:
    by_age = longest_term(date(1970, 5, 20), ON, LIMITS)
    assert "年满 68 周岁（2038年5月20日）" in by_age.because
    assert by_age.basis == ("wulumuqi-loan-2026",)
    assert longest_term(date(2000, 1, 1), ON, LIMITS).basis == ("pboc",)


def test_born_on_a_leap_day() -> None:
    """Born 1960-02-29: 67 on 2027-02-28, the second due date of a loan of 29 December."""
    limits = TermLimits(LIMITS.months_max, Bound(67))
    assert longest_term(date(1960, 2, 29), date(2026, 12, 28), limits).months == 2
    assert longest_term(date(1960, 2, 29), date(2026, 12, 29), limits).months == 2
    assert longest_term(date(1960, 2, 29), date(2027, 1, 1), limits).months == 1


@pytest.mark.parametrize(
    ("months", "code"),
    [(0, "term.none"), (139, "term.too_long"), (138, None)],
)
def test_the_verdict(months: int, code: str | None) -> None:
    verdict = judge_term(months, longest_term(date(1970, 5, 20), ON, LIMITS))
    assert [reason.code for reason in verdict.reasons] == ([code] if code else [])


def test_too_old_for_any_loan() -> None:
    verdict = judge_term(12, longest_term(date(1950, 1, 1), ON, LIMITS))
    assert [reason.code for reason in verdict.reasons] == ["term.too_old"]


@pytest.mark.parametrize(
    ("price", "percent", "least", "loan_max"),
    [
        ("1000000", "20", "200000.00", "800000.00"),
        ("999999.99", "15", "150000.00", "849999.99"),  # 849999.9915: cut off, not rounded
        ("0.01", "20", "0.01", "0.00"),
    ],
)
def test_down_payment(price: str, percent: str, least: str, loan_max: str) -> None:
    found = down_payment(Decimal(price), Decimal(percent))
    assert (str(found.least), str(found.loan_max)) == (least, loan_max)


def test_a_share_just_under_the_minimum_is_not_rounded_up_to_it() -> None:
    """19.51 % is not 20 %: 195100 of 1000000, 4900 short."""
    verdict = judge_down_payment(
        Decimal(1000000), Decimal(195100), Decimal(800000), Bound(Decimal(20), ("notice",))
    )
    (reason,) = verdict.reasons
    assert reason.code == "down_payment.too_small"
    assert "还差 4900.00 元" in reason.says


def test_down_payment_and_loan_together_are_not_more_than_the_price() -> None:
    verdict = judge_down_payment(
        Decimal(1000000), Decimal(250000), Decimal(800000), Bound(Decimal(20))
    )
    assert [reason.code for reason in verdict.reasons] == ["down_payment.over_price"]
