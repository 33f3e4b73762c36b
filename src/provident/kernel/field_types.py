"""填写类型 · types that the fields of commands share: numbers of rows, one line of text.

A command that is well typed by these can be looked up in the database as it is: no number
too large for a column, no character that a text column cannot hold.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from provident.kernel.field_reasons import ONE_LINE

ROW_ID_MAX = 2**63 - 1
"""bigint, the type of every row's number."""

VERSION_MAX = 2**31 - 1


def _no_flag(value: Any) -> Any:
    """`true` is no row, although Python counts it as 1."""
    if isinstance(value, bool):
        raise ValueError("应为整数")
    return value


RowId = Annotated[int, BeforeValidator(_no_flag), Field(ge=1, le=ROW_ID_MAX)]
"""编号 · the number under which the system keeps a row; whether there is such a row is for
the operation."""

Version = Annotated[int, BeforeValidator(_no_flag), Field(ge=1, le=VERSION_MAX)]
"""版本 · the version of a record that the person saw; a newer one is a `Conflict`."""

Day = Annotated[date, Field(ge=date(1850, 1, 1), le=date(2199, 12, 31))]
"""日期 · a day of people's and employers' lives, from which months can be counted."""

OneLine = Annotated[str, Field(pattern=ONE_LINE)]
"""One line of text, without control characters; the field adds how long it may be."""

Code = Annotated[str, Field(max_length=20, pattern=ONE_LINE)]
"""A code of a code list; whether the list has it is for the operation."""

Line = Annotated[str, Field(max_length=255, pattern=ONE_LINE)]
"""One line of text, at most as long as the standard's long items."""
