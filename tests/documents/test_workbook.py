"""工作簿 · read back by openpyxl, which did not write it."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provident.documents import workbook
from provident.documents.workbook import Cell, Column, table
from provident.kernel.refusal import Defect, Refusal


def read(made: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def one(cell: Cell) -> object:
    return read(table([Column("甲")], [[cell]]))[1][0]


def test_title_notes_headings_then_rows() -> None:
    made = table(
        [Column("姓名"), Column("金额"), Column("日期"), Column("人数")],
        [["ئابدۇرېھىم", Decimal("0.01"), date(2026, 11, 2), 3], ["王", None, None, None]],
        title="清册",
        notes=["单位：元"],
    )
    assert read(made) == [
        ["清册", None, None, None],
        ["单位：元", None, None, None],
        ["姓名", "金额", "日期", "人数"],
        ["ئابدۇرېھىم", 0.01, datetime(2026, 11, 2), 3],
        ["王", None, None, None],
    ]


def test_without_title_the_headings_stand_first() -> None:
    assert read(table([Column("姓名")], [["王"]])) == [["姓名"], ["王"]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+8613900000000", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "http://x.cn",
        "653101199001011234", "007", "王" * 500, "<b>&\"'", "{=1}",
    ],
)  # fmt: skip
def test_text_stays_the_text_it_is(text: str) -> None:
    made = table([Column("甲")], [[text]])
    assert read(made)[1][0] == text
    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


@settings(max_examples=60)
@given(st.decimals("-9999999999999.99", "9999999999999.99", places=2))
def test_amounts_of_up_to_fifteen_digits_are_exact_numbers(amount: Decimal) -> None:
    assert Decimal(repr(one(amount))) == amount


def test_larger_amounts_are_text_exact_to_the_fen() -> None:
    assert one(Decimal("9999999999999999.99")) == "9,999,999,999,999,999.99"
    assert one(Decimal("-99999999999999.99")) == "−99,999,999,999,999.99"
    assert one(1234567890123456) == "1234567890123456"


@pytest.mark.parametrize("cell", [1.5, True, b"x", ["x"]])
def test_what_is_no_cell_is_a_defect(cell: object) -> None:
    with pytest.raises(Defect):
        table([Column("甲")], [[cell]])  # type: ignore[list-item]


def test_a_row_of_the_wrong_length_is_a_defect() -> None:
    with pytest.raises(Defect):
        table([Column("甲"), Column("乙")], [["一"]])


def test_what_the_format_cannot_hold_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Refusal, match="32,767") as refused:
        one("长" * 32_768)
    assert refused.value.codes() == {"workbook.cell_too_long"}
    monkeypatch.setattr(workbook, "ROWS_MAX", 3)
    with pytest.raises(Refusal) as refused:
        table([Column("甲")], [["一"]] * 3)
    assert refused.value.codes() == {"workbook.too_many_rows"}


def test_the_title_becomes_a_lawful_sheet_name() -> None:
    made = table([Column("甲")], [], title="清册 [2026/11]: " + "长" * 40)
    [name] = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
