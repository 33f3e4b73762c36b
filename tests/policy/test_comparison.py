"""What changed between two libraries.  Expected: the one change each test makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from provident.policy.comparison import compare, compare_cases
from provident.policy.library import Library

HEAD = "name: 上限\nunit: percent\nselected_by: business_date\nchecked: 2026-11-24\n"
FIRST = "  - {from: 2010-01-01, value: 5, basis: {document: law}}\n"
SECOND = "  - {from: 2012-01-01, value: 6.50, basis: {document: law}}\n"


def library(folder: Callable[..., Path], history: str, head: str = HEAD) -> Library:
    text = f"{head}known_from: 2010-01-01\nhistory:\n{history}"
    return Library.load([folder(a__cap=text)])


def test_equal_libraries_have_no_change(folder: Callable[..., Path]) -> None:
    one = library(folder, FIRST)
    assert compare(one, library(folder, FIRST)) == []


def test_a_new_record_is_one_change_at_its_place(folder: Callable[..., Path]) -> None:
    before = library(folder, FIRST)
    after = library(folder, FIRST + SECOND)
    (change,) = compare(before, after)
    assert (change.kind, change.place) == ("新增", "参数 · a.cap · from 2012-01-01")
    assert change.before is None
    assert change.after is not None
    assert "6.50" in change.after
    (back,) = compare(after, before)
    assert (back.kind, back.before, back.after) == ("删除", change.after, None)


def test_a_changed_heading_does_not_touch_its_records(folder: Callable[..., Path]) -> None:
    before = library(folder, FIRST)
    after = library(folder, FIRST, HEAD.replace("上限", "比例上限"))
    (change,) = compare(before, after)
    assert (change.kind, change.place) == ("修改", "参数 · a.cap")


EXAMPLES = (
    HEAD
    + """examples:
  - {name: 早, on: 2011-06-01, centre: '650100', expect: 5}
  - {name: 晚, on: 2013-06-01, centre: '650100', expect: %s}
"""
)


def test_only_the_cases_whose_answer_changed(folder: Callable[..., Path]) -> None:
    """A second record of 2012 changes the case of 2013, not that of 2011."""
    before = library(folder, FIRST, EXAMPLES % "5")
    after = library(folder, FIRST + SECOND, EXAMPLES % "6.50")
    (changed,) = compare_cases(before, after)
    assert (changed.name, changed.example.name) == ("a.cap", "晚")
    assert (changed.before, changed.after) == ("5 %", "6.5 %")
    assert compare_cases(before, before) == []


def test_a_case_that_is_no_longer_answered_is_a_change(folder: Callable[..., Path]) -> None:
    before = library(folder, FIRST, EXAMPLES % "5")
    ended = FIRST.replace("value", "until: 2012-01-01, value")
    after = library(folder, ended)
    (changed,) = compare_cases(before, after)
    assert changed.before == "5 %"
    assert changed.after.startswith("拒绝：")


def test_areas_and_articles_have_their_own_places(
    shipped: Path, folder: Callable[..., Path]
) -> None:
    own = folder(
        documents="own-2027: {title: 通知, issuer: 中心, kind: notice,"
        " in_force_from: 2027-07-01}\n",
        centres__510100__collection__base_floor="known_from: 2027-07-01\n"
        "history: [{from: 2027-07-01, value: 2300, area: ['510121', '510129'],"
        " basis: {document: own-2027}}]\n",
    )
    changes = compare(Library.load([shipped]), Library.load([shipped, own]))
    assert [change.place for change in changes] == [
        "地方取值 · 510100 · collection.base_floor · from 2027-07-01 510121 510129",
        "文件 · own-2027",
    ]
