"""代码表.

Sources: GB/T 2261.1-2003, GB/T 2261.2-2003, GB/T 12404-1997, GB/T 12402-2000 and
GB/T 4754-2017 as published by the statistics bureau; JGJ/T 320-2014 annex A.
"""

from __future__ import annotations

import re

import pytest

from provident.kernel.refusal import Defect, Refusal
from provident.standards import code_list, code_lists, require_code


@pytest.mark.parametrize(
    ("name", "code", "zh"),
    [
        ("identity_document", "01", "身份证"),
        ("sex", "1", "男性"),
        ("sex", "2", "女性"),
        ("marital_status", "40", "离婚"),
        ("subordination", "50", "县（县级市、市辖区、旗）"),
        ("economic_type", "151", "国有独资（公司）"),
        ("industry", "92", "国家机构"),
        ("employer_status", "04", "销户"),
        ("employer_status", "05", "封存"),
        ("member_status", "02", "封存"),
        ("collection_business", "01", "汇缴"),
        ("withdrawal_reason", "03", "离休、退休"),
        ("reversal_flag", "02", "冲账"),
        ("bank", "105", "中国建设银行"),
        ("duty", "999Y", "其他"),
    ],
)
def test_single_codes(name: str, code: str, zh: str) -> None:
    assert code_list(name).codes[code] == zh
    assert require_code(name, code) == code
    assert code_list(name).find(zh) == code


@pytest.mark.parametrize(
    ("name", "unknown", "other"),
    [
        ("sex", "9", None),
        ("marital_status", "90", None),
        ("education", None, "90"),
        ("identity_document", None, "99"),
        ("technical_title", None, None),
    ],
)
def test_unknown_is_named_only_where_the_standard_has_it(
    name: str, unknown: str | None, other: str | None
) -> None:
    assert (code_list(name).unknown, code_list(name).other) == (unknown, other)


def test_industry_has_every_section_and_division() -> None:
    codes = set(code_list("industry").codes)
    sections = {chr(letter) for letter in range(ord("A"), ord("T") + 1)}
    assert codes == sections | {f"{number:02d}" for number in range(1, 98)}


def test_named_codes_are_in_their_list_and_names_are_not_repeated() -> None:
    for entry in code_lists().values():
        assert {entry.unknown, entry.other} - {None} <= set(entry.codes), entry.name
        assert all(entry.codes.values()), entry.name
        assert bool(entry.codes) != (entry.pending or entry.kept is not None), entry.name


def test_a_wrong_code_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="“性别”没有代码“7”") as refused:
        require_code("sex", "7")
    assert refused.value.codes() == {"code.unknown"}


@pytest.mark.parametrize("name", sorted(code_lists()))
def test_a_refusal_has_no_brackets_in_brackets(name: str) -> None:
    """Some standards are named with brackets of their own: 本系统（《条例》第十七条）."""
    says = "".join(reason.says for reason in code_lists()[name].check("没有的代码"))
    assert not re.search("（[^）]*（", says)


def test_a_list_that_was_not_entered_refuses_every_code() -> None:
    with pytest.raises(Refusal, match="尚未录入") as refused:
        require_code("employer_close_reason", "01")
    assert refused.value.codes() == {"code.list_pending"}


def test_an_unknown_list_is_our_own_fault() -> None:
    with pytest.raises(Defect):
        code_list("no_such_list")
