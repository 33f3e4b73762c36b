"""列表的回答 · a list as a page, as part of a page, as a workbook and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from provident.channels.workbench.listing import asking
from provident.channels.workbench.listing.declaring import Column, Listing, Row
from provident.channels.workbench.listing.writing import Cell, cell, exported
from provident.channels.workbench.log.masking import mask_text
from provident.documents import workbook
from provident.documents.workbook import Cell as WorkbookCell
from provident.kernel.refusal import refuse
from provident.staff.api import Staff, note_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRINT_ROWS_MAX = 2_000
EXPORT, PRINT = "export", "print"
NO_EXPORT = gettext_noop("您的岗位没有导出的权限。如果工作需要，请联系系统管理员。")


@dataclass(frozen=True, slots=True)
class Heading:
    """表头 · `address` sorts by this column, the other way round when it already does."""

    title: str
    number: bool
    address: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Choice:
    """筛选条件的样子."""

    id: str
    name: str
    title: str
    kind: str
    value: str
    words: tuple[tuple[str, str], ...]
    fault: str


@dataclass(frozen=True, slots=True)
class Shown:
    """列表的一页，可以直接写成网页 · everything that the template writes."""

    listing: Listing
    prefix: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[Cell | None, ...]
    choices: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    q: str
    count: str
    narrowed: bool
    first: int
    last: int
    before: str
    after: str
    clear: str
    export: str
    on_paper: str
    printing: bool = False


def listing_page(
    request: HttpRequest,
    staff: Staff,
    listing: Listing,
    *,
    parameters: Mapping[str, Any] | None = None,
    template: str = "workbench/listing_page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page that is a list: the page, its workbook (`?export=`) or its print (`?print=`)."""
    shown = listing_in(request, staff, listing, parameters=parameters, prefix="")
    if isinstance(shown, HttpResponse):
        return shown
    return render(
        request, template, {"title": _(listing.title), "list": shown, **(context or {})}
    )


def listing_in(
    request: HttpRequest,
    staff: Staff,
    listing: Listing,
    *,
    parameters: Mapping[str, Any] | None = None,
    prefix: str | None = None,
) -> Shown | HttpResponse:
    """A list inside another page; or the workbook or print of it that was asked for.

    `parameters` are those of the list's select.  The query's keys begin with the list's name,
    so that several lists can stand on one page.
    """
    keys = f"{listing.name}." if prefix is None else prefix
    asked = asking.read(listing, request.GET, keys, parameters or {}, staff)
    if request.GET.get(EXPORT) == listing.name:
        return _workbook(request, asked, staff)
    if request.GET.get(PRINT) == listing.name:
        return _on_paper(request, asked, keys)
    return _shown(request, asked, keys, asking.find(asked))


def _shown(
    request: HttpRequest, asked: asking.Asked, prefix: str, found: asking.Found
) -> Shown:
    listing, way = asked.listing, _Way(request, prefix)
    columns = [column for column in listing.columns if column.on_screen]
    start = (asked.page - 1) * asking.PAGE_ROWS
    last = start + len(found.rows)
    mine = {f"{prefix}{key}" for key in ("q", "sort", "page", *asked.typed)}
    count = _("%(count)s 条以上") if found.more else _("共 %(count)s 条")
    return Shown(
        listing=listing,
        prefix=prefix,
        headings=tuple(_heading(asked, column, way) for column in columns),
        rows=tuple(tuple(cell(column, row) for column in columns) for row in found.rows),
        sums=_sums(columns, found) if found.sums and found.count else (),
        choices=_choices(asked, prefix),
        kept=tuple(
            (k, str(v)) for k, v in request.GET.items() if k not in {*mine, EXPORT, PRINT}
        ),
        q=asked.typed["q"],
        count=count % {"count": f"{found.count:,}"},
        narrowed=any(asked.typed.values()),
        first=start + 1 if found.rows else 0,
        last=last,
        before=way.to(page=str(asked.page - 1)) if asked.page > 1 else "",
        after=way.to(page=str(asked.page + 1)) if found.more or last < found.count else "",
        clear=way.without(*(key for key in asked.typed)),
        export=way.to(export=listing.name),
        on_paper=way.to(print=listing.name),
    )


