"""门户网址 · the addresses of the public pages."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from provident.channels.portal import policy_pages, views
from provident.channels.portal.closed import with_policy
from provident.channels.portal.kept import kept

urlpatterns = [
    path("", with_policy(kept(views.home)), name="home"),
    path("calc/<slug:code>", with_policy(kept(views.calculator)), name="calculator"),
    path("calc/<slug:code>/<slug:sheet>.xlsx", with_policy(views.workbook), name="workbook"),
    path("policy", with_policy(kept(policy_pages.policy)), name="policy"),
    path("policy/<str:name>", with_policy(kept(policy_pages.parameter)), name="parameter"),
    path("language", set_language, name="language"),
]
