"""读取名单 · from the bytes of an .xlsx to rows, safely and in a stream.

Order of the checks: the envelope (size, kind, zip bomb), the sheet to read, its XML
(formulas, stray cells), and only then the spreadsheet library.  What can be known at the
same time is said at the same time.
"""

from __future__ import annotations

import difflib
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook

from provident.collection.roster.columns import (
    BY_HEADING,
    COLUMNS,
    REASON_HEADING,
    Column,
    plain_heading,
)
from provident.collection.roster.envelope import Archive, open_archive
from provident.collection.roster.parts import choose_sheet, parser_errors_as_refusal
from provident.collection.roster.sheet_scan import SheetScan, scan_shared_strings, scan_sheet
from provident.kernel.refusal import Refusal, Verdict

ROWS_MAX = 150_000
_HEADING_WITHIN = 10
_SHARED_STRINGS = "xl/sharedstrings.xml"


@dataclass(frozen=True, slots=True)
class Roster:
    """A workbook that may be read: its headings are known, its rows are not judged yet.

    `positions` gives each present column's place in the rows; `headings` is the heading row
    as found; `notes` are sentences for the person (for example about hidden sheets).
    """

    sheet_name: str
    heading_row: int
    headings: tuple[str, ...]
    positions: dict[str, int]
    notes: tuple[str, ...]
    total: int
    _sheet: CalamineSheet

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """(row number as Excel shows it, cell values), blank rows left out.

        Values are str, float, bool, date, datetime, time or timedelta; an empty cell is "".
        """
        with parser_errors_as_refusal():
            for number, cells in enumerate(self._sheet.iter_rows(), start=1):
                if number > self.heading_row and _filled(cells):
                    yield number, cells


def _filled(cells: list[Any]) -> bool:
    return any(cell != "" and str(cell).strip() for cell in cells)


def open_roster(data: bytes) -> Roster:
    """Open the bytes of an uploaded roster, or refuse the file with every reason known.

    Raises `Refusal`; its codes all begin with `roster.`.
    """
    archive = open_archive(data)
    chosen = choose_sheet(archive)
    scan = _scan(archive, chosen.part)
    verdict = Verdict()
    _judge_scan(scan, verdict)
    if not scan.bearable:
        raise Refusal(verdict.reasons)
    with parser_errors_as_refusal():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = workbook.get_sheet_by_name(chosen.name)
        heading_row, headings = _find_headings(sheet)
        merged = sheet.merged_cell_ranges or []
        untitled = _first_untitled(sheet, heading_row, headings)
        counted = _count_rows(sheet, heading_row)
        first_column = sheet.start[1] if sheet.start else 0
    _judge_merged(merged, heading_row, verdict)
    if untitled:
        cell = f"{_letter(first_column + untitled[1])}{untitled[0]}"
        verdict.refuse(
            "roster.heading_empty",
            f"单元格 {cell} 有内容，但这一列没有标题；请补上标题或删除该列。",
            place=cell,
        )
    positions = _judge_headings(headings, verdict)
    _judge_count(counted, verdict)
    verdict.require()
    return Roster(
        sheet_name=chosen.name,
        heading_row=heading_row,
        headings=headings,
        positions=positions,
        notes=chosen.notes,
        total=counted,
        _sheet=sheet,
    )


def _scan(archive: Archive, sheet_part: str) -> SheetScan:
    scan = SheetScan()
    for name in archive.parts:
        pieces = archive.unpack(name)
        if name == sheet_part:
            scan = scan_sheet(pieces)
        elif name.casefold() == _SHARED_STRINGS:
            scan_shared_strings(pieces)
        else:
            for _ in pieces:
                pass  # only measured: the library may open any part
    return scan


def _judge_scan(scan: SheetScan, verdict: Verdict) -> None:
    places = "、".join(scan.formula_places)
    verdict.refuse_if(
        scan.formulas > 0,
        "roster.formulas",
        f"名单里有 {scan.formulas} 个公式（如 {places}），系统不接受公式；"
        "请全选后复制，用“选择性粘贴—数值”粘贴回原处再上传。",
        formulas=scan.formulas,
        places=list(scan.formula_places),
    )
    verdict.refuse_if(
        scan.beyond_columns is not None,
        "roster.too_many_columns",
        f"单元格 {scan.beyond_columns} 有内容，但名单最多到 Z 列；请删除右边多余的列。",
        place=scan.beyond_columns,
    )
    verdict.refuse_if(
        scan.beyond_rows is not None,
        "roster.too_many_rows",
        f"单元格 {scan.beyond_rows} 有内容，但一个名单最多 {ROWS_MAX} 人；"
        "请删除多余的行，或拆成几个名单分别上传。",
        place=scan.beyond_rows,
        rows_max=ROWS_MAX,
    )


