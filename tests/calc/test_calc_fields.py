"""What people type is read as they mean it, exactly, or refused in words."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.channels.calc.fields import (
    Amount,
    Count,
    Day,
    MonthOf,
    Number,
    Question,
    is_day,
    is_month,
)
from provident.channels.calc.reading import read_question
from provident.kernel.dates import Month
from provident.kernel.refusal import Refusal


class Typed(Question):
    amount: Amount | None = None
    rate: Number | None = None
    count: Count | None = None
    on: Day | None = None
    month: MonthOf | None = None


def faults(**given: object) -> list[str]:
    with pytest.raises(Refusal) as refused:
        read_question(Typed, given)
    return [reason.says for reason in refused.value.reasons]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1000000", "1000000.00"),
        ("1,000,000.5", "1000000.50"),
        ("１０００．５", "1000.50"),
        (" 12 000 ", "12000.00"),
        (300, "300.00"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: object, meant: str) -> None:
    assert read_question(Typed, {"amount": typed}).amount == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("1.234", "两位小数"),
        ("10,00", "不是金额"),
        ("abc", "不是金额"),
        ("1e6", "不是金额"),
        (1000.5, "浮点数"),
        ("99999999999999999999", "超出"),
    ],
)
def test_what_is_no_amount_is_said_in_words(typed: object, word: str) -> None:
    (says,) = faults(amount=typed)
    assert word in says


@pytest.mark.parametrize("typed", ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日"])
def test_a_day_is_read_in_every_common_form(typed: str) -> None:
    assert read_question(Typed, {"on": typed}).on == date(2026, 1, 5)


def test_a_day_that_no_calendar_has_is_named() -> None:
    assert "2026-02-29" in faults(on="2026-02-29")[0]
    assert read_question(Typed, {"on": "2028-02-29"}).on == date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["2026-11", "202611", "2026年11月"])
def test_a_month_is_read_in_every_common_form(typed: str) -> None:
    assert read_question(Typed, {"month": typed}).month == Month(2026, 11)


def test_a_rate_may_carry_its_sign() -> None:
    assert read_question(Typed, {"rate": "3.1%"}).rate == Decimal("3.1")


def test_every_fault_is_named_at_once_and_an_unknown_field_too() -> None:
    says = faults(amount="x", rate="y", count="1.5", on="z", month="2026-13", more="1")
    assert len(says) == 6
    assert any("more" in one for one in says)


def test_an_empty_input_means_not_given() -> None:
    assert read_question(Typed, {"amount": "  ", "on": ""}) == Typed()


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_an_amount_survives_being_written_with_separators(amount: Decimal) -> None:
    assert read_question(Typed, {"amount": f"{amount:,.2f}"}).amount == amount


@given(st.text(max_size=12))
def test_no_text_makes_reading_stumble(text: str) -> None:
    for field in Typed.model_fields:
        with contextlib.suppress(Refusal):
            read_question(Typed, {field: text})


def test_pickers_know_their_own_form() -> None:
    assert is_day("2026-01-05")
    assert not is_day("2026-1-5")
    assert is_month("2026-11")
    assert not is_month("2026-13")
