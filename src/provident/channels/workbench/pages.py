"""页面目录 · every page of the workbench, and the guard in front of each.

`@page` enters a view into the registry.  Nobody reaches the view without having signed in and
without the right to see the page (`duties/roles.yaml`); what the view refuses is answered in
words.  Whoever wants to know which pages there are (the menu, the addresses, the test of
rights) asks the registry.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from provident.channels.workbench.signing.guard import not_signed_in, signed_in
from provident.kernel.refusal import Conflict, Defect, Reason, Refusal

View = Callable[..., HttpResponse]

NOT_ALLOWED, NOT_FOUND, OVERTAKEN, REFUSED = 403, 404, 409, 422


@dataclass(frozen=True, slots=True)
class Page:
    """一个页面 · `name` is what rights speak of; `path` is below `/desk/`."""

    name: str
    path: str
    title: str
    view: View


_registry: dict[str, Page] = {}


def page(name: str, path: str, title: str) -> Callable[[View], View]:
    """Enter a view `(request, staff, **parts of the path) -> HttpResponse` as a page.

    One name may have several addresses (a page and its export, say): they share one right;
    the first of them gives the page its title and is the one that `desk:<name>` leads to.
    """

    def enter(view: View) -> View:
        key = f"{name} {path}"
        if key in _registry:
            raise Defect(f"page {key} is registered twice")
        _registry[key] = Page(name, path, title, _guarded(name, view))
        return view

    return enter


def pages() -> Iterator[Page]:
    """Every page in the order of its name; the main address of a name first."""
    seen = list(_registry.values())
    yield from sorted(seen, key=lambda one: one.name)


def load_pages(package: str) -> None:
    """Import every module below `package`, which enters their pages into the registry."""
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, f"{package}."):
        importlib.import_module(module.name)


def _guarded(name: str, view: View) -> View:
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        staff = signed_in(request)
        if staff is None:
            return not_signed_in(request)
        request.staff = staff  # type: ignore[attr-defined]  # the frame shows who it is
        if not staff.may_see(name):
            return _no_right(request)
        request.GET = _storable(request.GET)  # type: ignore[assignment]
        if any("\x00" in str(part) for part in parts.values()):
            return answered(request, _not_there)
        return answered(request, lambda: view(request, staff, **parts))

    return guarded


def _storable(asked: QueryDict) -> QueryDict:
    """The query without NUL, the one character that the database cannot even be asked for.

    In a form it is refused beside its input; nobody types an address.
    """
    if not any("\x00" in text for key, texts in asked.lists() for text in (key, *texts)):
        return asked
    cleaned = QueryDict(mutable=True)
    for key, texts in asked.lists():
        cleaned.setlist(key.replace("\x00", ""), [text.replace("\x00", "") for text in texts])
    return cleaned


def _not_there() -> HttpResponse:
    raise Http404


def answered(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What the view answers, or its refusal in words."""
    try:
        return view()
    except Http404:
        return _told(request, NOT_FOUND, _("没有找到"), _nothing_here())
    except Conflict as conflict:
        reasons = (Reason(conflict.code, conflict.says, conflict.facts),)
        return _told(request, OVERTAKEN, _("情况已经变了"), reasons)
    except Refusal as refusal:
        return _told(request, REFUSED, _("现在不能办理"), refusal.reasons)


def _no_right(request: HttpRequest) -> HttpResponse:
    says = _("您的岗位没有查看这一页的权限。如果工作需要，请联系系统管理员调整岗位。")
    return _told(request, NOT_ALLOWED, _("没有权限"), (Reason("staff.no_right", says),))


def _nothing_here() -> tuple[Reason, ...]:
    says = _("没有这条记录，或者它不属于您的网点。请核对号码，或用上方的查找。")
    return (Reason("page.not_found", says),)


def _told(
    request: HttpRequest, status: int, title: str, reasons: tuple[Reason, ...]
) -> HttpResponse:
    told = {"title": title, "reasons": reasons}
    return render(request, "workbench/told.html", told, status=status)
