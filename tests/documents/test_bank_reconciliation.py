"""银行存款余额调节表 · both sides adjusted, equal or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from provident.documents.bank_reconciliation import BankReconciliation, Outstanding, to_pdf

Solid = Callable[[bytes], str]


def row(day: int, summary: str, amount: str) -> Outstanding:
    return Outstanding(date(2026, 11, day), f"S{day}", summary, Decimal(amount))


@pytest.fixture
def form(printed_at: datetime) -> BankReconciliation:
    # By hand: 1000.00 + 12.34 − 0.50 = 1011.84 and 911.84 + 200.00 − 100.00 = 1011.84.
    return BankReconciliation(
        centre="演示中心",
        book_set="住房公积金",
        bank_account_name="演示中心公积金专户",
        bank_account_number="65300123456789012345",
        bank="建设银行喀什分行",
        on=date(2026, 11, 9),
        book_balance=Decimal("1000.00"),
        statement_balance=Decimal("911.84"),
        bank_received_not_booked=(row(2, "结息", "12.34"),),
        bank_paid_not_booked=(row(3, "手续费", "0.50"),),
        booked_received_not_at_bank=(row(8, "汇缴在途", "200.00"),),
        booked_paid_not_at_bank=(row(9, "提取在途", "100.00"),),
        prepared_by="李静",
        checked_by="王磊",
        printed_by="李静",
        printed_at=printed_at,
    )


def test_each_row_stands_in_its_group_with_its_age(
    form: BankReconciliation, solid_text_of: Solid
) -> None:
    text = solid_text_of(to_pdf(form))
    for words in (
        "中心账面余额1,000.00",
        "加：银行已收，中心未收12.342026-11-02S2结息712.34",
        "减：银行已付，中心未付0.502026-11-03S3手续费60.50",
        "银行对账单余额911.84",
        "加：中心已收，银行未收200.002026-11-08S8汇缴在途1200.00",
        "减：中心已付，银行未付100.002026-11-09S9提取在途0100.00",
        "65300123456789012345",
        "制表：李静",
        "复核：王磊",
    ):
        assert words in text


def test_equal_adjusted_balances_are_said_to_agree(
    form: BankReconciliation, solid_text_of: Solid
) -> None:
    text = solid_text_of(to_pdf(form))
    assert "调节后的中心余额1,011.84" in text
    assert "调节后的银行余额1,011.84" in text
    assert "√调节后余额相符" in text


def test_one_fen_off_is_said_in_words(form: BankReconciliation, solid_text_of: Solid) -> None:
    text = solid_text_of(to_pdf(replace(form, statement_balance=Decimal("911.85"))))
    assert "×调节后余额不符" in text
    assert "相差−0.01元" in text
    assert "余额相符" not in text


def test_no_outstanding_rows_and_ugly_ones(
    form: BankReconciliation,
    ugly: str,
    has_ugly: Callable[[bytes], bool],
    solid_text_of: Solid,
) -> None:
    ugly_row = replace(form.bank_paid_not_booked[0], summary=ugly)
    pdf = to_pdf(replace(form, bank_received_not_booked=(), bank_paid_not_booked=(ugly_row,)))
    assert "加：银行已收，中心未收0.00无" in solid_text_of(pdf)
    assert has_ugly(pdf)
