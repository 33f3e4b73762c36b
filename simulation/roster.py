"""模拟名单 · an employer fills the roster workbook, in the layout of the official template."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

from provident.collection.roster.columns import COLUMNS, SHEET
from provident.collection.roster.template import column_format, heading_format
from provident.standards import code_list
from simulation.people import Person

SEXES = {"1": "男", "2": "女"}


def roster_workbook(persons: Iterable[Person]) -> bytes:
    """The bytes of an .xlsx with one row for each person, all cells text."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet(SHEET)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, column_format(workbook, column))
        sheet.write_string(0, place, column.heading, heading_format(workbook, column))
    for number, person in enumerate(persons, start=1):
        cells = _cells(person)
        for place, column in enumerate(COLUMNS):
            if column.key in cells:
                sheet.write_string(number, place, cells[column.key])
    workbook.close()
    return buffer.getvalue()


def _cells(person: Person) -> dict[str, str]:
    """What stands in each column, in the words of the drop-down lists."""
    return {
        "name": person.name,
        "id_kind": "身份证",
        "id_number": person.id_number,
        "sex": SEXES[person.sex],
        "birth": person.birth.isoformat(),
        "mobile": person.mobile,
        "marital": code_list("marital_status").codes[person.marital],
        "hired_on": person.hired_on.isoformat(),
        "hire_kind": code_list("hiring_kind").codes[person.hire_kind],
        "wage": f"{person.wage:.2f}",
        "first_month": str(person.first_month),
        "card": person.card,
        "card_bank": person.card_bank,
    }
