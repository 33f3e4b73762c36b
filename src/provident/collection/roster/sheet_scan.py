"""工作表预检 · what the spreadsheet library cannot see or would stumble over.

The library reads values only: a formula shows as its last result, and one stray cell at
XFD1048576 makes it lay out seventeen thousand million cells, which ends the whole process
and cannot be caught.  Both are found here, in the XML itself, in one pass over pieces of it.
Whatever is not written the way spreadsheet programs write it is refused, not interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from provident.collection.roster.envelope import damaged

CELL_TEXT_MAX = 32_767
"""Characters that Excel itself allows in one cell."""

STRINGS_MAX = 6_000_000
"""Distinct texts: more than 26 columns of the largest roster can hold."""

_STRING_TABLE = re.compile(rb"<(?:\w+:)?sst(?=[\s/>])([^>]*)>")
_NUMBER = re.compile(rb"\d{1,19}")
_TEXT_BYTES_MAX = 4 * CELL_TEXT_MAX + 4096
_PLACES_SHOWN = 5

# Every cell that is not written the ordinary way: a reference of one letter and a row below
# 200 000, and nothing after it that could be a second reference …
_STRAY = re.compile(
    rb'<c(?! r="[A-Z](?:1\d{5}|\d{1,5})"(?: (?:s|t|cm|vm|ph)="\w*")* ?/?>)'
    rb"(?=[\s/>])([^>]*)>"
)
_REFERENCE = re.compile(rb"""(?:^|[\s"'])r\s*=\s*(?:["']([A-Z]{1,3})(\d{1,7})["'])?""")
_FORMULA = re.compile(rb"<f(?=[\s/>])")
_CELL_BEFORE = re.compile(rb'<c [^>]*?\br="([A-Z]+\d+)"')
# … or hidden behind a namespace prefix, which no spreadsheet program writes here.
_PREFIXED = re.compile(rb"<\w+:(?:c|f|row|si|v)(?=[\s/>])")


@dataclass(slots=True)
class SheetScan:
    """What one pass over a worksheet's XML found.

    `formulas` how many formula cells there are, `formula_places` where the first of them
    stand; `beyond_columns` a cell with a value right of column Z; `beyond_rows` one below
    row 199 999.
    """

    formulas: int = 0
    formula_places: list[str] = field(default_factory=list)
    beyond_columns: str | None = None
    beyond_rows: str | None = None

    @property
    def bearable(self) -> bool:
        """Whether the library may lay out this sheet in memory."""
        return self.beyond_columns is None and self.beyond_rows is None


def scan_sheet(pieces: Iterable[bytes]) -> SheetScan:
    """Look through the XML of one worksheet without parsing it."""
    found = SheetScan()
    for window in _windows(pieces):
        _find_formulas(window, found)
        for stray in _STRAY.finditer(window):
            _judge_stray(stray[1], found)
    return found


def scan_shared_strings(pieces: Iterable[bytes]) -> None:
    """Refuse what would fill memory before a single cell is read.

    A text longer than Excel allows is repeated in every cell that refers to it; a declared
    number of texts is believed by the library, which makes room for that many at once.
    """
    carry = b""
    for window in _windows(pieces):
        for table in _STRING_TABLE.findall(window):
            if max(map(int, _NUMBER.findall(table)), default=0) > STRINGS_MAX:
                raise damaged("声明的文字数量不正常")
        texts = (carry + window).split(b"</si>")
        if max(map(len, texts)) > _TEXT_BYTES_MAX:
            raise damaged(f"有单元格超过 {CELL_TEXT_MAX} 字")
        carry = texts[-1]


def _windows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces cut again after a `>`, so that no tag is torn in two."""
    carry = b""
    for piece in pieces:
        buffer = carry + piece
        cut = buffer.rfind(b">") + 1
        window, carry = buffer[:cut], buffer[cut:]
        if len(carry) > _TEXT_BYTES_MAX:
            raise damaged(f"有单元格超过 {CELL_TEXT_MAX} 字")
        if b"\0" in window or _PREFIXED.search(window):
            raise damaged("工作表不是 Excel 或 WPS 的写法")
        yield window


def _find_formulas(window: bytes, found: SheetScan) -> None:
    for formula in _FORMULA.finditer(window):
        found.formulas += 1
        if len(found.formula_places) < _PLACES_SHOWN:
            before = window[max(0, formula.start() - 300) : formula.start()]
            cells = _CELL_BEFORE.findall(before)
            if cells:
                found.formula_places.append(cells[-1].decode("ascii"))


def _judge_stray(attributes: bytes, found: SheetScan) -> None:
    if attributes.endswith(b"/"):
        return  # formatted but empty: spreadsheet programs leave thousands of these
    references = _REFERENCE.findall(attributes)
    if len(references) != 1 or not references[0][0]:
        raise damaged("单元格的位置不清楚")
    column, row = references[0][0].decode("ascii"), int(references[0][1])
    place = f"{column}{row}"
    if len(column) > 1:
        found.beyond_columns = found.beyond_columns or place
    elif row >= 200_000:
        found.beyond_rows = found.beyond_rows or place