class _Way:
    """Addresses of the same page with something else asked of the list."""

    def __init__(self, request: HttpRequest, prefix: str) -> None:
        self._request, self._prefix = request, prefix

    def to(self, **changes: str) -> str:
        data = self._request.GET.copy()
        data.pop(EXPORT, None)
        data.pop(PRINT, None)
        for key, value in changes.items():
            data[key if key in (EXPORT, PRINT) else f"{self._prefix}{key}"] = value
        return f"?{data.urlencode()}"

    def without(self, *keys: str) -> str:
        data = self._request.GET.copy()
        for key in (*keys, "page"):
            data.pop(f"{self._prefix}{key}", None)
        return f"?{data.urlencode()}"


def _heading(asked: asking.Asked, column: Column, way: _Way) -> Heading:
    now = asked.sort.removeprefix("-") == column.key
    down = now and asked.sort.startswith("-")
    turned = column.key if down or not now else f"-{column.key}"
    return Heading(
        _(column.title),
        column.kind in ("yuan", "count", "percent"),
        way.to(sort=turned, page="1") if column.sortable else "",
        ("descending" if down else "ascending") if now else "",
    )


def _sums(columns: list[Column], found: asking.Found) -> tuple[Cell | None, ...]:
    return tuple(
        cell(column, found.sums) if column.key in found.sums else None for column in columns
    )


def _choices(asked: asking.Asked, prefix: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            f"{asked.listing.name}-{each.key}",
            f"{prefix}{each.key}",
            _(each.title),
            each.kind,
            asked.typed[each.key],
            tuple((code, _(word)) for code, word in each.words.items()),
            asked.faults.get(each.key, ""),
        )
        for each in asked.listing.filters
    )


def _workbook(request: HttpRequest, asked: asking.Asked, staff: Staff) -> HttpResponse:
    """The rows as a workbook; that they are taken away, and by whom, is written down."""
    if not staff.rows_max:
        raise refuse("listing.no_export", _(NO_EXPORT))
    columns, taken = asked.listing.columns, 0

    def rows() -> Iterator[list[WorkbookCell]]:
        nonlocal taken
        for row in _limited(asked, staff):
            taken += 1
            yield [exported(column, row) for column in columns]

    made = workbook.table([workbook.Column(_(column.title)) for column in columns], rows())
    note_export(staff, asked.listing.title, request.path, mask_text(asked.in_words()), taken)
    response = HttpResponse(made, content_type=XLSX)
    name = quote(f"{_(asked.listing.title)}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _limited(asked: asking.Asked, staff: Staff) -> Iterator[Row]:
    for at, row in enumerate(asking.all_rows(asked, staff.rows_max)):
        if at == staff.rows_max:
            says = _("您一次最多导出 %(rows)s 行，这里超过了。请先用筛选条件缩小范围。")
            raise refuse(
                "listing.too_many_rows",
                says % {"rows": f"{staff.rows_max:,}"},
                rows_max=staff.rows_max,
            )
        yield row


def _on_paper(request: HttpRequest, asked: asking.Asked, prefix: str) -> HttpResponse:
    rows = [dict(row) for row in asking.all_rows(asked, PRINT_ROWS_MAX)]
    if len(rows) > PRINT_ROWS_MAX:
        says = _("一次最多打印 %(rows)s 行，这里超过了。请先用筛选条件缩小范围。")
        raise refuse("listing.too_long_to_print", says % {"rows": f"{PRINT_ROWS_MAX:,}"})
    sums = asking.find(asked).sums
    shown = _shown(request, asked, prefix, asking.Found(rows, len(rows), more=False, sums=sums))
    return render(request, "workbench/listing_paper.html", {"list": shown})
