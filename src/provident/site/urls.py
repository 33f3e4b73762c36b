"""网址 · one address for now: is the system up, and which business day is open."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path

from provident.kernel import clock


def health(_request: HttpRequest) -> JsonResponse:
    """Answers 200 with the open business day; the database had to answer for it."""
    return JsonResponse({"status": "ok", "business_date": clock.today().isoformat()})


urlpatterns = [path("health", health)]
