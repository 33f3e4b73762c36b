"""柜面办理的测试 · people at the counter of a small town, without the sign-in in between."""

from __future__ import annotations

from typing import Any

import pytest
from counter import Desk
from django.test import Client

import enrolment_city as city


@pytest.fixture
def desk(books: str, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of 柜员甲 of branch 001; `sit` puts somebody new there,
    `again` somebody who had been there."""
    from provident.channels.workbench import pages
    from provident.staff.models import Login
    from provident.staff.people import staff_of

    city.open_branch()

    def sit(name: str, *roles: str, branch: str | None = None, serial: int = 900) -> Any:
        login = Login.objects.create(
            username=f"u{serial}",
            name=name,
            id_kind="01",
            id_number=city.resident_number(serial),
            branch_id=branch,
            roles=list(roles),
            password="!",
        )
        return again(staff_of(login))

    def again(staff: Any) -> Any:
        monkeypatch.setattr(pages, "signed_in", lambda _request: staff)
        return staff

    sit("柜员甲", "teller", branch="001")
    return Desk(Client(), sit, again)
