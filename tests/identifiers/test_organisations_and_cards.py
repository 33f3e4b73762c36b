"""统一社会信用代码 · 组织机构代码 · 银行卡号 · 手机号码.

Sources: the example printed in GB 32100-2015, codes that listed companies publish, and
codes made for this test and computed apart from this code; Luhn vectors from ISO/IEC 7812-1
literature and card numbers with all-zero bodies that no bank issues.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.identifiers import (
    check_bank_card,
    check_credit_code,
    check_mobile,
    check_organisation_code,
)

CREDIT_CODES = [
    "91350100M000100Y43",
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91110108551385082Q",
    "91110000802100433B",
    "91110000600037341L",
    "1165310101099001XB",
    "12653101458000010Q",
    "91653101MA7T000148",
    "92653101MA7T000220",
    "51653101502000019F",
    "526531015020000277",
]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_good_credit_codes(code: str) -> None:
    found = check_credit_code(code)
    assert found.require().code == code
    assert found.value is not None
    assert found.value.organisation == code[8:17]
    assert not found.warnings


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91350100M000100Y44", "credit_code.check_digit"),
        ("91350100I000100Y43", "credit_code.form"),
        ("91350100M000100Y4", "credit_code.length"),
        ("91350100M000100Y430", "credit_code.length"),
        ("9135010XM000100Y43", "credit_code.form"),
        ("", "credit_code.length"),
    ],
)
def test_bad_credit_codes(code: str, reason: str) -> None:
    assert [r.code for r in check_credit_code(code).reasons] == [f"identifier.{reason}"]


def test_credit_code_is_normalised() -> None:
    assert check_credit_code("９１350100 m000100y43").require().code == "91350100M000100Y43"


def test_wrong_inner_check_is_only_a_warning() -> None:
    # Organisation code M000100Y with check 5 instead of 4.  Its weight in the outer sum is
    # 3^16 mod 31 = 28, so the outer character moves by -28 ≡ +3 (mod 31): 3 becomes 6.
    found = check_credit_code("91350100M000100Y56")
    assert found.value is not None
    assert [w.code for w in found.warnings] == ["identifier.credit_code.organisation"]


@given(
    which=st.integers(0, len(CREDIT_CODES) - 1),
    place=st.integers(0, 17),
    char=st.sampled_from(ALPHABET),
)
def test_every_single_wrong_character_of_a_credit_code_is_found(
    which: int, place: int, char: str
) -> None:
    code = CREDIT_CODES[which]
    changed = code[:place] + char + code[place + 1 :]
    assert (check_credit_code(changed).value is not None) == (changed == code)


@pytest.mark.parametrize("text", ["M000100Y-4", "M000100Y4", "m000100y-4"])
def test_organisation_code_of_older_employers(text: str) -> None:
    assert check_organisation_code(text).require() == "M000100Y4"


@pytest.mark.parametrize("text", ["M000100Y-5", "M000100Y", "M000100Y44"])
def test_bad_organisation_code(text: str) -> None:
    assert check_organisation_code(text).value is None


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "6200000000000005",
        "6228480000000000000",
        "6217000000000000004",
        "6222020000000000000",
        "6212260000000000000",
        "6221880000000000001",
        "6229080000000000002",
    ],
)
def test_good_cards(number: str) -> None:
    assert check_bank_card(number).require() == number
    grouped = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    assert check_bank_card(grouped).require() == number


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("6217000000000000005", "bank_card.check_digit"),
        ("79927398713", "bank_card.form"),  # Luhn is right, but eleven digits are no card
        ("62000000000000050000", "bank_card.form"),
        ("62170000000000X0004", "bank_card.form"),
    ],
)
def test_bad_cards(number: str, reason: str) -> None:
    assert [r.code for r in check_bank_card(number).reasons] == [f"identifier.{reason}"]


@pytest.mark.parametrize(
    "text",
    ["13800000001", "+86 138-0000-0001", "008613800000001", "１３８００００" + "０００１"],
)
def test_good_mobile(text: str) -> None:
    assert check_mobile(text).require() == "13800000001"


@pytest.mark.parametrize(
    "text", ["12800000001", "1380000000", "138000000012", "0998-2345678", ""]
)
def test_bad_mobile(text: str) -> None:
    assert check_mobile(text).value is None
