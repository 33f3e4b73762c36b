"""脱敏 · the forms that the centre's security rules ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.parties.rules.bank_names import bank_code_of
from provident.parties.rules.masking import (
    mask_card,
    mask_id,
    mask_mobile,
    mask_name,
    mask_organisation,
)


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (mask_name, "张三", "张*"),
        (mask_name, "张三丰", "张**"),
        (mask_name, "欧阳修远", "欧阳**"),
        (mask_name, "欧阳", "欧*"),
        (mask_name, "阿依古丽·买买提", "阿***·***"),
        (mask_name, "John Smith", "J*** *****"),
        (mask_id, "653101199001010005", "653***********0005"),
        (mask_id, "G12345", "G****5"),
        (mask_mobile, "13812345678", "138****5678"),
        (mask_card, "6217000000000000004", "***************0004"),
        (mask_card, "1234", "****"),
        (mask_organisation, "喀什市天山棉纺有限公司", "喀什*******公司"),
        (mask_organisation, "税务局", "税**"),
        (mask_name, "", ""),
    ],
)
def test_masked_forms(mask, plain, masked) -> None:
    assert mask(plain) == masked


@given(st.text(max_size=30))
def test_a_mask_keeps_the_length_and_hides_something(text) -> None:
    for mask in (mask_id, mask_mobile, mask_card, mask_organisation):
        assert len(mask(text)) == len(text)
        assert not text or "*" in mask(text)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("中国建设银行喀什分行", "105"),
        ("建设银行喀什人民路支行", "105"),
        ("中国银行喀什分行", "104"),
        ("邮储银行", "403"),
        ("新疆银行喀什分行", ""),
        ("", ""),
    ],
)
def test_the_bank_of_a_branch_in_words(name, code) -> None:
    """Codes: the first three digits of the payment system's bank numbers."""
    assert bank_code_of(name) == code
