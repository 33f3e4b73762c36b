"""去处 · where the values on these pages lead, and what a person may do from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from provident.channels.workbench.listing.declaring import Row
from provident.kernel.operation import catalogue
from provident.staff.api import Staff


def to(page: str, key: str) -> Callable[[Row], str]:
    """The address of the page about what stands in this column; "" where nothing does, as
    in a row of totals."""

    def address(row: Row) -> str:
        return reverse(f"desk:{page}", args=[row[key]]) if row.get(key) else ""

    return address


def operation_title(code: str) -> str:
    """The title of an operation; its code, when this version of the program has none such."""
    return next((_(spec.title) for spec in catalogue() if spec.code == code), code)


@dataclass(frozen=True, slots=True)
class Act:
    """可办业务 · one operation that can be begun from a page; `address` is its form."""

    title: str
    address: str


def acts(staff: Staff, codes: Iterable[str], **filled: str | int) -> list[Act]:
    """Of these operations, what this person may make; the forms come filled in as given.

    A button carries the title of its operation, as everywhere.
    """
    query = f"?{urlencode(filled)}" if filled else ""
    return [
        Act(operation_title(code), reverse("desk:form", kwargs={"code": code}) + query)
        for code in codes
        if staff.may_make(code)
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """页面的一部分 · one tab of a long page."""

    key: str
    title: str
    address: str
    here: bool


def parts(request: HttpRequest, named: Iterable[tuple[str, str]]) -> tuple[str, list[Part]]:
    """Which of the `(key, title)` is asked for with `?part=`, and all of them as tabs.

    The first one is shown when none or an unknown one is asked for.
    """
    known = list(named)
    keys = [key for key, _title in known]
    asked = request.GET.get("part", "")
    here = asked if asked in keys else keys[0]
    return here, [
        Part(key, _(title), request.path if key == keys[0] else f"?part={key}", key == here)
        for key, title in known
    ]
