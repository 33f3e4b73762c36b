"""What changed between two libraries.  Expected: the one change each test makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from provident.policy.comparison import compare
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
