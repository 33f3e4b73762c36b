"""暂停服务 · what a page says while there is no policy that it could answer from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from provident.channels.portal.policy_in_use import PolicyUnusable

UNAVAILABLE = 503
RETRY_AFTER_S = 600

Page = Callable[..., HttpResponse]


def with_policy(page: Page) -> Page:
    """The page, or in words that there is no policy in force to answer from."""

    @wraps(page)
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return page(request, *args, **named)
        except PolicyUnusable:
            response = render(request, "portal/closed.html", status=UNAVAILABLE)
            response["Retry-After"] = str(RETRY_AFTER_S)
            return response

    return answered
