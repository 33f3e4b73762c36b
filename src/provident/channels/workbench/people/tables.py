"""小表 · a few rows inside a page, written like the rows of a list.

For what is always short: payer accounts, ratios, seals.  Whatever can grow is a `Listing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provident.channels.workbench.listing import Column
from provident.channels.workbench.listing.answering import Heading
from provident.channels.workbench.listing.declaring import Row
from provident.channels.workbench.listing.writing import Cell, cell


@dataclass(frozen=True, slots=True)
class Table:
    """小表 · what the template of a list's table writes, without search, sorting and pages."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[Cell | None, ...] = ()
    printing: bool = True


def table(columns: Iterable[Column], rows: Iterable[Row]) -> Table:
    """The rows under the headings of these columns."""
    shown = tuple(columns)
    return Table(
        tuple(Heading(_(one.title), one.kind in _NUMBERS, "", "") for one in shown),
        tuple(tuple(cell(one, row) for one in shown) for row in rows),
    )


_NUMBERS = ("yuan", "count", "percent")
