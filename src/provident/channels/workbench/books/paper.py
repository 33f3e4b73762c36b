"""打印 · a document of the books as a PDF that the browser shows."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse

from provident.kernel.moment import now
from provident.staff.api import Staff


class Printed(TypedDict):
    """What every document states: whose it is, who printed it and when."""

    centre: str
    printed_by: str
    printed_at: datetime


def printed(staff: Staff) -> Printed:
    """The centre, the person and the moment."""
    return {
        "centre": settings.CENTRE_NAME,
        "printed_by": staff.name,
        "printed_at": now(),
    }


def pdf(content: bytes, name: str) -> HttpResponse:
    """The answer; `name` is the file's, with its `.pdf`."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response
