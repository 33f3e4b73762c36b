"""What pages and reports show of the shipped policy.

Expected: the articles and notices that the tests name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from provident.policy.checked import checked
from provident.policy.library import Library
from provident.policy.outline import outline


@pytest.fixture(scope="module")
def law(shipped: Path) -> Library:
    return Library.load([shipped])


def test_a_card_shows_history_now_and_next(law: Library) -> None:
    """Art. 18 changed its text on 2026-09-20; the day before, that is what comes next."""
    before = outline(law, "collection.ratio_max", on=date(2026, 9, 19), centre="650100")
    assert [period.valid_from for period in before.periods] == [
        date(2005, 1, 10),
        date(2016, 5, 1),
        date(2026, 9, 20),
    ]
    assert before.now is before.periods[1]
    assert before.next is before.periods[2]
    assert "第十八条" in before.periods[2].basis[0]
    after = outline(law, "collection.ratio_max", on=date(2026, 9, 20), centre="650100")
    assert after.now is after.periods[2]
    assert after.next is None


def test_a_place_without_values_has_an_empty_card(law: Library) -> None:
    card = outline(law, "collection.base_cap", on=date(2026, 11, 2), centre="653100")
    assert (card.periods, card.now, card.next) == ((), None, None)


def test_every_parameter_of_every_centre_can_be_shown(law: Library) -> None:
    for name in law.names():
        for centre in ("650100", "653100", "510100", "330100", "210100", "xpcc"):
            card = outline(law, name, on=date(2026, 11, 2), centre=centre)
            assert all(line.says for period in card.periods for line in period.rule)


def test_a_rule_is_spelled_out_branch_by_branch(folder: Callable[..., Path]) -> None:
    text = """name: 额度
unit: yuan
selected_by: business_date
checked: 2026-11-24
known_from: 2020-01-01
dimensions: {home: {first: 首套, second: 二套}}
facts: {months: 缴存月数}
history:
  - from: 2020-01-01
    value:
      first: {bands_of: months, steps: [{below: 12, value: 100000}, {value: 200000}]}
      second: 50000
    basis: law
"""
    library = Library.load([folder(a__cap=text)])
    card = outline(library, "a.cap", on=date(2024, 1, 1), centre="650100")
    assert card.now is not None
    assert [(line.depth, line.says, line.result) for line in card.now.rule] == [
        (0, "按首套、二套分别规定", ""),
        (1, "首套：按缴存月数分档", ""),
        (2, "低于 12", "100,000.00 元"),
        (2, "以上", "200,000.00 元"),
        (1, "二套", "50,000.00 元"),
    ]


def test_the_report_counts_what_waits_to_be_checked(law: Library) -> None:
    rows = {row.code: row for row in checked(law)}
    assert set(rows) == set(law.names())
    # 建金〔2016〕74号 and 建金〔2018〕45号 are quoted from practice, not compared word by word
    multiple = rows["collection.base_cap_multiple"]
    assert (multiple.records, multiple.doubtful) == (2, 2)
    assert multiple.checked_on == date(2026, 11, 24)
