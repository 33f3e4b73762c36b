"""捷径 · what is decided by a short way is decided as the long way would have.

The definitions of the check digits are python-stdnum's (ISO/IEC 7812-1, GB 11643-1999); that of
a person's name is the full check of `kernel.names`.
"""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from provident.kernel import names
from provident.kernel.identifiers import (
    _BLANK_OR_HYPHEN,
    _resident_check,
    check_bank_card,
    half_width,
)
from provident.kernel.names import check_person_name

CARDS = st.from_regex(r"[0-9]{16,19}", fullmatch=True)
PLAIN = st.from_regex("[\u4e00-\u9fa5]{1,9}(·[\u4e00-\u9fa5]{1,9}){0,5}", fullmatch=True)


@given(CARDS)
def test_a_card_is_good_exactly_where_its_luhn_digit_is(number: str) -> None:
    assert (check_bank_card(number).value is not None) == luhn.is_valid(number)


@given(st.from_regex(r"[0-9]{15,18}", fullmatch=True))
def test_a_number_with_its_luhn_digit_is_a_good_card(body: str) -> None:
    card = body + luhn.calc_check_digit(body)
    assert check_bank_card(card).value == card


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_the_check_character_of_a_resident_number(body: str) -> None:
    assert _resident_check(body) == ric.calc_check_digit(body + "0")


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_what_is_plain_already_is_not_folded(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text)
    assert half_width(text) == _BLANK_OR_HYPHEN.sub("", folded)


@given(PLAIN)
def test_a_plain_chinese_name_passes_every_check_unchanged(name: str) -> None:
    assert check_person_name(name) == names._check_any_person_name(name)


@given(st.text(st.characters(codec="utf-8"), max_size=8) | PLAIN)
def test_the_short_way_never_changes_the_answer(text: str) -> None:
    assert check_person_name(text) == names._check_any_person_name(text)
