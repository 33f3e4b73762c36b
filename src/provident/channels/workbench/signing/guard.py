"""门卫 · the two questions that every page of the workbench asks first.

staff = signed_in(request)
if staff is None:
    return not_signed_in(request)
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from provident.channels.workbench.signing.held import hold, safe
from provident.channels.workbench.signing.presence import LAST, WHY, LastSignIn, present
from provident.staff.api import Staff
from provident.staff.people import staff_of

NOT_SIGNED_IN = 401


def signed_in(request: HttpRequest) -> Staff | None:
    """Who works in this browser; None when nobody does, or his session has ended."""
    login = present(request)
    return staff_of(login) if login else None


def not_signed_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page, from which the person comes back to where he was.

    A POST is answered with the sign-in page itself, which carries everything typed along.
    """
    why: str = getattr(request, "ended", "")
    if request.method == "POST":
        return _with_what_was_typed(request, why)
    asked = {"next": _address(request)} | ({"why": why} if why else {})
    way = f"{reverse('signing:sign_in')}?{urlencode(asked)}"
    if _is_partial(request):
        return HttpResponse(headers={"HX-Redirect": way})
    return redirect(way)


def last_sign_in(request: HttpRequest) -> LastSignIn | None:
    """When and from where this person signed in the time before; None at the first time."""
    noted = request.session.get(LAST)
    return LastSignIn(**noted) if noted else None


def _with_what_was_typed(request: HttpRequest, why: str) -> HttpResponse:
    shown = {"held": hold(request), "why": WHY.get(why)}
    if not _is_partial(request):
        return render(request, "workbench/signing/sign_in.html", shown, status=NOT_SIGNED_IN)
    # A partial answer would land inside the page; this one takes the page's place.
    response = render(request, "workbench/signing/sign_in.html", shown)
    response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def _is_partial(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _address(request: HttpRequest) -> str:
    """The page to come back to: of a partial request, the page that it was for."""
    if not _is_partial(request):
        return request.get_full_path()
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    return safe(f"{parts.path}?{parts.query}" if parts.query else parts.path)
