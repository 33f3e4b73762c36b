"""编号: form, check digits and recognition in free text.

Sources: ISO/IEC 7812-1 (Luhn) and ISO/IEC 7064 (MOD 97-10), both written out again below
from the standards' definitions; JGJ/T 320-2014 for the length of 20.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provident.kernel.dates import Month
from provident.kernel.numbers import (
    ReferenceKind,
    employer_no,
    entry_no,
    find_references,
    is_employer_no,
    is_member_no,
    member_no,
    operation_no,
    remittance_reference,
    voucher_no,
)
from provident.kernel.refusal import Defect

BRANCHES = st.from_regex(r"[0-9]{3}", fullmatch=True)
SERIALS = st.integers(1, 99_999_999)
KINDS: st.SearchStrategy[ReferenceKind] = st.sampled_from(["H", "B"])


def luhn_sum(number: str) -> int:
    total = 0
    for place, figure in enumerate(reversed(number)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10


def mod_97(reference: str) -> int:
    return int("".join(str(int(char, 36)) for char in reference)) % 97


def swapped(text: str, place: int) -> str:
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


@given(BRANCHES, SERIALS)
def test_member_number(branch: str, serial: int) -> None:
    number = member_no(branch, serial)
    assert len(number) == 12
    assert number[:3] == branch
    assert int(number[3:11]) == serial
    assert luhn_sum(number) == 0
    assert is_member_no(number)


@given(BRANCHES, st.integers(1, 999_999))
def test_employer_number(branch: str, serial: int) -> None:
    number = employer_no(branch, serial)
    assert len(number) == 10
    assert luhn_sum(number) == 0
    assert is_employer_no(number)


@given(BRANCHES, SERIALS, st.integers(0, 11), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_member_number_is_found(
    branch: str, serial: int, place: int, figure: str
) -> None:
    number = member_no(branch, serial)
    changed = number[:place] + figure + number[place + 1 :]
    assert is_member_no(changed) == (changed == number)


@given(BRANCHES, SERIALS, st.integers(0, 10))
def test_neighbours_swapped_in_a_member_number_are_found_but_for_09(
    branch: str, serial: int, place: int
) -> None:
    number = member_no(branch, serial)
    pair = number[place : place + 2]
    assume(pair not in {"09", "90"} and pair[0] != pair[1])
    assert not is_member_no(swapped(number, place))


@given(SERIALS, KINDS)
def test_reference_has_the_remainder_of_the_standard(serial: int, kind: ReferenceKind) -> None:
    reference = remittance_reference(serial, kind)
    assert len(reference) == 11
    assert mod_97(reference) == 1
    assert find_references(reference) == [reference]


@given(SERIALS, KINDS, st.integers(1, 10), st.sampled_from("0123456789"))
def test_every_wrong_digit_of_a_reference_is_found(
    serial: int, kind: ReferenceKind, place: int, figure: str
) -> None:
    reference = remittance_reference(serial, kind)
    changed = reference[:place] + figure + reference[place + 1 :]
    assert find_references(changed) == ([reference] if changed == reference else [])


@given(SERIALS, KINDS)
def test_the_letter_counts(serial: int, kind: ReferenceKind) -> None:
    reference = remittance_reference(serial, kind)
    assert find_references(("B" if kind == "H" else "H") + reference[1:]) == []


@given(SERIALS, KINDS, st.integers(1, 9))
def test_every_swap_of_neighbours_is_found(
    serial: int, kind: ReferenceKind, place: int
) -> None:
    reference = remittance_reference(serial, kind)
    changed = swapped(reference, place)
    assert find_references(changed) == ([reference] if changed == reference else [])


@given(SERIALS, KINDS, st.integers(1, 8))
def test_every_swap_across_one_digit_is_found(
    serial: int, kind: ReferenceKind, place: int
) -> None:
    reference = remittance_reference(serial, kind)
    a, b, c = reference[place : place + 3]
    changed = reference[:place] + c + b + a + reference[place + 3 :]
    assert find_references(changed) == ([reference] if changed == reference else [])


FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789HB"}
SURROUNDINGS = st.text(st.characters(blacklist_characters="HBhbＨＢｈｂ"), max_size=20)


@st.composite
def written_references(draw: st.DrawFn) -> tuple[str, str]:
    """A reference, and the same with gaps, in small letters or in full width."""
    reference = remittance_reference(draw(SERIALS), draw(KINDS))
    gaps = st.lists(st.sampled_from(["", " ", "-", "\u3000", "—"]), min_size=11, max_size=11)
    written = "".join(c + gap for c, gap in zip(reference, draw(gaps), strict=True))
    spellings = [written, written.lower(), written.translate(FULL_WIDTH)]
    return reference, draw(st.sampled_from(spellings))


@given(written_references(), SURROUNDINGS, SURROUNDINGS)
def test_a_reference_survives_any_remark(
    pair: tuple[str, str], before: str, after: str
) -> None:
    reference, written = pair
    assert reference in find_references(before + written + after)


def test_several_references_in_order_each_once() -> None:
    first, second = remittance_reference(1), remittance_reference(2, "B")
    text = f"缴10月{first}、11月 {second} 公积金（{first}）"
    assert find_references(text) == [first, second]


@pytest.mark.parametrize(
    "text", ["", "公积金汇缴", "HB", "H123", "12345678901", "H 2026-11-02 500元"]
)
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert find_references(text) == []


def test_second_spellings_of_check_digits_are_not_accepted() -> None:
    # 98 and 01 leave the same remainder; only 02 to 98 are check digits (ISO/IEC 7064).
    serial = next(n for n in range(1, 1000) if remittance_reference(n).endswith("98"))
    reference = remittance_reference(serial)
    assert mod_97(reference[:-2] + "01") == 1
    assert find_references(reference[:-2] + "01") == []


@given(st.text(max_size=200))
def test_any_text_is_read_without_fault(text: str) -> None:
    assert all(mod_97(found) == 1 for found in find_references(text))


def test_numbers_of_the_books_fit_the_standard() -> None:
    day = date(2026, 11, 2)
    assert operation_no(day, 7) == "20261102000000000007"
    assert entry_no(day, 7) == "F2026110200000000007"
    assert voucher_no(Month(2026, 11), 42) == "01202611000042"
    largest = (operation_no(day, 10**12 - 1), entry_no(day, 10**11 - 1))
    assert {len(number) for number in largest} == {20}


@pytest.mark.parametrize(
    "make",
    [
        lambda: member_no("01", 1),
        lambda: member_no("001", 0),
        lambda: member_no("001", 10**8),
        lambda: employer_no("001", 10**6),
        lambda: remittance_reference(10**8),
        lambda: operation_no(date(2026, 1, 1), 10**12),
        lambda: voucher_no(Month(2026, 11), 1, "1"),
    ],
)
def test_a_number_that_does_not_fit_is_a_defect(make: Callable[[], str]) -> None:
    with pytest.raises(Defect):
        make()
