"""表格 · the rows of a sheet, for a page and for a workbook.

A schedule has thousands of cells; they are joined here, since a template that visits each of
them takes longer than all the arithmetic of the page.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe

from provident.channels.calc.answer import Cell, Sheet
from provident.channels.calc.words import Speaker
from provident.documents.notation import amount_text


def table_head(sheet: Sheet, speaker: Speaker) -> SafeString:
    """The headings; those above numbers stand at the end, as the numbers do."""
    cells = []
    for at, column in enumerate(sheet.columns):
        numbers = all(row[at] is None or _is_number(row[at]) for row in sheet.rows)
        kind = ' class="n"' if numbers else ""
        cells.append(f'<th scope="col"{kind}>{escape(speaker.say(column))}</th>')
    return mark_safe(f"<tr>{''.join(cells)}</tr>")  # noqa: S308 - every text was escaped


def table_body(sheet: Sheet, speaker: Speaker) -> SafeString:
    """The rows, every text in them escaped."""
    rows = ("".join(_cell(cell, speaker) for cell in row) for row in sheet.rows)
    return mark_safe("".join(f"<tr>{row}</tr>" for row in rows))  # noqa: S308 - see _cell


def workbook_cell(cell: Cell, speaker: Speaker) -> str | Decimal | int | date | None:
    """A cell as a workbook takes it: amounts, counts and days stay what they are."""
    if cell is None or isinstance(cell, str | Decimal | int | date):
        return cell
    return speaker.write(cell)


def _cell(cell: Cell, speaker: Speaker) -> str:
    """Days in tables are short, so that they stand under one another."""
    if isinstance(cell, Decimal):
        return f'<td class="n">{amount_text(cell)}</td>'
    if isinstance(cell, int):
        return f'<td class="n">{cell}</td>'
    if isinstance(cell, date):
        return f"<td>{cell.isoformat()}</td>"
    kind = ' class="n"' if _is_number(cell) else ""
    return f"<td{kind}>{escape(speaker.write(cell))}</td>"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, Decimal | int) or (isinstance(cell, str) and cell.endswith("%"))
