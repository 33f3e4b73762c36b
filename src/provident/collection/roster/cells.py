"""单元格 · from one spreadsheet cell to one typed value, or to the reasons why not.

Every reader returns the value or a `Refused`; nothing raises for what a person typed.
Numbers in a workbook are binary doubles.  A wage is taken from the shortest text that
names the same double, which is what the person sees in the cell; anything that shows
more than two decimals is refused and never rounded.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from provident.collection.roster.columns import Column
from provident.kernel.dates import Month, MonthError
from provident.kernel.money import AmountError, yuan
from provident.kernel.refusal import Reason

WAGE_BELOW = Decimal(10) ** 9
"""A declared monthly wage of a thousand million yuan is a slip of the finger."""

TEXT_MAX = 200
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")
_PLAIN_NUMBER = re.compile(r"[-+]?\d+(\.\d*)?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－／", "0123456789.,-/")
# Pasted from web pages and chat programs; invisible on the screen.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c"
_BLANK = " \t\r\n\u3000\xa0" + _INVISIBLE


class Refused(tuple[Reason, ...]):
    """The reasons why a cell gives no value; never empty."""

    __slots__ = ()


def refused(code: str, says: str, **facts: Any) -> Refused:
    """A single reason, in the form that the readers return."""
    return Refused((Reason(code, says, facts),))


def missing(column: Column) -> Refused:
    """The cell is empty although it must not be."""
    return refused(
        "roster.value_missing", f"“{column.heading}”没有填写，请补填。", heading=column.heading
    )


def text(column: Column, cell: Any) -> str | Refused | None:
    """The text of a cell without surrounding blanks; None when it is empty and may be.

    A number is accepted as text only where leading zeros and a sixteenth digit cannot matter.
    """
    if isinstance(cell, str):
        stripped = cell.strip(_BLANK)
        if not stripped:
            return missing(column) if column.value_required else None
        return _formed(column, stripped)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if column.text_only:
            return refused(
                "roster.numeric_cell",
                f"“{column.heading}”是数字格式，可能已丢失开头的 0 或第 15 位以后的数字；"
                "请将该列设为文本格式，再按原件重新录入。",
                heading=column.heading,
            )
        return _plain_number_text(cell)
    return refused(
        "roster.not_text",
        f"“{column.heading}”填成了日期、时间或逻辑值，请将该列设为文本格式后重新录入。",
        heading=column.heading,
    )


def _formed(column: Column, written: str) -> str | Refused:
    if len(written) > TEXT_MAX:
        return refused(
            "roster.text_too_long",
            f"“{column.heading}”有 {len(written)} 个字，最多 {TEXT_MAX} 个，请核对。",
            heading=column.heading,
            length=len(written),
        )
    if column.form and not re.fullmatch(column.form, written):
        return refused(
            "roster.text_form",
            f"“{column.heading}”填的是“{written[:20]}”，写法不对：{column.hint}",
            heading=column.heading,
            found=written[:20],
        )
    return written


def _plain_number_text(cell: float) -> str:
    return str(int(cell)) if float(cell).is_integer() else repr(cell)


def day(column: Column, cell: Any) -> date | Refused | None:
    """An Excel date, or text such as 2026-11-02, 2026/11/2, 2026年11月2日, 20261102."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    written = _digits_or_text(cell)
    if written == "":
        return missing(column) if column.value_required else None
    match = _DATE.fullmatch(written)
    if match is None:
        return refused(
            "roster.date_unreadable",
            f"“{column.heading}”认不出日期“{written[:20]}”，请写作 2026-11-02 或 20261102。",
            heading=column.heading,
            found=written[:20],
        )
    year, month_number, day_number = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month_number, day_number)
    except ValueError:
        return refused(
            "roster.date_impossible",
            f"“{column.heading}”的日期 {written} 不存在，请核对。",
            heading=column.heading,
            found=written,
        )


def month(column: Column, cell: Any) -> Month | Refused:
    """A month as text 2026-11 or 202611, as a number 202611, or an Excel date in it."""
    written = f"{cell:%Y-%m}" if isinstance(cell, date) else _digits_or_text(cell)
    if written == "":
        return missing(column)
    match = _MONTH.fullmatch(written)
    # Without a separator only six digits are a month: 20261 could be January or a slip.
    if match and (len(written) == 6 or not written.isdigit()):
        try:
            return Month(int(match[1]), int(match[2]))
        except MonthError:
            pass  # month 13: refused below like any other unreadable text
    return refused(
        "roster.month_unreadable",
        f"“{column.heading}”认不出年月“{written[:20]}”，请写作 2026-11 或 202611。",
        heading=column.heading,
        found=written[:20],
    )


def _digits_or_text(cell: Any) -> str:
    """The cell as a person would have typed it.

    What is neither text nor number becomes something that no reader accepts.
    """
    if isinstance(cell, str):
        return cell.strip(_BLANK).translate(_FULL_WIDTH)
    if isinstance(cell, (bool, date, time, timedelta)):
        return str(cell)
    return _plain_number_text(cell)


def wage(column: Column, cell: Any) -> Decimal | Refused:
    """The declared monthly wage in yuan: above 0, below 10⁹, at most two decimals."""
    if isinstance(cell, float):
        written = repr(cell)
    else:
        written = _digits_or_text(cell)
        if written == "":
            return missing(column)
        if _THOUSANDS.fullmatch(written):
            written = written.replace(",", "")
        if not isinstance(cell, int) and not _PLAIN_NUMBER.fullmatch(written):
            return _wage_refused("roster.wage_unreadable", column, written, "不是数字")
    return _bounded(column, written)


def _bounded(column: Column, written: str) -> Decimal | Refused:
    try:
        exact = Decimal(written)
        if exact >= WAGE_BELOW:
            return _wage_refused("roster.wage_too_high", column, written, "大得不合常理")
        if exact <= 0:
            return _wage_refused("roster.wage_not_positive", column, written, "必须大于 0")
        return yuan(exact)
    except AmountError:
        return _wage_refused("roster.wage_decimals", column, written, "超过两位小数")
    except ArithmeticError:
        return _wage_refused("roster.wage_unreadable", column, written, "不是数字")


def _wage_refused(code: str, column: Column, written: str, why: str) -> Refused:
    return refused(
        code,
        f"“{column.heading}”填的是“{written[:20]}”，{why}；请填月工资，单位元，最多两位小数。",
        heading=column.heading,
        found=written[:20],
    )
