"""页面框架 · what the frame of every workbench page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from provident.channels.workbench.menu import menu
from provident.kernel.models import BusinessDay
from provident.staff.api import Staff


def frame(request: HttpRequest) -> dict[str, Any]:
    """The menu, the business day and who is signed in; nothing for other pages."""
    staff: Staff | None = getattr(request, "staff", None)
    if staff is None:
        return {}
    return {
        "staff": staff,
        "menu": menu(staff, request.path),
        "may": {page: staff.may_see(page) for page in ("search", "day")},
        "business_day": BusinessDay.objects.filter(state=BusinessDay.OPEN).first(),
        "demonstration": getattr(settings, "DEMONSTRATION", False),
    }
