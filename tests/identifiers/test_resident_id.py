"""公民身份号码.

Sources: the examples printed in GB 11643-1999 (110105…, 440524…); numbers made for this
test with order codes that are never issued or in the area 653199 that does not exist, whose
check characters were computed apart from this code.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.identifiers import check_document, check_resident_id
from provident.kernel.refusal import Refusal

TODAY = date(2026, 11, 2)
MALE, FEMALE = "1", "2"

GOOD = [
    ("11010519491231002X", "1949-12-31", FEMALE),
    ("440524188001010014", "1880-01-01", MALE),
    ("653101199001010005", "1990-01-01", FEMALE),
    ("653101198506300003", "1985-06-30", FEMALE),
    ("653121197512310006", "1975-12-31", FEMALE),
    ("653101200002290008", "2000-02-29", FEMALE),
    ("653130196811150008", "1968-11-15", FEMALE),
    ("653122199912310000", "1999-12-31", FEMALE),
    ("65310119900207000X", "1990-02-07", FEMALE),
    ("650102198808080003", "1988-08-08", FEMALE),
    ("653199199001010019", "1990-01-01", MALE),
    ("653199198506300033", "1985-06-30", MALE),
    ("653199200002290054", "2000-02-29", MALE),
]


def codes(text: str) -> set[str]:
    return {
        r.code.removeprefix("identifier.") for r in check_resident_id(text, today=TODAY).reasons
    }


@pytest.mark.parametrize(("number", "birth", "sex"), GOOD)
def test_good_numbers_say_birth_sex_and_area(number: str, birth: str, sex: str) -> None:
    found = check_resident_id(number, today=TODAY).require()
    assert found.number == number
    assert found.birth == date.fromisoformat(birth)
    assert found.sex == sex
    assert found.area == number[:6]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("110105194912310021", {"resident_id.check_digit"}),
        ("653101199013010002", {"resident_id.birth"}),
        ("653101199002300004", {"resident_id.birth"}),
        ("653101200102290005", {"resident_id.birth"}),
        ("653125200102290006", {"resident_id.birth"}),
        ("1101051949123100", {"resident_id.form"}),
        ("11010519491231002", {"resident_id.form"}),
        ("11010519491231002XX", {"resident_id.form"}),
        ("1101051949123100X2", {"resident_id.form"}),
        ("", {"resident_id.form"}),
    ],
)
def test_bad_numbers_are_refused_for_the_right_reason(number: str, expected: set[str]) -> None:
    assert codes(number) == expected


def test_all_reasons_are_given_at_once() -> None:
    # Province 00 does not exist, neither does month 13, and the check character is not 2.
    assert codes("001101199013010002") == {
        "resident_id.area",
        "resident_id.birth",
        "resident_id.check_digit",
    }


def test_a_refusal_tells_the_citizen_what_to_do() -> None:
    with pytest.raises(Refusal, match="请对照证件"):
        check_resident_id("110105194912310021", today=TODAY).require()


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
    ],
)
def test_ways_of_writing_are_normalised(written: str) -> None:
    assert check_resident_id(written, today=TODAY).require().number == "11010519491231002X"


def test_fifteen_digits_become_eighteen_with_a_warning() -> None:
    found = check_resident_id("110105491231002", today=TODAY)
    assert found.require().number == "11010519491231002X"
    assert [w.code for w in found.warnings] == ["identifier.resident_id.old"]


def test_old_numbers_of_centenarians_are_converted_by_hand() -> None:
    assert codes("110105991231996") == {"resident_id.centenarian"}


def test_birth_in_the_future_is_refused() -> None:
    # By the weights of GB 11643 s = 191 ≡ 4 (mod 11), so the check character is 8.
    assert codes("653101202611030008") == {"resident_id.birth_range"}


def test_unknown_county_is_a_warning_and_no_refusal() -> None:
    found = check_resident_id("653199199001010019", today=TODAY)
    assert found.value is not None
    assert [w.code for w in found.warnings] == ["identifier.resident_id.place"]
    assert not check_resident_id("653101199001010005", today=TODAY).warnings


@given(
    place=st.integers(0, 17), figure=st.sampled_from("0123456789X"), which=st.integers(0, 12)
)
def test_every_single_wrong_character_is_found(place: int, figure: str, which: int) -> None:
    number = GOOD[which][0]
    changed = number[:place] + figure + number[place + 1 :]
    accepted = check_resident_id(changed, today=TODAY).value is not None
    assert accepted == (changed == number)


@given(place=st.integers(0, 16), which=st.integers(0, 12))
def test_every_swap_of_neighbours_is_found(place: int, which: int) -> None:
    number = GOOD[which][0]
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    accepted = check_resident_id(swapped, today=TODAY).value is not None
    assert accepted == (swapped == number)


@pytest.mark.parametrize(
    ("kind", "number", "good"),
    [
        ("01", "653101199001010005", True),
        ("01", "653101199001010006", False),
        ("02", "军字第1234567号", True),
        ("02", "12", False),
        ("03", "e12345678", True),
        ("03", "ABCDEFG", False),
        ("04", "USA110088010112", True),
        # The card of 2023: 18 characters beginning with 9 and checked like a resident
        # number; s = 243 ≡ 1 (mod 11), so the check character is 0.
        ("04", "911084199001010010", True),
        ("04", "911084199001010011", False),
        ("04", "91108", False),
        ("99", "护照旅行证123", True),
        ("99", "a b", False),
        ("05", "12345678", False),
    ],
)
def test_other_documents(kind: str, number: str, good: bool) -> None:
    assert (check_document(kind, number, today=TODAY).value is not None) == good


def test_resident_document_carries_birth_and_sex() -> None:
    document = check_document("01", "653199199001010019", today=TODAY).require()
    assert (document.kind, document.birth, document.sex) == ("01", date(1990, 1, 1), MALE)
