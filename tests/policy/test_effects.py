"""A change is shown with the cases whose answer it changes.

Expected: the two texts of the Regulations, and the rates of the notices that the tests name.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from provident.policy.effects import EVERY_CASE, CaseChanged, cases_changed
from provident.policy.library import Library
from provident.policy.outline import outline

REVISED = date(2026, 9, 20)
"""From this day the text of 2026 is in force."""


@pytest.fixture(scope="module")
def law(shipped: Path) -> Library:
    return Library.load([shipped])


def changed(law: Library, name: str, on: date) -> list[tuple[str, str | None, str | None]]:
    found = cases_changed(law, name, on=on, centre="650100")
    return [(case.name, case.before, case.after) for case in found]


def test_a_value_that_depends_on_nothing_changes_for_every_case(law: Library) -> None:
    """Art. 24: who retires had to close, and now may; art. 26: 15 days became 10."""
    assert changed(law, "withdrawal.case_retire", REVISED) == [
        (EVERY_CASE, "应当同时注销账户", "可以同时注销账户")
    ]
    assert changed(law, "lending.decision_days", REVISED) == [
        (EVERY_CASE, "15 个自然日", "10 个自然日")
    ]


def test_each_kind_is_a_case(law: Library) -> None:
    """Arts. 37 and 39: 10 000 to 50 000 became 50 000 to 300 000; art. 41 is new."""
    assert changed(law, "enforcement.registration_fine", REVISED) == [
        ("下限", "10,000.00 元", "50,000.00 元"),
        ("上限", "50,000.00 元", "300,000.00 元"),
    ]
    assert changed(law, "enforcement.fraud_ban_years", REVISED) == [
        ("违法提取", None, "3 年"),
        ("违法获得贷款", None, "5 年"),
    ]


def test_what_depends_on_figures_is_tried_with_the_examples(law: Library) -> None:
    """2025-05-08: the floor above five years became 3.075 %."""
    found = changed(law, "lending.rate_second_home_min", date(2025, 5, 8))
    assert ("五年以上", "3.325 %/年", "3.075 %/年") in found


def test_a_new_article_with_the_same_value_changes_no_case(law: Library) -> None:
    """Art. 19 kept its five days, art. 18 its 12 per cent."""
    assert changed(law, "collection.due_days", REVISED) == []
    assert changed(law, "collection.ratio_max", REVISED) == []


def test_cases_that_all_change_alike_are_one(law: Library) -> None:
    found = cases_changed(law, "lending.grade_days", on=date(1999, 9, 21), centre="650100")
    assert len(found) == 4
    assert CaseChanged("关注", None, "1 个自然日") in found


def test_every_change_of_the_third_revision_names_its_cases(law: Library) -> None:
    """Whatever comes to something else on 2026-09-20 shows for whom."""
    for name in law.names():
        card = outline(law, name, on=REVISED, centre="650100")
        begins = [at for at, one in enumerate(card.periods) if one.valid_from == REVISED]
        for at in begins:
            if at and card.periods[at].rule != card.periods[at - 1].rule:
                assert changed(law, name, REVISED), name
