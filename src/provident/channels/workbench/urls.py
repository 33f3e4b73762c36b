"""柜面网址 · the addresses of the workbench, made from the registry of pages."""

from __future__ import annotations

from django.urls import path

from provident.channels.workbench.pages import pages

app_name = "desk"
# Of addresses that take the same number of parts `reverse` chooses the one that stands last: a
# page's main address.
urlpatterns = [path(page.path, page.view, name=page.name) for page in reversed(list(pages()))]
