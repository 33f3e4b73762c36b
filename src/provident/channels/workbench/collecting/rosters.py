"""开户名单 · rosters: the empty form, the upload, the check with its progress, the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.collecting.listings import FINDINGS, ROSTER_STANDS, ROSTERS
from provident.channels.workbench.listing import listing_in
from provident.channels.workbench.log.masking import mask_text
from provident.channels.workbench.pages import REFUSED, page
from provident.channels.workbench.people.ways import acts
from provident.collection.roster import template_workbook
from provident.collection.staging import checking, uploads
from provident.kernel.refusal import Reason, Refusal, refuse
from provident.kernel.sql import Statement
from provident.parties import api as parties
from provident.staff.api import Staff, note_export

HEAD = Statement(__file__, "sql/roster_head.sql")

OPEN_MEMBERS = "collection.open_members"
RETURNED = mark("退回名单")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOAD_BYTES_MAX = 20 * 1024 * 1024
FILE_NAME_MAX = 200
IN_PROGRESS = ("waiting", "running")


@page("rosters", "rosters", mark("开户名单"))
def rosters(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The uploaded rosters; whoever opens members can upload another one here."""
    if request.GET.get("template") == "xlsx":
        return _workbook(template_workbook(with_example=True), _("职工开户名单模板"))
    if request.method == "POST":
        return _take_in(request, staff)
    return _page(request, staff)


def _page(
    request: HttpRequest, staff: Staff, reasons: tuple[Reason, ...] = (), employer: str = ""
) -> HttpResponse:
    shown = listing_in(request, staff, ROSTERS, prefix="")
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "title": _("开户名单"),
        "list": shown,
        "may_upload": staff.may_make(OPEN_MEMBERS),
        "reasons": reasons,
        "heading": _("名单没有收下："),
        "employer": employer or request.GET.get("employer", ""),
    }
    status = REFUSED if reasons else 200
    return render(request, "workbench/collecting/rosters.html", context, status=status)


def _take_in(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Keep the uploaded file and order its check; what was wrong with it is told here."""
    employer = request.POST.get("employer", "").replace("\x00", "").strip()
    try:
        upload, again = _kept(employer, request.FILES.get("file"), staff)
    except Refusal as refusal:
        return _page(request, staff, refusal.reasons, employer)
    address = reverse("desk:roster", args=[upload])
    return redirect(f"{address}?again=1" if again else address)


def _kept(employer: str, file: UploadedFile | None, staff: Staff) -> tuple[int, bool]:
    """The number of the roster, and whether this very file was there already."""
    if not staff.may_make(OPEN_MEMBERS):
        raise refuse("staff.no_right", _("您的岗位不能上传开户名单，请由柜员办理。"))
    found = parties.find_employer(employer) if employer else None
    if found is None or not staff.sees_branch(found.branch_id):
        raise refuse(
            "employer.unknown",
            _("没有这个单位账号，或者单位不属于您的网点，请核对后重新填写。"),
        )
    if file is None:
        raise refuse("roster.no_file", _("没有选择文件，请选择填好的名单（.xlsx）。"))
    if (file.size or 0) > UPLOAD_BYTES_MAX:
        raise refuse("roster.too_large", _("文件超过 20 MB，请拆成几个名单分别上传。"))
    content = file.read()
    known = checking.same_file(found.pk, content)
    if known is not None:
        return known, True
    name = (file.name or "")[-FILE_NAME_MAX:]
    upload = uploads.upload_roster(found.number, name, content, uploaded_by=staff.name)
    checking.order_check(upload)
    return upload, False


@page("roster", "rosters/<int:upload>", mark("开户名单"))
def roster(request: HttpRequest, staff: Staff, upload: int) -> HttpResponse:
    """One roster: how far its check is, and every reason beside its row.

    A POST checks it again; `?errors=xlsx` gives the file back with the reasons in it, to
    whoever can upload it corrected.
    """
    head = HEAD.row(upload=upload)
    if head is None or not staff.sees_branch(head["branch"]):
        raise Http404
    if request.method == "POST":
        return _check_again(staff, head)
    if request.GET.get("errors") == "xlsx":
        return _returned(request, staff, head)
    shown = listing_in(request, staff, FINDINGS, parameters={"upload": upload})
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "title": head["file_name"],
        "head": head,
        "stands": ROSTER_STANDS[head["stands"]],
        "in_progress": head["stands"] in IN_PROGRESS,
        "again": "again" in request.GET,
        "may_check": staff.may_make(OPEN_MEMBERS) and head["stands"] not in IN_PROGRESS,
        "may_return": staff.may_make(OPEN_MEMBERS) and head["bad"],
        "acts": _acts(staff, head),
        "list": shown,
    }
    return render(request, "workbench/collecting/roster.html", context)


def _check_again(staff: Staff, head: Mapping[str, Any]) -> HttpResponse:
    if not staff.may_make(OPEN_MEMBERS) or head["stands"] == "taken":
        raise refuse(
            "roster.no_check", _("名单已经办理，或者您的岗位不能预审名单，不再重新预审。")
        )
    checking.order_check(head["id"])
    return redirect("desk:roster", head["id"])


def _returned(request: HttpRequest, staff: Staff, head: Mapping[str, Any]) -> HttpResponse:
    """The whole file with its reasons.  It has everybody's numbers in full: that it is taken
    away, and by whom, is written down."""
    if not staff.may_make(OPEN_MEMBERS):
        raise refuse("staff.no_right", _("您的岗位不能下载退回名单，请由柜员办理。"))
    if not head["bad"]:
        raise Http404
    made, name = uploads.error_workbook(head["id"]), head["file_name"]
    note_export(staff, RETURNED, request.path, mask_text(name), head["total"])
    return _workbook(made, f"退回-{name}")


def _acts(staff: Staff, head: Mapping[str, Any]) -> list[Any]:
    if head["stands"] != "good":
        return []
    return acts(staff, [OPEN_MEMBERS], employer=head["employer"], upload=head["id"])


def _workbook(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type=XLSX)
    named = quote(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{named}"
    return response
