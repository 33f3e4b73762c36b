"""Loan rates since 1999 and their repricing, against the People's Bank's announcements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provident.kernel.refusal import Refusal
from provident.lending.policy import RepaymentTerms, read_january_rates, read_rate
from provident.lending.rules.rate import (
    DatedRate,
    contract_rate,
    january_changes,
    rate_on,
    term_band,
)
from provident.lending.rules.schedule import RateChange, schedule
from tests.lending.conftest import Asking
from tests.lending.loans import loan


@pytest.mark.parametrize(
    ("on", "le5y", "gt5y"),
    [
        # 中国人民银行历次公告
        ("1999-09-21", "4.14", "4.59"),
        ("2007-09-15", "4.77", "5.22"),
        ("2007-12-21", "4.77", "5.22"),  # only the banks' rates moved
        ("2008-12-23", "3.33", "3.87"),
        ("2011-07-07", "4.45", "4.90"),
        ("2015-08-26", "2.75", "3.25"),
        ("2015-10-24", "2.75", "3.25"),  # only the banks' rates moved
        ("2022-09-30", "2.75", "3.25"),
        ("2022-10-01", "2.60", "3.10"),
        ("2024-05-17", "2.60", "3.10"),
        ("2024-05-18", "2.35", "2.85"),
        ("2025-05-07", "2.35", "2.85"),
        ("2025-05-08", "2.10", "2.60"),
        ("2026-11-02", "2.10", "2.60"),
    ],
)
def test_first_home_rate(asking: Asking, on: str, le5y: str, gt5y: str) -> None:
    found = [
        read_rate(asking("650100"), on=date.fromisoformat(on), months=months, home="first")
        for months in (60, 61)
    ]
    assert [rate.value for rate in found] == [Decimal(le5y), Decimal(gt5y)]


@pytest.mark.parametrize(
    ("on", "le5y", "gt5y"),
    [
        ("2010-11-02", "3.850", "4.455"),  # 1.1 × 3.50, 4.05 (建金〔2010〕179号)
        ("2015-08-26", "3.025", "3.575"),  # 1.1 × 2.75, 3.25
        ("2022-10-01", "3.025", "3.575"),  # announced as figures from here on
        ("2024-05-18", "2.775", "3.325"),
        ("2025-05-08", "2.525", "3.075"),
    ],
)
def test_second_home_floor(asking: Asking, on: str, le5y: str, gt5y: str) -> None:
    found = [
        read_rate(asking("650100"), on=date.fromisoformat(on), months=months, home="second")
        for months in (60, 61)
    ]
    assert [rate.value for rate in found] == [Decimal(le5y), Decimal(gt5y)]


@pytest.mark.parametrize(("on", "home"), [("1999-09-20", "first"), ("2010-11-01", "second")])
def test_earlier_rates_are_refused_not_guessed(asking: Asking, on: str, home: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_rate(asking("650100"), on=date.fromisoformat(on), months=120, home=home)  # type: ignore[arg-type]
    assert refused.value.codes() == {"policy.outside_window"}


def test_the_band_is_that_of_the_whole_term() -> None:
    """Five years are still in the lower band."""
    assert [term_band(months, 60) for months in (1, 60, 61, 360)] == [
        "le5y", "le5y", "gt5y", "gt5y",
    ]  # fmt: skip


def test_a_second_home_never_costs_less_than_a_first() -> None:
    assert contract_rate("second", Decimal("3.5"), Decimal("3.0")) == Decimal("3.5")


def test_repricing_from_published_rates(asking: Asking) -> None:
    """A loan of March 2023: 2.85 % from 2025-01-01, 2.60 % from 2026-01-01, then nothing.

    武汉 notice of 2024-05-17 (cut of 2024-05-18 from 2025-01-01); 2025-05-08 from 2026-01-01.
    """
    terms = loan("500000", 240, "3.10", starts_on=date(2023, 3, 15))
    end = schedule(terms)[-1].due_on
    rates = read_january_rates(
        asking("650100"), starts_on=terms.starts_on, ends_on=end, months=240, home="first"
    )
    changes = january_changes(rates, starts_on=terms.starts_on, ends_on=end)
    assert changes == [
        RateChange(date(2025, 1, 1), Decimal("2.85")),
        RateChange(date(2026, 1, 1), Decimal("2.60")),
    ]
    rows = schedule(terms, changes=changes)
    payments = {str(row.payment) for row in rows[:-1]}
    assert payments == {"2798.08", "2740.68", "2686.81"}  # the published chain


def test_a_loan_of_a_year_or_less_keeps_its_rate(asking: Asking) -> None:
    rates = read_january_rates(
        asking("650100"),
        starts_on=date(2024, 6, 1),
        ends_on=date(2025, 6, 1),
        months=12,
        home="first",
    )
    assert [rate.rate for rate in rates] == [Decimal("2.35")]
    longer = read_january_rates(
        asking("650100"),
        starts_on=date(2024, 4, 1),
        ends_on=date(2025, 5, 1),
        months=13,
        home="first",
    )
    assert [rate.rate for rate in longer] == [Decimal("2.60"), Decimal("2.35")]


def test_paid_out_on_the_day_of_a_change(asking: Asking) -> None:
    """Who is paid on or after the day has the new rate at once, and no change in January."""
    start, end = date(2025, 5, 8), date(2045, 5, 8)
    rates = read_january_rates(
        asking("650100"), starts_on=start, ends_on=end, months=240, home="first"
    )
    assert rates[0].rate == Decimal("2.60")
    assert january_changes(rates, starts_on=start, ends_on=end) == []


def test_a_day_before_the_first_rate_is_refused() -> None:
    rates = [DatedRate(date(2020, 1, 1), Decimal(3))]
    with pytest.raises(Refusal, match="没有录入"):
        rate_on(rates, date(2019, 12, 31))


def test_repayment_terms(asking: Asking) -> None:
    """One payment at the end only for a year or less; whole months by the month."""
    ask = asking("650100")
    year, longer = (
        RepaymentTerms.read(ask, on=date(2026, 11, 2), months=months) for months in (12, 13)
    )
    assert "bullet" in year.methods.value
    assert set(longer.methods.value) == {"equal_instalment", "equal_principal"}
    assert (year.day_count, year.repricing) == ("30/360", "next_period")
