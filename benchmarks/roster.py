"""名单校验 · validating a roster of `size` people beside the bare read of the same file.

Raw is python-calamine reading every cell of the workbook and nothing else; ours is the whole
way from the bytes to the judgement.  No database statement is involved.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.ground import Figure, peak_mb
from benchmarks.people import TODAY, person
from provident.collection.roster import judge, open_roster
from provident.collection.roster.columns import COLUMNS, SHEET

ROUNDS = 2
"""Each side is measured so often, in turn; the better time counts."""


def run(size: int) -> Figure:
    """Read and judge a valid roster of `size` people."""
    data = workbook(size)
    raw_s, ours_s = [], []
    for _ in range(ROUNDS):
        ours_s.append(_seconds(lambda: _validate(data, size)))
        raw_s.append(_seconds(lambda: _bare_read(data)))
    return Figure("roster", size, min(ours_s), min(raw_s), peak_mb(), 0, "校验一份名单文件")


def workbook(size: int) -> bytes:
    """A valid roster of `size` invented people as the bytes of an .xlsx."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(SHEET)
    declared = [column for column in COLUMNS if column.heading_required]
    sheet.write_row(0, 0, [column.heading for column in declared])
    for index in range(size):
        for place, cell in enumerate(_cells(index)):
            if isinstance(cell, date):
                midnight = datetime.combine(cell, datetime.min.time())
                sheet.write_datetime(index + 1, place, midnight, dates)
            else:
                sheet.write(index + 1, place, cell)
    book.close()
    return buffer.getvalue()


def _cells(index: int) -> list[Any]:
    one = person(index)
    return [
        one.name, "身份证", one.number, one.sex, one.birth, one.mobile, "已婚", one.hired_on,
        "首次参加工作" if one.first_job else "调入", one.wage, "2026-11", one.card,
        one.card_bank,
    ]  # fmt: skip


def _bare_read(data: bytes) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return len(book.get_sheet_by_name(SHEET).to_python())


def _validate(data: bytes, size: int) -> None:
    rows = judge(open_roster(data), today=TODAY).require()
    if len(rows) != size:
        raise AssertionError(f"{len(rows)} of {size} rows were read")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
