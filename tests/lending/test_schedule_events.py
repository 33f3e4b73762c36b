"""Early payments and further payouts, each figure worked out in its comment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provident.kernel.refusal import Refusal
from provident.lending.rules.schedule import Payout, Prepayment, RateChange, schedule
from tests.lending.loans import loan, total

PLAIN = loan("120000", 12, "3", "equal_principal")
"""10000 of principal a month; interest 300, 275, 250, …"""


def test_lower_keeps_the_term() -> None:
    """On 25 February 110000 is owed; 55000 are repaid, 5000 a month are left for 11 months.

    March: 110000 × 3 % × 10/360 + 55000 × 3 % × 20/360 = 91.67 + 91.67 = 183.33.
    """
    early = Prepayment(date(2026, 2, 25), "lower", Decimal(55000))
    rows = schedule(PLAIN, prepayments=[early])
    assert [row.number for row in rows] == [1, 0, *range(2, 13)]
    assert (str(rows[1].payment), rows[1].interest) == ("55000.00", 0)
    assert rows[1].due_on == early.on
    assert (str(rows[2].principal), str(rows[2].interest)) == ("5000.00", "183.33")
    assert rows[-1].due_on == date(2027, 1, 15)
    assert total(rows) == 120000


def test_shorten_keeps_the_payment() -> None:
    """55000 left at 10000 a month: five whole instalments and one of 5000."""
    early = Prepayment(date(2026, 2, 25), "shorten", Decimal(55000))
    rows = schedule(PLAIN, prepayments=[early])
    assert [str(row.principal) for row in rows[2:]] == ["10000.00"] * 5 + ["5000.00"]
    assert rows[-1].due_on == date(2026, 8, 15)


def test_shorten_in_equal_instalments() -> None:
    """1 000 000 / 360 / 3.1 %, 200000 on 15 March 2027 after the 14th instalment.

    Balance after 14 instalments P·(1+i)^14 − A·((1+i)^14 − 1)/i = 975983.75; without the
    200000 the number left is ln(A ÷ (A − B·i)) ÷ ln(1+i) with i = 0.031 ÷ 12, A = 4270.16,
    B = 775983.75: 245.67, so 246 instalments after it.
    """
    early = Prepayment(date(2027, 3, 15), "shorten", Decimal(200000))
    rows = schedule(loan("1000000", 360, "3.1"), prepayments=[early])
    assert rows[-1].number == 14 + 246
    assert {str(row.payment) for row in rows[:14]} == {"4270.16"}
    assert {str(row.payment) for row in rows[15:-1]} == {"4270.16"}
    assert rows[-1].payment < Decimal("4270.16")
    assert total(rows) == 1000000


def test_lower_on_a_due_date_is_a_new_loan_of_what_is_left() -> None:
    """After it the schedule is that of the balance, the months left and the same rate."""
    early = Prepayment(date(2027, 3, 15), "lower", Decimal(200000))
    rows = schedule(loan("1000000", 360, "3.1"), prepayments=[early])
    rest = str(rows[14].balance)
    again = schedule(loan(rest, 346, "3.1", starts_on=early.on))
    assert [row.payment for row in rows[15:]] == [row.payment for row in again]


def test_full_settlement_pays_interest_to_the_day() -> None:
    """110000 owed from 15 February to 25 February: 110000 × 3 % × 10 ÷ 360 = 91.67."""
    rows = schedule(PLAIN, prepayments=[Prepayment(date(2026, 2, 25), "full")])
    assert (str(rows[-1].payment), str(rows[-1].interest)) == ("110091.67", "91.67")
    assert (rows[-1].number, rows[-1].balance, len(rows)) == (0, 0, 2)


def test_full_settlement_on_a_due_date_comes_after_the_instalment() -> None:
    rows = schedule(PLAIN, prepayments=[Prepayment(date(2026, 3, 15), "full")])
    assert [row.number for row in rows] == [1, 2, 0]
    assert (str(rows[-1].payment), rows[-1].interest) == ("100000.00", 0)


def test_repaying_exactly_the_debt_settles_it_with_its_interest() -> None:
    early = Prepayment(date(2026, 2, 25), "lower", Decimal(110000))
    assert schedule(PLAIN, prepayments=[early])[-1].interest == Decimal("91.67")


def test_more_than_the_debt_is_refused_and_names_the_debt() -> None:
    early = Prepayment(date(2026, 2, 25), "lower", Decimal("110000.01"))
    with pytest.raises(Refusal, match=r"只欠本金 110000\.00 元") as refused:
        schedule(PLAIN, prepayments=[early])
    assert refused.value.codes() == {"prepayment.too_large"}


def test_nothing_can_be_paid_after_a_shortened_term() -> None:
    early = [
        Prepayment(date(2026, 2, 25), "shorten", Decimal(100000)),
        Prepayment(date(2026, 6, 1), "lower", Decimal(1000)),
    ]
    with pytest.raises(Refusal, match="已经结清") as refused:
        schedule(PLAIN, prepayments=early)
    assert refused.value.codes() == {"loan.settled"}


def test_a_further_payout() -> None:
    """110000 on 25 February and 44000 more: 154000 over 11 months, 14000 each.

    March: 110000 × 3 % × 10/360 + 154000 × 3 % × 20/360 = 91.666… + 256.666… = 348.33.
    """
    rows = schedule(PLAIN, payouts=[Payout(date(2026, 2, 25), Decimal(44000))])
    assert (str(rows[1].principal), str(rows[1].interest)) == ("14000.00", "348.33")
    assert total(rows) == 164000
    assert rows[-1].balance == 0


def test_several_payouts_in_any_order() -> None:
    parts = [Payout(date(2026, month, 1), Decimal(10000)) for month in (2, 3, 4)]
    assert schedule(PLAIN, payouts=parts) == schedule(PLAIN, payouts=parts[::-1])


def test_partial_repayment_of_a_bullet() -> None:
    """100000 at 3.6 % for 360 days, 40000 back after 180: 1800 + 60000 × 3.6 % × 180/360."""
    early = Prepayment(date(2026, 7, 15), "lower", Decimal(40000))
    rows = schedule(loan("100000", 12, "3.6", "bullet"), prepayments=[early])
    assert [str(row.payment) for row in rows] == ["40000.00", "62880.00"]


def test_a_bullet_of_a_year_keeps_its_rate() -> None:
    """A loan of one year or less has no due date before its end, from which to reprice."""
    change = RateChange(date(2027, 1, 1), Decimal("1.5"))
    (row,) = schedule(loan("100000", 12, "2.1", "bullet"), changes=[change])
    assert str(row.interest) == "2100.00"
