"""样样一件 · one record of every kind, and somebody of every kind to look at it.

The people: t a teller and r a reviewer of branch 001, f and g the same of branch 002, R a
reviewer, a an accountant, s an administrator and u an auditor of the whole centre.  The records
are those of branch 001.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import enrolment_city as city
from workbench.desks import open_login, signed_in_as
from workbench.money_town import MoneyTown, build

PEOPLE = {
    "t": ("teller", "001"),
    "f": ("teller", "002"),
    "r": ("reviewer", "001"),
    "g": ("reviewer", "002"),
    "R": ("reviewer", None),
    "a": ("accountant", None),
    "s": ("administrator", None),
    "u": ("auditor", None),
}


@dataclass
class Place:
    """Somebody of every kind, each at his own browser, and one record of every kind."""

    town: MoneyTown
    logins: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)

    def address(self, path: str) -> str:
        for part, record in self.records.items():
            path = path.replace(part, record)
        assert "<" not in path, f"no record for {path}"
        return f"/desk/{path}"

    def answers(self, address: str, posted: Any = None) -> dict[str, int]:
        """The status of each person's answer."""
        sent = (
            (who, client.get(address) if posted is None else client.post(address, posted))
            for who, client in self.clients.items()
        )
        return {who: answer.status_code for who, answer in sent}

    def opened_case(self, **changes: Any) -> str:
        """The number of a new case of the teller t about the employer of branch 001."""
        from provident.casework import api as casework
        from provident.staff.people import staff_of

        command = {"employer": self.town.employer, "version": 1, "pay_day": 15} | changes
        staff = staff_of(self.logins["t"])
        outcome = casework.submit("collection.change_employer", command, staff, id=uuid4())
        return outcome.case_no or ""


def one_of_everything() -> Place:
    """In empty books: the money town, and what its pages need besides."""
    from provident.collection.staging import uploads
    from provident.kernel.models import Operation
    from provident.ledger.models import Voucher
    from provident.ledger.vouchers import number_vouchers
    from provident.settlement.models import NoticeFrame, WireMessage

    town = build()
    one = Place(town)
    for who, (role, branch) in PEOPLE.items():
        one.logins[who] = open_login(role, branch=branch)
        one.clients[who] = signed_in_as(one.logins[who])
    number_vouchers(city.date(2026, 11, 2), posted_by="记账员")
    content = city.roster(city.person(60))
    frame = NoticeFrame.objects.create(sender_seq_no="B1", body=b"<x", rows_total=0, rows_new=0)
    message = WireMessage.objects.create(
        seq_no="C1", tx_code="BDC101", node="105000", sent_on="2026-11-02", state="answered",
        request={"head": {}, "body": {}}, answer={"head": {}, "body": {}},
        return_code="00000", return_message="成功",
    )  # fmt: skip
    one.records = {
        "employers/<str:number>": f"employers/{town.employer}",
        "members/<str:number>": f"members/{town.member}",
        "<str:reference>": town.reference,
        "<int:upload>": str(
            uploads.upload_roster(town.employer, "名单.xlsx", content, uploaded_by="甲")
        ),
        "<int:receipt>": str(town.paid),
        "<int:item>": str(town.suspense),
        "<int:row>": str(town.suspense_row),
        "<int:voucher>": str(Voucher.objects.order_by("number")[0].pk),
        "<str:item>": "members",
        "<str:on>": "2026-11-02",
        "<int:number>": "1",
        "<int:message>": str(message.pk),
        "<int:frame>": str(frame.pk),
        "<str:operation_no>": Operation.objects.get(code="collection.open_member").number,
        "<str:case_no>": one.opened_case(),
        "<str:part>": "again",
        "<str:code>": "collection.open_member",
        "<str:kind>": "employer",
        "<str:username>": one.logins["t"].username,
        "<str:issued_to>": one.logins["t"].username,
    }
    return one
