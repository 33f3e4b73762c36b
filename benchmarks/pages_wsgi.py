"""页面量测的服务 · the centre's application with one bare view beside its pages."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provident.site.settings")
application = get_wsgi_application()


def bare(_request: HttpRequest) -> HttpResponse:
    """The least that Django can answer."""
    return HttpResponse("ok")


def _add_the_bare_view() -> None:
    """Its address goes in front; Django reads the list when the first request comes."""
    from provident.site import urls

    urls.urlpatterns.insert(0, path("bare", bare))


_add_the_bare_view()
