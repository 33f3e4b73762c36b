"""资金日结单 · three books, invariants, old items and the seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from provident.documents.day_report import (
    BookRow,
    Count,
    DayReport,
    Invariant,
    OpenItem,
    Seal,
    to_pdf,
)
from provident.kernel.refusal import Defect

Solid = Callable[[bytes], str]
# SM3 of "abc": GB/T 32905-2016, annex A.1
SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.fixture
def report(printed_at: datetime) -> DayReport:
    day = Decimal("2060400.00")
    return DayReport(
        centre="演示中心",
        day=date(2026, 11, 2),
        books=(
            BookRow("当日收入", day, day, Decimal("2060412.34"), "利息未达"),
            BookRow("其中：缴存", day, day, None),
        ),
        counts=(Count("记账凭证", 41),),
        invariants=(Invariant("凭证号连续", True), Invariant("借贷相等", False, "差 0.01")),
        open_items=(OpenItem("暂收", "ZS1", date(2026, 9, 30), Decimal("5000.00")),),
        seal=Seal(12, SM3, None, "3045" * 36),
        prepared_by="李静",
        checked_by="王磊",
        printed_by="李静",
        printed_at=printed_at,
    )


def test_the_books_stand_side_by_side_with_their_differences(
    report: DayReport, solid_text_of: Solid
) -> None:
    text = solid_text_of(to_pdf(report))
    assert "2,060,400.002,060,400.002,060,412.34相符0.00不符−12.34" in text
    assert "其中：缴存2,060,400.002,060,400.00—相符0.00—" in text
    assert "记账凭证41" in text


def test_invariants_carry_sign_and_words(report: DayReport, solid_text_of: Solid) -> None:
    text = solid_text_of(to_pdf(report))
    assert "凭证号连续—√成立" in text
    assert "借贷相等差0.01×不成立" in text
    assert "有不成立的项目" in text
    good = replace(report, invariants=report.invariants[:1])
    assert "核对结果全部成立" in solid_text_of(to_pdf(good))


def test_old_items_show_their_age_in_days(report: DayReport, solid_text_of: Solid) -> None:
    # 30 September to 2 November: 31 days of October and 2 more.
    assert "暂收ZS12026-09-30335,000.00" in solid_text_of(to_pdf(report))
    assert "无。" in solid_text_of(to_pdf(replace(report, open_items=())))


def test_the_seal_prints_whole_or_the_report_says_it_is_a_preview(
    report: DayReport, solid_text_of: Solid
) -> None:
    text = solid_text_of(to_pdf(report))
    assert SM3 in text
    assert "3045" * 36 in text
    assert "第12号封印" in text
    assert "无（首个封印）" in text
    assert "未封账（试算）" in solid_text_of(to_pdf(replace(report, seal=None)))
    with pytest.raises(Defect, match="SM3"):
        Seal(1, "66c7", None, "")


def test_ugly_notes_print_whole(
    report: DayReport, ugly: str, has_ugly: Callable[[bytes], bool]
) -> None:
    item = replace(report.open_items[0], note=ugly)
    assert has_ugly(to_pdf(replace(report, open_items=(item,))))
