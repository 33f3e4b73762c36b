"""门户网址 · the addresses of the public pages."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from provident.channels.portal import policy_pages, views

urlpatterns = [
    path("", views.home, name="home"),
    path("calc/<slug:code>", views.calculator, name="calculator"),
    path("calc/<slug:code>/<slug:sheet>.xlsx", views.workbook, name="workbook"),
    path("policy", policy_pages.policy, name="policy"),
    path("policy/<str:name>", policy_pages.parameter, name="parameter"),
    path("language", set_language, name="language"),
]
