"""书写 · amounts, months and names as they stand on paper."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.documents.notation import amount_text, months_text, plain, printable
from provident.kernel.dates import Month
from provident.kernel.money import AMOUNT_MAX, AmountError
from provident.kernel.refusal import Defect


@given(st.decimals(-AMOUNT_MAX, AMOUNT_MAX, places=2, allow_nan=False))
def test_an_amount_can_be_read_back_to_the_fen(amount: Decimal) -> None:
    text = amount_text(amount)
    assert Decimal(text.replace(",", "").replace("−", "-")) == amount


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("-0.00", "0.00"),
        ("-1234.5", "−1,234.50"),
        ("9999999999999999.99", "9,999,999,999,999,999.99"),
    ],
)
def test_amounts_in_thousands_with_two_decimals(amount: str, text: str) -> None:
    assert amount_text(Decimal(amount)) == text


def test_a_third_decimal_is_never_rounded_away() -> None:
    with pytest.raises(AmountError):
        amount_text(Decimal("1.005"))


def test_months_alone_and_in_a_row() -> None:
    assert months_text((Month(2026, 11),)) == "2026年11月"
    row = (Month(2026, 12), Month(2027, 1), Month(2027, 2))
    assert months_text(row) == "2026年12月至2027年2月（3个月）"


def test_values_are_written_before_they_reach_the_template() -> None:
    written = plain(
        {
            "day": date(2026, 11, 2),
            "at": datetime(2026, 11, 2, 9, 5, 7),
            "month": Month(2026, 11),
            "amounts": (Decimal(1), None),
            "count": 3,
        }
    )
    assert written == {
        "day": "2026年11月2日",
        "at": "2026-11-02 09:05:07",
        "month": "2026年11月",
        "amounts": ["1.00", None],
        "count": 3,
    }


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object()])
def test_a_float_is_a_defect(value: object) -> None:
    with pytest.raises(Defect):
        plain(value)


def test_controls_and_reversing_marks_do_not_print() -> None:
    assert printable("甲\n乙\x00丙\u202e丁\u2066") == "甲 乙 丙丁"


def test_a_uyghur_name_ends_its_direction() -> None:
    # U+200E keeps a date that follows the name on its own side (Unicode UAX #9, rule W2).
    assert printable("قۇربان") == "قۇربان\u200e"
    assert printable("古丽") == "古丽"
