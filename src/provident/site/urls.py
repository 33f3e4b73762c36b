"""网址 · the public pages, the workbench, the programming interface, and whether all is up."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from provident.channels.api.interface import api
from provident.kernel import clock


def health(_request: HttpRequest) -> JsonResponse:
    """Answers 200 with the open business day; the database had to answer for it."""
    return JsonResponse({"status": "ok", "business_date": clock.today().isoformat()})


urlpatterns = [
    path("health", health),
    path("api/v1/", api.urls),
    path("desk/", include("provident.channels.workbench.signing.urls")),
    path("desk/", include("provident.channels.workbench.urls")),
    path("", include("provident.channels.portal.urls")),
]