def _find_headings(sheet: CalamineSheet) -> tuple[int, tuple[str, ...]]:
    """The row among the first ten that looks most like our headings, and its texts.

    A title line above the headings is common and harmless.
    """
    best: tuple[int, int, tuple[str, ...]] = (0, 0, ())
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > _HEADING_WITHIN:
            break
        texts = tuple(
            plain_heading(cell) if isinstance(cell, str) else str(cell) for cell in cells
        )
        known = sum(text in BY_HEADING for text in texts)
        first_filled = not best[2] and any(texts)
        if known > best[0] or first_filled:
            best = (known, number, texts)
    return best[1], best[2]


def _count_rows(sheet: CalamineSheet, heading_row: int) -> int:
    """Filled rows below the headings."""
    below = itertools.islice(sheet.iter_rows(), heading_row, None)
    return sum(map(_filled, below))


def _first_untitled(
    sheet: CalamineSheet, heading_row: int, headings: tuple[str, ...]
) -> tuple[int, int] | None:
    """Row and place of the first value that stands under no heading."""
    untitled = [place for place, heading in enumerate(headings) if not heading]
    if not untitled:
        return None
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > heading_row:
            for place in untitled:
                if cells[place] != "":
                    return number, place
    return None


def _judge_count(counted: int, verdict: Verdict) -> None:
    verdict.refuse_if(
        counted <= 0, "roster.no_rows", "名单里没有职工，请在标题行下面每人填一行后再上传。"
    )
    verdict.refuse_if(
        counted > ROWS_MAX,
        "roster.too_many_rows",
        f"名单有 {counted} 行，一个名单最多 {ROWS_MAX} 人，请拆成几个名单分别上传。",
        rows=counted,
        rows_max=ROWS_MAX,
    )


def _judge_merged(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    heading_row: int,
    verdict: Verdict,
) -> None:
    places = [
        f"{_letter(left)}{top + 1}:{_letter(right)}{bottom + 1}"
        for (top, left), (bottom, right) in ranges
        if bottom + 1 >= heading_row
    ]
    verdict.refuse_if(
        bool(places),
        "roster.merged_cells",
        f"名单里有合并单元格（{'、'.join(places[:5])}），看不出内容属于哪一行；"
        "请取消合并，每人单独填一行。",
        places=places[:5],
    )


def _letter(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _judge_headings(headings: tuple[str, ...], verdict: Verdict) -> dict[str, int]:
    """Place of each known column; missing, repeated and unknown headings are refused."""
    positions: dict[str, int] = {}
    unknown: list[str] = []
    repeated: set[str] = set()
    for position, heading in enumerate(headings):
        column = BY_HEADING.get(heading)
        if column is None:
            if heading not in ("", REASON_HEADING):
                unknown.append(heading[:30])
        elif column.key in positions:
            repeated.add(heading)
        else:
            positions[column.key] = position
    missing = [c for c in COLUMNS if c.heading_required and c.key not in positions]
    for heading in sorted(repeated):
        verdict.refuse(
            "roster.heading_repeated",
            f"标题“{heading}”出现了不止一次，请只保留一列。",
            heading=heading,
        )
    _refuse_missing(missing, unknown, verdict)
    _refuse_unknown(unknown, missing, verdict)
    return positions


def _refuse_missing(missing: list[Column], unknown: list[str], verdict: Verdict) -> None:
    for column in missing:
        close = difflib.get_close_matches(column.heading, unknown, n=1, cutoff=0.4)
        found = (
            f"；找到的“{close[0]}”是否就是这一列？请把标题改为“{column.heading}”"
            if close
            else ""
        )
        verdict.refuse(
            "roster.heading_missing",
            f"缺少“{column.heading}”列{found}。请使用系统提供的名单模板。",
            heading=column.heading,
            found=close[0] if close else None,
        )


def _refuse_unknown(unknown: list[str], missing: list[Column], verdict: Verdict) -> None:
    wanted = [column.heading for column in missing] + [column.heading for column in COLUMNS]
    for heading in unknown:
        close = difflib.get_close_matches(heading, wanted, n=1, cutoff=0.4)
        advice = f"最接近的是“{close[0]}”，请改名" if close else "请改名"
        verdict.refuse(
            "roster.heading_unknown",
            f"不认识标题“{heading}”：{advice}或删除该列。",
            heading=heading,
            closest=close[0] if close else None,
        )
