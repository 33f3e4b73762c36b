"""工作簿 · tables as Excel workbooks (.xlsx).

Text stays text: nothing a person typed can become a formula, a link or a number, so an ID
number keeps its digits and `=1+1` stays the four characters it is.  Amounts are numbers
that Excel can add, as long as its 15 significant digits hold them exactly; beyond that
they are text, exact to the fen.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter

from provident.documents.notation import amount_text
from provident.kernel.money import FEN, yuan
from provident.kernel.refusal import Defect, refuse

Cell = str | Decimal | int | date | datetime | None

ROWS_MAX = 1_048_576
"""What one sheet holds, by the file format."""

CELL_CHARACTERS_MAX = 32_767
"""What one cell holds, by the file format."""

EXACT_DIGITS = 15
"""Excel keeps this many significant digits of a number and zeroes the rest."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.  `width` in characters; `wrap` lets long text go on below.

    A cell's kind follows from its value: str is text, Decimal an amount in yuan, int a
    count, date and datetime a day or an instant, None empty.
    """

    title: str
    width: float = 16
    wrap: bool = False
    align: Literal["left", "center", "right"] | None = None


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    title: str | None = None,
    notes: Sequence[str] = (),
) -> bytes:
    """A workbook with one sheet: title, notes, headings, then the rows as they come.

    Without title and notes the headings stand in the first row, as an import expects.
    Rows are written and forgotten one by one, so memory does not grow with their number.
    Refuses (`Refusal`) more rows or longer text than the format holds.
    """
    made = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        writer = _SheetWriter(book, sheet, columns)
        writer.write_top(title, notes)
        for row in rows:
            writer.write_row(row)
        writer.finish()
    return made.getvalue()


def _sheet_name(title: str | None) -> str:
    return _SHEET_NAME_FORBIDDEN.sub(" ", title or "").strip()[:31] or "清单"


class _SheetWriter:
    """Writes one sheet from top to bottom; a finished row cannot be touched again."""

    def __init__(self, book: Any, sheet: Any, columns: Sequence[Column]) -> None:
        self._book, self._sheet, self._columns = book, sheet, columns
        self._next = 0
        self._head_row = 0
        self._formats = [
            {kind: book.add_format(look) for kind, look in _looks(column).items()}
            for column in columns
        ]
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)

    def write_top(self, title: str | None, notes: Sequence[str]) -> None:
        if title is not None:
            bold = self._book.add_format({"bold": True, "font_size": 14})
            self._sheet.write_string(self._take_row(), 0, _checked(title), bold)
        for note in notes:
            self._sheet.write_string(self._take_row(), 0, _checked(note))
        head = self._book.add_format(
            {"bold": True, "bottom": 1, "align": "center", "bg_color": "#EDF1F1"}
        )
        self._head_row = self._take_row()
        for index, column in enumerate(self._columns):
            self._sheet.write_string(self._head_row, index, column.title, head)

    def write_row(self, row: Sequence[Cell]) -> None:
        if len(row) != len(self._columns):
            raise Defect(f"a row of {len(row)} cells under {len(self._columns)} headings")
        at = self._take_row()
        for index, cell in enumerate(row):
            self._write_cell(at, index, cell)

    def finish(self) -> None:
        """Freeze and repeat the headings, offer filters, fit the page in width."""
        sheet, last_column = self._sheet, max(len(self._columns) - 1, 0)
        sheet.freeze_panes(self._head_row + 1, 0)
        sheet.autofilter(self._head_row, 0, max(self._next - 1, self._head_row), last_column)
        sheet.repeat_rows(self._head_row)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页 共 &N 页")

    def _take_row(self) -> int:
        if self._next >= ROWS_MAX:
            raise refuse(
                "workbook.too_many_rows",
                f"一张工作表最多 {ROWS_MAX:,} 行，本次导出超出。请缩小查询范围后分次导出。",
                rows_max=ROWS_MAX,
            )
        self._next += 1
        return self._next - 1

    def _write_cell(self, at: int, index: int, cell: Cell) -> None:
        sheet, look = self._sheet, self._formats[index]
        match cell:
            case None:
                sheet.write_blank(at, index, None, look["text"])
            case str():
                kind = "quoted" if cell.startswith(_FORMULA_STARTS) else "text"
                sheet.write_string(at, index, _checked(cell), look[kind])
            case Decimal():
                amount = yuan(cell)
                if _exact(int(amount / FEN)):
                    sheet.write_number(at, index, amount, look["amount"])
                else:
                    sheet.write_string(at, index, amount_text(amount), look["amount"])
            case int() if not isinstance(cell, bool):
                if _exact(cell):
                    sheet.write_number(at, index, cell, look["count"])
                else:
                    sheet.write_string(at, index, str(cell), look["count"])
            case datetime():
                sheet.write_datetime(at, index, cell.replace(tzinfo=None), look["instant"])
            case date():
                sheet.write_datetime(at, index, cell, look["day"])
            case _:
                raise Defect(f"not a cell of a workbook: {cell!r}")


def _exact(whole: int) -> bool:
    return len(str(abs(whole))) <= EXACT_DIGITS


def _checked(text: str) -> str:
    if len(text) > CELL_CHARACTERS_MAX:
        raise refuse(
            "workbook.cell_too_long",
            f"有一格文字超过 Excel 单元格的上限 {CELL_CHARACTERS_MAX:,} 字，无法导出。"
            "请缩短该项内容后重试。",
            characters=len(text),
        )
    return text


def _looks(column: Column) -> dict[str, dict[str, Any]]:
    """The formats of one column, by the kind of its cells."""
    base: dict[str, Any] = {"valign": "top", "text_wrap": column.wrap}
    if column.align is not None:
        base["align"] = column.align
    text = base | {"num_format": "@"}
    right = {"align": "right"} | base
    return {
        "text": text,
        # Keeps the text a text even when somebody edits the cell in Excel.
        "quoted": text | {"quote_prefix": True},
        "amount": right | {"num_format": "#,##0.00;[Red]-#,##0.00"},
        "count": right | {"num_format": "0"},
        "day": base | {"num_format": "yyyy-mm-dd"},
        "instant": base | {"num_format": "yyyy-mm-dd hh:mm:ss"},
    }
