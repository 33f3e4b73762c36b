"""列表的查询 · what was asked of a list, and the rows that answer it.

The text of a statement is put together only from what the list itself declares; everything
that a person typed travels as a bound parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark
from psycopg import Cursor
from psycopg.sql import SQL, Composed, Identifier, Placeholder

from provident.channels.workbench.listing.declaring import Filter, Listing, Row
from provident.kernel import sql
from provident.kernel.dates import Month
from provident.kernel.money import yuan
from provident.staff.api import Staff

PAGE_ROWS = 50
COUNT_MAX = 10_000
"""Rows are counted so far; beyond it stands "10,000+"."""
TYPED_MAX = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """所问 · what was typed and picked, read and checked."""

    listing: Listing
    parameters: Mapping[str, Any]
    typed: Mapping[str, str]
    values: Mapping[str, Any]
    faults: Mapping[str, str]
    sort: str
    page: int
    branch: str | None

    def in_words(self) -> str:
        """What narrows the list, as a person reads it: 状态：已入账；查找：天山."""
        told = [
            (str(each.title), str(each.words.get(self.typed[each.key], self.typed[each.key])))
            for each in self.listing.filters
            if each.key in self.values
        ]
        if self.listing.search and self.typed["q"]:
            told.append(("查找", self.typed["q"]))
        return "；".join(f"{title}：{value}" for title, value in told)


def read(
    listing: Listing, data: QueryDict, prefix: str, parameters: Mapping[str, Any], staff: Staff
) -> Asked:
    """What the query says; a value that cannot be read is a fault beside its filter."""
    typed = {"q": data.get(f"{prefix}q", "").strip()[:TYPED_MAX]}
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for each in listing.filters:
        typed[each.key] = data.get(f"{prefix}{each.key}", "").strip()[:TYPED_MAX]
        if typed[each.key]:
            try:
                values[each.key] = _value(each, typed[each.key])
            except ValueError:
                faults[each.key] = _FAULTS.get(each.kind, mark("没有这个选项"))
    sort = data.get(f"{prefix}sort", "")
    sortable = {column.key for column in listing.columns if column.sortable}
    page = data.get(f"{prefix}page", "1")
    return Asked(
        listing=listing,
        parameters=parameters,
        typed=typed,
        values=values,
        faults={key: _(fault) for key, fault in faults.items()},
        sort=sort if sort.removeprefix("-") in sortable else listing.order,
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 else 1,
        branch=staff.branch,
    )


_FAULTS = {
    "date": mark("不是日期，应写作 2026-11-02"),
    "month": mark("不是年月，应写作 2026-11"),
    "yuan": mark("不是金额，应写作 1234.56"),
}


def _value(each: Filter, text: str) -> Any:
    match each.kind:
        case "words":
            if text not in each.words:
                raise ValueError(text)
            return text
        case "date":
            return date.fromisoformat(text)
        case "month":
            return Month.parse(text).first_day
        case "yuan":
            return yuan(text.replace(",", ""))
        case _:
            return text.replace("\x00", "")


@dataclass(frozen=True, slots=True)
class Found:
    """所得 · one page of rows with the count and the totals of them all.

    `more` says that there are more than were counted; there are no totals then.
    """

    rows: list[dict[str, Any]]
    count: int
    more: bool
    sums: Mapping[str, Decimal]


def find(asked: Asked) -> Found:
    """Two statements, however many rows there are: the count with the totals, and the page."""
    matching = _matching(asked)
    sums = [SQL(", sum({0}) as {1}").format(_column(c), _sum(c)) for c in asked.listing.sums]
    counted = _execute(
        SQL("select count(*) as count{0} from ({1} limit {2}) as r").format(
            Composed(sums), matching, COUNT_MAX + 1
        ),
        asked,
    ).fetchone()
    count = counted["count"] if counted else 0
    page = SQL("{0}{1} limit {2} offset {3}").format(
        matching, _order(asked), PAGE_ROWS, (asked.page - 1) * PAGE_ROWS
    )
    rows = _execute(page, asked).fetchall() if count else []
    more = count > COUNT_MAX
    totals = {
        column: (counted or {}).get(f"sum_{column}") or Decimal("0.00")
        for column in asked.listing.sums
        if not more
    }
    return Found(rows, min(count, COUNT_MAX), more, totals)


def all_rows(asked: Asked, rows_max: int) -> Iterator[Row]:
    """Every row, for the export and the print; at most one more than `rows_max`."""
    text = SQL("{0}{1} limit {2}").format(_matching(asked), _order(asked), rows_max + 1)
    yield from _execute(text, asked)


def _execute(text: Composed, asked: Asked) -> Cursor[dict[str, Any]]:
    return sql.cursor(as_dict=True).execute(text, _bound(asked))


def _column(name: str) -> Identifier:
    return Identifier("r", name)


def _sum(column: str) -> Identifier:
    return Identifier(f"sum_{column}")


def _matching(asked: Asked) -> Composed:
    """The list's select with the conditions of what was asked, without order and limit."""
    conditions = _conditions(asked)
    where = SQL(" where ") + SQL(" and ").join(conditions) if conditions else SQL("")
    source = SQL("select * from (") + SQL(asked.listing.source.text) + SQL(") as r")
    return source + where


def _order(asked: Asked) -> Composed:
    down = SQL(" desc") if asked.sort.startswith("-") else SQL("")
    return SQL(" order by {0}{1} nulls last, {2}{1}").format(
        _column(asked.sort.removeprefix("-")), down, _column(asked.listing.key)
    )


_COMPARE = {
    "is": SQL("{0} = {1}"),
    "from": SQL("{0} >= {1}"),
    "until": SQL("{0} <= {1}"),
    "starts": SQL("{0} like {1}"),
    "contains": SQL("{0} like {1}"),
}


def _conditions(asked: Asked) -> list[Composed]:
    found: list[Composed] = []
    for each in asked.listing.filters:
        if each.key in asked.values:
            found.append(_compared(each.compare, each.column, f"f_{each.key}"))
    if asked.typed["q"] and asked.listing.search:
        one_of = [
            _compared(search.compare, search.column, f"q_{at}")
            for at, search in enumerate(asked.listing.search)
        ]
        found.append(SQL("({0})").format(SQL(" or ").join(one_of)))
    if asked.branch is not None and asked.listing.branch:
        found.append(_compared("is", asked.listing.branch, "own_branch"))
    return found


def _compared(compare: str, column: str, parameter: str) -> Composed:
    return _COMPARE[compare].format(_column(column), Placeholder(parameter))


def _bound(asked: Asked) -> dict[str, Any]:
    """The values of the parameters: the page's own, and what was typed."""
    bound = dict(asked.parameters)
    for each in asked.listing.filters:
        if each.key in asked.values:
            bound[f"f_{each.key}"] = _pattern(each.compare, asked.values[each.key])
    if asked.typed["q"]:
        for at, search in enumerate(asked.listing.search):
            bound[f"q_{at}"] = _pattern(search.compare, asked.typed["q"].replace("\x00", ""))
    if asked.branch is not None and asked.listing.branch:
        bound["own_branch"] = asked.branch
    return bound


def _pattern(compare: str, value: Any) -> Any:
    if compare not in ("starts", "contains"):
        return value
    text = str(value).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"{text}%" if compare == "starts" else f"%{text}%"
