"""政策发布与比对 · the releases, what each changed, and what the files would change now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import Column, Filter, Listing, Search, listing_page
from provident.channels.workbench.money.facts import deed, fact, known, way
from provident.channels.workbench.pages import page
from provident.kernel.sql import Statement
from provident.policy import api as policy
from provident.policy.comparison import CaseChange, Change, compare, compare_cases
from provident.policy.releases import FIRST_CHECKER, FIRST_MAKER
from provident.staff.api import Staff

_RELEASES = Statement(__file__, "sql/releases.sql")
_ONE = Statement(__file__, "sql/release.sql")

SHOWN_MAX = 300
"""More changes than these are only counted: the first release changes everything."""


@dataclass(frozen=True, slots=True)
class Difference:
    """两份政策的不同 · the records that differ and the cases that are answered differently."""

    changes: tuple[Change, ...]
    beyond: int
    cases: tuple[CaseChange, ...]

    @property
    def nothing(self) -> bool:
        """Whether both say the same."""
        return not (self.changes or self.cases)


def difference(before: policy.Library, after: policy.Library) -> Difference:
    """What changes from one library to the other."""
    changes = compare(before, after)
    shown = tuple(changes[:SHOWN_MAX])
    return Difference(shown, len(changes) - len(shown), tuple(compare_cases(before, after)))


def _releases(staff: Staff) -> Listing:
    return Listing(
        name="releases",
        title=_("政策发布"),
        source=_RELEASES,
        columns=(
            Column(
                "number", mark("发布号"), link=lambda row: way(staff, "policy", row["number"])
            ),
            Column("published_at", mark("发布时刻"), "moment"),
            Column("maker", mark("经办")),
            Column("checker", mark("复核")),
            Column("note", mark("说明")),
            Column("digest", mark("内容摘要")),
        ),
        order="-number",
        key="number",
        filters=(
            Filter("maker", mark("经办"), "maker", "starts", "text"),
            Filter("checker", mark("复核"), "checker", "starts", "text"),
        ),
        search=(Search("note", "contains"), Search("digest")),
        search_hint=_("说明、摘要"),
        empty=_("还没有发布过政策。"),
    )


def _people() -> dict[str, str]:
    """安装程序 · who published the first release, in words instead of their reserved names."""
    return {
        "first_maker": FIRST_MAKER,
        "first_checker": FIRST_CHECKER,
        "installer": _("安装程序"),
    }


def releases(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every release, the newest first."""
    context = {"title": _("政策发布"), "here": "releases"}
    template = "workbench/policies/releases.html"
    return listing_page(
        request,
        staff,
        _releases(staff),
        parameters=_people(),
        template=template,
        context=context,
    )


def files(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What publishing the files as they stand would change, and the button that does it."""
    active = policy.active_policy()
    context = {
        "title": _("政策文件与发布的不同"),
        "here": "files",
        "release": active.release_id,
        "problems": (),
        "difference": None,
        "deeds": [],
    }
    try:
        library = policy.files()
    except policy.LibraryError as error:
        context["problems"] = tuple(map(str, error.problems))
    else:
        found = difference(active.library, library)
        context["difference"] = found
        if not found.nothing:
            context["deeds"] = deed(staff, "policy.publish", content=library.content_hash)
    return render(request, "workbench/policies/files.html", context)


@page("policy", "policies/<int:number>", mark("政策发布"))
def release(request: HttpRequest, staff: Staff, number: int) -> HttpResponse:
    """One release: who published it and why, and what it changed."""
    found = _ONE.row(number=number, **_people())
    if found is None:
        raise Http404
    facts = known(
        (
            fact(_("发布号"), found["number"]),
            fact(_("发布时刻"), f"{localtime(found['published_at']):%Y-%m-%d %H:%M:%S}"),
            fact(_("经办"), found["maker"]),
            fact(_("复核"), found["checker"]),
            fact(_("说明"), found["note"]),
            fact(_("内容摘要（SM3）"), found["content_hash"]),
            fact(_("上一次发布"), found["before"], way(staff, "policy", found["before"])),
            fact(_("下一次发布"), found["after"], way(staff, "policy", found["after"])),
        )
    )
    context = {
        "title": _("第 %(number)s 号政策发布") % {"number": number},
        "facts": facts,
        "difference": difference(
            policy.released(found["before"]).library, policy.released(number).library
        )
        if found["before"]
        else None,
    }
    return render(request, "workbench/policies/release.html", context)
