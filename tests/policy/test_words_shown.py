"""What people read of the policy: words and grouped figures, no code of a program.

Everything is looked at: each parameter, at each centre and area, in each of its periods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from provident.policy.library import Library
from provident.policy.outline import outline
from provident.policy.wording import spelled

CODE = re.compile(r"[A-Za-z]\w+|\w+_\w+")
"""An identifier of a program; letters in the names of documents stand in the basis."""
UNGROUPED = re.compile(r"(?<![\d,.年/])\d{5,}")


@pytest.fixture(scope="module")
def law(shipped: Path) -> Library:
    return Library.load([shipped])


def texts(law: Library) -> Iterator[tuple[str, str]]:
    """Every text but the citations that the policy pages show, with where it stands."""
    for name in law.names():
        parameter = law.parameter(name)
        for text in (parameter.name, parameter.note, parameter.for_reference):
            yield name, text or ""
        for centre, known in law.centres().items():
            for area in (None, *known.areas):
                card = outline(law, name, on=date(2026, 11, 2), centre=centre, area=area)
                yield name, card.selected_by
                for period in card.periods:
                    shown = [period.confidence, period.accepted or "", period.note or ""]
                    shown += [part for line in period.rule for part in (line.says, line.result)]
                    for text in shown:
                        yield f"{name} {centre} {area or ''} {period.valid_from}", text


def test_no_code_word_is_shown(law: Library) -> None:
    assert sorted({found for found in texts(law) if CODE.search(found[1])}) == []


def test_large_figures_are_grouped(law: Library) -> None:
    assert sorted({found for found in texts(law) if UNGROUPED.search(found[1])}) == []


def test_no_branch_ends_without_a_value(law: Library) -> None:
    """A line without a figure leads to deeper lines, or says itself what it comes to."""
    silent = set()
    for name in law.names():
        for centre in law.centres():
            for period in outline(law, name, on=date(2026, 11, 2), centre=centre).periods:
                rule = period.rule
                for line, following in zip(rule, [*rule[1:], None], strict=True):
                    leads = following is not None and following.depth > line.depth
                    if not leads and line.says.endswith(("规定的数", "可选的范围", "分别规定")):
                        silent |= {name} if not line.result else set()
    assert silent == set()


def test_amounts_have_their_unit(law: Library) -> None:
    """乌鲁木齐 2026: cap 35071 yuan a month; 1.2 million, at most 1.56 million."""
    on, centre = date(2026, 11, 2), "650100"
    cap = outline(law, "collection.base_cap", on=on, centre=centre).now
    assert cap is not None
    assert cap.rule[0].says == "35,071.00 元/月"
    loan = outline(law, "lending.cap", on=on, centre=centre).now
    assert loan is not None
    results = {line.says: line.result for line in loan.rule}
    assert (results["基数"], results["封顶"]) == ("1,200,000.00 元", "1,560,000.00 元")
    product = outline(law, "lending.balance_limit", on=on, centre="210100").now
    assert product is not None
    assert next(line.result for line in product.rule if line.result) == "25"


def test_a_text_and_a_choice_have_no_unit(law: Library) -> None:
    day = law.parameter("deposit.settlement_day")
    assert spelled(day, "6月30日") == "6月30日"
    closing = law.parameter("withdrawal.case_retire")
    assert spelled(closing, "may_close") == "可以同时注销账户"
