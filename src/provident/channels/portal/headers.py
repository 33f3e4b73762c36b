"""安全响应头 · pages load nothing from elsewhere and run no script but their own file."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

Answer = Callable[[HttpRequest], HttpResponse]


def only_from_here(answer: Answer) -> Answer:
    """Middleware that says so to the browser."""

    def with_policy(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response

    return with_policy
