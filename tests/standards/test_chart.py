"""会计科目.

Source: 《住房公积金会计核算办法》财会字〔1999〕33号 and its 补充规定 财会字〔2000〕12号: codes,
names and normal sides of the level-1 科目.
"""

from __future__ import annotations

from datetime import date

import pytest

from provident.kernel.refusal import Defect
from provident.standards import chart, role, roles

LEVEL_1 = {
    "101": ("住房公积金存款", "debit", "asset"),
    "102": ("增值收益存款", "debit", "asset"),
    "111": ("应收利息", "debit", "asset"),
    "119": ("其他应收款", "debit", "asset"),
    "121": ("委托贷款", "debit", "asset"),
    "122": ("逾期贷款", "debit", "asset"),
    "124": ("国家债券", "debit", "asset"),
    "201": ("住房公积金", "credit", "liability"),
    "211": ("应付利息", "credit", "liability"),
    "214": ("专项应付款", "credit", "liability"),
    "219": ("其他应付款", "credit", "liability"),
    "301": ("贷款风险准备", "credit", "net"),
    "311": ("增值收益", "credit", "net"),
    "321": ("增值收益分配", "credit", "net"),
    "401": ("业务收入", "credit", "income"),
    "411": ("业务支出", "debit", "expense"),
}


def test_level_1_is_the_ministrys_and_nothing_else() -> None:
    found = {a.code: (a.name, a.side, a.nature) for a in chart().values() if a.level == 1}
    assert found == LEVEL_1


def test_children_stand_below_their_parent_and_agree_with_it() -> None:
    for gl_account in chart().values():
        if gl_account.parent is None:
            assert gl_account.level == 1
            continue
        parent = chart()[gl_account.parent]
        assert gl_account.code.startswith(parent.code)
        assert (gl_account.side, gl_account.nature) == (parent.side, parent.nature)
        assert gl_account.valid_from >= parent.valid_from


def test_names_are_not_repeated_but_for_the_allotment_and_its_liability() -> None:
    names = [a.name for a in chart().values()]
    twice = {name for name in names if names.count(name) > 1}
    assert twice == {"城市廉租住房建设补充资金"}


def test_suspense_came_with_the_supplement_of_2000() -> None:
    before = chart(date(2000, 6, 12))
    assert "219" not in before
    assert "119" not in before
    assert "21901" not in before
    assert {"119", "219", "21901"} <= set(chart(date(2000, 6, 13)))
    assert not chart(date(1999, 12, 31))


def test_code_is_shown_with_its_name() -> None:
    assert chart()["20101"].label == "20101 职工住房公积金"


@pytest.mark.parametrize(
    ("name", "code", "via"),
    [
        ("fund_deposit", "101", "bank_account"),
        ("surplus_deposit", "102", "bank_account"),
        ("member", "20101", None),
        ("suspense", "21901", None),
        ("unallocated", "21902", None),
        ("other_receivable", "119", None),
        ("interest_payable", "211", None),
        ("interest_expense", "41101", None),
        ("fund_interest_income", "40101", None),
        ("surplus_interest_income", "40102", None),
        ("other_income", "40105", None),
        ("collection_fee", "41102", None),
    ],
)
def test_roles(name: str, code: str, via: str | None) -> None:
    assert role(name).gl_account.code == code
    assert role(name).via == via


def test_a_role_leads_to_the_lowest_level() -> None:
    parents = {a.parent for a in chart().values()}
    for found in roles().values():
        assert found.gl_account.code not in parents, found.name


def test_an_unknown_role_is_our_own_fault() -> None:
    with pytest.raises(Defect):
        role("no_such_role")
