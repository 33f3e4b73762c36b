"""名单校验 · validating a roster of `size` people beside the bare read of the same file.

Raw is python-calamine reading every cell of the workbook and nothing else; ours is the whole
way from the bytes to the judgement.  No database statement is involved.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from stdnum import luhn
from stdnum.cn import ric

from provident.collection.roster import judge, open_roster
from provident.collection.roster.columns import COLUMNS, SHEET

TODAY = date(2026, 11, 2)
_SURNAMES = "王李张刘陈杨黄赵吴周"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
_AREAS = ("653101", "653121", "653125", "653130", "650102")
_BANKS = ("中国建设银行喀什分行", "中国工商银行喀什分行", "中国农业银行喀什分行")


def run(size: int = 100_000) -> dict[str, Any]:
    """`ratio` = raw_s / ours_s, best of two each; `peak_mb` of the whole process, ours only."""
    data = workbook(size)
    peak_mb = _peak_mb(lambda: _validate(data))
    raw_s = min(_seconds(lambda: _bare_read(data)) for _ in range(2))
    ours_s = min(_seconds(lambda: _validate(data)) for _ in range(2))
    return {
        "name": "roster",
        "size": size,
        "ours_s": round(ours_s, 3),
        "raw_s": round(raw_s, 3),
        "ratio": round(raw_s / ours_s, 3),
        "peak_mb": round(peak_mb, 1),
        "statements": 0,
    }


def workbook(size: int) -> bytes:
    """A valid roster of `size` invented people as the bytes of an .xlsx.

    Order code 000 of the resident number is never issued, so that nobody real appears; the
    birth date and area are what differs, and beyond them the next order codes.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(SHEET)
    declared = [column for column in COLUMNS if column.heading_required]
    sheet.write_row(0, 0, [column.heading for column in declared])
    for index in range(size):
        for place, cell in enumerate(person(index)):
            if isinstance(cell, date):
                midnight = datetime.combine(cell, datetime.min.time())
                sheet.write_datetime(index + 1, place, midnight, dates)
            else:
                sheet.write(index + 1, place, cell)
    book.close()
    return buffer.getvalue()


def person(index: int) -> list[Any]:
    """The cells of one invented person, different for every index below a million."""
    number, birth = _resident_number(index)
    body = f"62170000{index:010d}"
    name = _SURNAMES[index % 10] + _GIVEN[index // 10 % 20] + _GIVEN[index // 200 % 20]
    return [
        name,
        "身份证",
        number,
        "女" if int(number[16]) % 2 == 0 else "男",
        birth,
        f"139{index:08d}",
        "已婚",
        TODAY - timedelta(days=index % 300),
        "调入" if index % 3 else "首次参加工作",
        2000 + index % 30_000 + index % 100 / 100,
        "2026-11",
        body + luhn.calc_check_digit(body),
        _BANKS[index % 3],
    ]


def _resident_number(index: int) -> tuple[str, date]:
    order, rest = divmod(index, len(_AREAS) * 12_000)
    days, area = divmod(rest, len(_AREAS))
    birth = date(1970, 1, 1) + timedelta(days=days)
    body = f"{_AREAS[area]}{birth:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0"), birth


def _bare_read(data: bytes) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return len(book.get_sheet_by_name(SHEET).to_python())


def _validate(data: bytes) -> int:
    return len(judge(open_roster(data), today=TODAY).require())


def _seconds(work: Callable[[], int]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak_mb(work: Callable[[], int]) -> float:
    """The highest resident memory during `work`; Linux counts it anew after writing 5."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    work()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
