"""防伪造 · a POST to the desk must come from one of the desk's own pages.

The public pages keep no session and change nothing, so they carry no token and stay the same
for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from provident.channels.workbench.signing.held import HOME, hold
from provident.channels.workbench.signing.presence import present

FORBIDDEN = 403


class DeskCsrf(CsrfViewMiddleware):
    """Django's check, for the addresses below `/desk/` only."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., Any],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        if not request.path.startswith(HOME):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


@requires_csrf_token
def outdated(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a refused POST is answered with.

    A page of ours that was opened before the last sign-in keeps what was typed: it is shown
    again and not done.  From elsewhere nothing is taken.
    """
    del reason  # Django's words for programmers
    if not _came_from_here(request):
        return render(request, "workbench/signing/outdated.html", status=FORBIDDEN)
    shown = {"held": hold(request)}
    if present(request) is not None:
        return render(request, "workbench/signing/go_on.html", shown)
    return render(request, "workbench/signing/sign_in.html", shown, status=FORBIDDEN)


def _came_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
