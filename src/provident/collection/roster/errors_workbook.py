"""退回名单 · the roster as it came, with every reason beside each row that has one.

It can be corrected and uploaded again as it is: the sheet keeps its name and the reader
ignores the column 原因.  Written in constant memory; nothing in it can become a formula.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from provident.collection.roster.columns import BY_HEADING, REASON_HEADING, SHEET
from provident.collection.roster.reading import Roster
from provident.collection.roster.rows import RowReasons
from provident.collection.roster.template import column_format, heading_format

_CELL_TEXT_MAX = 32_767


def errors_workbook(roster: Roster, refused: Iterable[RowReasons]) -> bytes:
    """The bytes of an .xlsx with all rows of `roster` and a column 原因 after the last one.

    Reasons are joined by “；” in the order in which they were found.  Row numbers in the
    reasons are those of the uploaded file, which this workbook keeps.
    """
    reasons = {row.number: "；".join(reason.says for reason in row.reasons) for row in refused}
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = workbook.add_worksheet(SHEET)
    red = workbook.add_format({"font_color": "#B42318", "text_wrap": True, "valign": "top"})
    dates = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for place, heading in enumerate(roster.headings):
        column = BY_HEADING.get(heading)
        if column:
            sheet.set_column(place, place, column.width, column_format(workbook, column))
    reason_place = _reason_place(roster)
    sheet.set_column(reason_place, reason_place, 80)
    sheet.freeze_panes(roster.heading_row, 1)
    top = roster.heading_row - 1
    for place, heading in enumerate(roster.headings):
        sheet.write_string(
            top, place, heading, heading_format(workbook, BY_HEADING.get(heading))
        )
    sheet.write_string(top, reason_place, REASON_HEADING, heading_format(workbook, None))
    for number, cells in roster.rows():
        for place, cell in enumerate(cells):
            if place != reason_place:
                _write(sheet, number - 1, place, cell, dates)
        if number in reasons:
            sheet.write_string(number - 1, reason_place, reasons[number][:_CELL_TEXT_MAX], red)
    workbook.close()
    return buffer.getvalue()


def _reason_place(roster: Roster) -> int:
    """The old 原因 column of a roster that is returned again, else a new one at the end."""
    if REASON_HEADING in roster.headings:
        return roster.headings.index(REASON_HEADING)
    return len(roster.headings)


def _write(sheet: Worksheet, row: int, place: int, cell: Any, dates: Format) -> None:
    """Write each value as the kind it was; text always as text, whatever it begins with."""
    if cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, (int, float)) and math.isfinite(cell):
        sheet.write_number(row, place, cell)
    elif isinstance(cell, date) and cell.year > 1900:
        sheet.write_datetime(row, place, datetime.combine(cell, time()), dates)
    else:
        sheet.write_string(row, place, str(cell)[:_CELL_TEXT_MAX])
