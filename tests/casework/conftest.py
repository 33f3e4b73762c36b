"""办件测试的人员和单位 · people of two branches and of the centre, one employer, one bank.

Everybody has a real login, because whose business somebody must keep out of is read from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

import enrolment_city as city
import receiving

ROLES = {
    "柜员甲": ("teller", "001"),
    "柜员丙": ("teller", "001"),
    "外点柜员": ("teller", "002"),
    "复核乙": ("reviewer", "001"),
    "复核丁": ("reviewer", None),
    "外点复核": ("reviewer", "002"),
    "会计戊": ("accountant", None),
    "管理己": ("administrator", None),
    "管理庚": ("administrator", None),
    "稽核辛": ("auditor", None),
}


@dataclass
class Office:
    """The people by name, the employer's number, the bank account's id."""

    superuser: str
    people: dict[str, Any] = field(default_factory=dict)
    employer: str = ""
    bank: int = 0

    def __getitem__(self, name: str) -> Any:
        return self.people[name]

    def submit(self, who: str, code: str, /, **command: Any) -> Any:
        from provident.casework import api as casework

        return casework.submit(code, command, self[who], id=uuid4())

    def waiting(self, who: str = "柜员甲", **changes: Any) -> str:
        """The number of a case that asks for other ratios of the employer."""
        command = {
            "employer": self.employer,
            "unit_ratio": "11",
            "personal_ratio": "11",
            "from_month": "2026-11",
        } | changes
        return self.submit(who, "collection.change_ratio", **command).case_no

    def suspense(self, amount: str = "500.00") -> int:
        """A receipt of nobody; returns the suspense item."""
        row = receiving.bank_row(
            self.bank, amount, uuid4().hex[:12], opponent_no="777", opponent_name="路人"
        )
        return receiving.receive(row).receipt.facts["suspense"]

    def case(self, number: str) -> Any:
        from provident.casework.models import Case

        return Case.objects.get(number=number)

    def steps(self, number: str) -> list[tuple[str, str]]:
        """(step, who) of a case in their order."""
        from provident.casework.models import CaseStep

        found = CaseStep.objects.filter(case__number=number).order_by("version")
        return list(found.values_list("step", "who"))

    def performed(self, code: str) -> list[Any]:
        from provident.kernel.models import Operation

        return list(Operation.objects.filter(code=code).order_by("number"))


def fill(superuser: str) -> Office:
    """Branches, people, bank account and employer in empty books."""
    from provident.parties.models import Branch
    from provident.staff.models import Login
    from provident.staff.people import staff_of

    office = Office(superuser)
    city.open_branch()
    Branch.objects.create(code="002", name="疏附县管理部")
    for place, (name, (role, branch)) in enumerate(ROLES.items()):
        login = Login.objects.create(
            username=f"u{place}",
            name=name,
            id_number=city.resident_number(900 + place),
            branch_id=branch,
            roles=[role],
            password="!",
        )
        office.people[name] = staff_of(login)
    office.bank = receiving.open_bank()
    office.employer = city.open_employer()
    return office


@pytest.fixture
def office(books: str) -> Office:
    return fill(books)
