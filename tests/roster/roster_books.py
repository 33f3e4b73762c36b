"""Workbooks for the tests, written cell by cell so that each can be wrong in one place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from provident.collection.roster import Judgement, judge, open_roster

TODAY = date(2026, 11, 2)
SHEET_PART = "xl/worksheets/sheet1.xml"

HEADINGS = (
    "姓名", "证件类型", "证件号码", "性别", "出生日期", "手机号码", "婚姻状况",
    "入职日期", "入职类型", "申报月工资", "缴存起始月", "银行卡号", "开户银行",
)  # fmt: skip

# Synthetic resident numbers of the identifier vectors: order code 000 is never issued.
FIRST = {
    "姓名": "阿依古丽·买买提",
    "证件类型": "身份证",
    "证件号码": "653101199001010005",
    "性别": "女",
    "出生日期": "1990-01-01",
    "手机号码": "13800000001",
    "婚姻状况": "已婚",
    "入职日期": "2026-10-15",
    "入职类型": "调入",
    "申报月工资": 6500.5,
    "缴存起始月": "2026-11",
    "银行卡号": "6217000000000000004",
    "开户银行": "中国建设银行喀什分行",
}
SECOND = FIRST | {
    "姓名": "张秀英",
    "证件号码": "653101198506300003",
    "出生日期": "1985-06-30",
    "手机号码": "13800000002",
    "银行卡号": "6222020000000000000",
}


def book(
    *people: dict[str, Any],
    headings: Sequence[str] = HEADINGS,
    sheet_name: str = "名单",
    heading_row: int = 0,
    finish: Callable[[Workbook, Worksheet], None] | None = None,
) -> bytes:
    """An .xlsx with one sheet; `finish` may spoil it before it is closed."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False})
    dates = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet(sheet_name)
    for place, heading in enumerate(headings):
        sheet.write_string(heading_row, place, heading)
    for row, person in enumerate(people, start=heading_row + 1):
        for place, heading in enumerate(headings):
            cell = person.get(heading, "")
            if isinstance(cell, date):
                sheet.write_datetime(row, place, cell, dates)
            else:
                sheet.write(row, place, cell)
    if finish:
        finish(workbook, sheet)
    workbook.close()
    return buffer.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part.filename))
        new.writestr(name, content)
    return buffer.getvalue()


def part(data: bytes, name: str = SHEET_PART) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def judged(*people: dict[str, Any], headings: Sequence[str] = HEADINGS) -> Judgement:
    """The judgement of a workbook with these people."""
    return judge(open_roster(book(*people, headings=headings)), today=TODAY)


def codes_of_row(judgement: Judgement, number: int) -> set[str]:
    """The codes of the reasons against one row; empty when the row stands."""
    return {
        reason.code
        for row in judgement.refused
        if row.number == number
        for reason in row.reasons
    }
