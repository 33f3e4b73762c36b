"""小中心的人 · two administrators and a teller who is not let in yet, opened by operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from provident.kernel.context import By
from provident.kernel.operation import perform
from tests.staff import people_here as here
from workbench.desks import open_login, signed_in_as

TWO = By("田丽", "吴浩")
SPOUSE = "650106198106302164"
"""Synthetic; check digit computed by hand with GB 11643-1999."""


@dataclass
class Centre:
    """The administrators 田丽 and 吴浩, the teller 张明 with a spouse, not yet let in."""

    tianli: Any
    wuhao: Any
    zhang: Any

    def as_administrator(self) -> Client:
        return signed_in_as(self.tianli)

    def as_auditor(self) -> Client:
        return signed_in_as(open_login("auditor"))


def open_centre() -> Centre:
    """In empty books: two branches and the three people."""
    from provident.parties import registration
    from provident.staff.models import Login

    registration.register_branch("001", "市区管理部")
    registration.register_branch("002", "疏附管理部")
    for username, name in (("tianli", "田丽"), ("wuhao", "吴浩")):
        command = {"username": username, "name": name, "id_number": here.NUMBERS[username]}
        perform("staff.open_first_administrator", command, By.machine("installation"))
    command = {
        "username": "zhang",
        "name": "张明",
        "id_number": here.NUMBERS["zhang"],
        "branch": "001",
        "roles": ["teller"],
    }
    perform("staff.open_login", command, TWO)
    spouse = {"name": "李娜", "id_number": SPOUSE, "relation": "spouse"}
    perform("staff.set_relatives", {"username": "zhang", "relatives": [spouse]}, TWO)
    return Centre(*(Login.objects.get(username=one) for one in ("tianli", "wuhao", "zhang")))
