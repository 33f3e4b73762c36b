"""页面的语句数 · no page sends more statements to the database because it shows more.

Every page of the registry is asked for with three and with sixty of everything: employees,
receipts, unknown money, changes, rosters and their findings, cases, messages, logins and logs.
Pages with parts are asked for each part, lists also as workbook and on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

import enrolment_city as city
import receiving
from workbench.desks import open_login, signed_in_as
from workbench.money_town import PAYER, MoneyTown, build, stranger
from workbench.statements import statements

pytestmark = pytest.mark.database

FEW, MANY = 3, 60
BRANCH = "001"


class Growing:
    """A town of which there can be more, and the people who look at it."""

    def __init__(self) -> None:
        self.town: MoneyTown = build()
        self.there = 0
        roles = ("teller", "accountant", "administrator", "auditor")
        self.logins = {
            role: open_login(role, branch=BRANCH if role == "teller" else None)
            for role in roles
        }
        self.clients = {role: signed_in_as(login) for role, login in self.logins.items()}
        self.cases: list[str] = []
        self.findings = 0

    def grow(self, count: int) -> None:
        """Until there are `count` of everything."""
        from provident.ledger.vouchers import number_vouchers

        for serial in range(self.there, count):
            self._people_and_money(serial)
            self._what_is_logged(serial)
        self._roster_with_findings(count)
        number_vouchers(city.date(2026, 11, 2), posted_by="记账员")
        self.there = count

    def _people_and_money(self, serial: int) -> None:
        from provident.casework import api as casework
        from provident.collection.staging import uploads
        from provident.staff.people import staff_of

        town = self.town
        city.open_member(town.employer, **city.person(100 + serial, first_month="2026-12"))
        known = {"opponent_no": PAYER, "opponent_name": "天山棉纺"}
        receiving.receive(receiving.bank_row(town.bank, "10.00", f"KNOWN{serial}", **known))
        item, _row, _done = stranger(town.bank, f"STRANGE{serial}", "5.00")
        command = {"suspense": item, "employer": town.employer, "reason": "来电确认"}
        accountant = staff_of(self.logins["accountant"])
        made = casework.submit("collection.match_suspense", command, accountant, id=uuid4())
        self.cases.append(made.case_no or "")
        changed = {"member": town.member, "version": serial + 1}
        city.do("change_member", city.TWO, **changed, mobile=f"1370000{serial:04d}")
        content = city.roster(city.person(300 + serial))
        uploads.upload_roster(town.employer, f"{serial}.xlsx", content, uploaded_by="甲")

    def _what_is_logged(self, serial: int) -> None:
        from provident.settlement.models import NoticeFrame, WireMessage
        from provident.staff.people import note_export, staff_of, unmask
        from provident.staff.sign_in_log import record

        open_login("teller", branch=BRANCH)
        teller = self.logins["teller"]
        record("signed_in", teller, "127.0.0.1")
        unmask(staff_of(teller), "证件号码", f"member:{self.town.member}", "来电核对证件")
        note_export(staff_of(teller), "缴存单位", "/desk/employers", "", 1)
        NoticeFrame.objects.create(
            sender_seq_no=f"B{serial}", body=b"<x", rows_total=0, rows_new=0
        )
        WireMessage.objects.create(
            seq_no=f"C{serial}", tx_code="BDC101", node="105000", sent_on="2026-11-02",
            state="answered", request={"head": {}, "body": {}},
            answer={"head": {}, "body": {}}, return_code="00000", return_message="成功",
        )  # fmt: skip

    def _roster_with_findings(self, count: int) -> None:
        """A roster of so many people whose wage is missing."""
        from provident.collection.jobs import check_roster
        from provident.collection.staging import uploads
        from provident.collection.staging.checking import order_check

        people = [city.person(500 + serial, wage="0") for serial in range(count)]
        self.findings = uploads.upload_roster(
            self.town.employer, f"有误{count}.xlsx", city.roster(*people), uploaded_by="甲"
        )
        order_check(self.findings)
        check_roster.func(self.findings)

    def addresses(self) -> dict[str, tuple[str, str]]:
        """Of every page of the registry: who asks, and for what."""
        from provident.kernel.models import Operation
        from provident.ledger.models import Voucher
        from provident.settlement.models import NoticeFrame, WireMessage

        town = self.town
        opened = Operation.objects.filter(code="collection.open_member")[0].number
        return {
            "": ("accountant", ""),
            "search": ("accountant", "search"),
            "employers": ("teller", "employers"),
            "employers/<str:number>": ("teller", f"employers/{town.employer}"),
            "members": ("teller", f"members?employer={town.employer}"),
            "members/<str:number>": ("teller", f"members/{town.member}"),
            "lists": ("teller", "lists"),
            "lists/<str:reference>": ("teller", f"lists/{town.reference}"),
            "rosters": ("teller", "rosters"),
            "rosters/<int:upload>": ("teller", f"rosters/{self.findings}"),
            "receipts": ("accountant", "receipts"),
            "receipts/<int:receipt>": ("accountant", f"receipts/{town.paid}"),
            "suspense": ("accountant", "suspense"),
            "suspense/<int:item>": ("accountant", f"suspense/{town.suspense}"),
            "bank_rows": ("accountant", "bank_rows"),
            "bank_rows/<int:row>": ("accountant", f"bank_rows/{town.suspense_row}"),
            "vouchers": ("accountant", "vouchers"),
            "vouchers/<int:voucher>": ("accountant", f"vouchers/{Voucher.objects.all()[0].pk}"),
            "reconciliation": ("accountant", "reconciliation"),
            "reconciliation/<str:item>/<str:on>": (
                "accountant", "reconciliation/10101/2026-11-02"
            ),
            "day": ("accountant", "day"),
            "policies": ("accountant", "policies"),
            "policies/<int:number>": ("accountant", "policies/1"),
            "catalogue": ("accountant", "catalogue"),
            "messages": ("accountant", "messages"),
            "messages/<int:message>": (
                "accountant", f"messages/{WireMessage.objects.all()[0].pk}"
            ),
            "messages/notices/<int:frame>": (
                "accountant", f"messages/notices/{NoticeFrame.objects.all()[0].pk}"
            ),
            "operations": ("accountant", "operations"),
            "operations/<str:operation_no>": ("accountant", f"operations/{town.paid_by}"),
            "cases": ("accountant", "cases"),
            "cases/<str:case_no>": ("accountant", f"cases/{self.cases[0]}"),
            "do/<str:code>": ("teller", f"do/collection.open_member?employer={town.employer}"),
            "done/<str:operation_no>": ("teller", f"done/{opened}"),
            "find/<str:kind>": ("teller", f"find/employer?q={town.employer}"),
            "logins": ("administrator", "logins"),
            "logins/<str:username>": ("auditor", f"logins/{self.logins['teller'].username}"),
            "sign-in-log": ("auditor", "sign-in-log"),
            "unmaskings": ("auditor", "unmaskings"),
            "exports": ("auditor", "exports"),
        }  # fmt: skip

    def sent(self) -> dict[str, int]:
        """How many statements each page sends, with every part, workbook and print."""
        from provident.channels.workbench.home.standing import forget

        found: dict[str, int] = {}
        for path, (role, address) in self.addresses().items():
            client = self.clients[role]
            for each, key in self._ways(client, f"/desk/{address}"):
                forget()
                with statements() as texts:
                    answer = client.get(each)
                assert answer.status_code == 200, each
                found[f"{path} {key}"] = len(texts)
        return found

    @staticmethod
    def _ways(client: Any, address: str) -> Iterator[tuple[str, str]]:
        """The page, its parts, and the lists on them as workbook and on paper."""
        path, _, query = address.partition("?")
        body = client.get(address).content.decode()
        asked = [query, *sorted(set(re.findall(r'href="\?((?:part|tab)=[a-z_]+)"', body)))]
        for one in asked:
            way = f"{path}?{one}" if one else path
            yield way, one.partition("=")[2] if one != query else ""
            inside = client.get(way).content.decode().replace("&amp;", "&")
            for what in sorted(
                set(re.findall(r'href="\?[^"]*?((?:export|print)=[a-z_]+)', inside))
            ):
                yield f"{way}{'&' if one else '?'}{what}", f"{one} {what}"


NOT_ASKED = {
    "cases/<str:case_no>/<str:part>",  # the form of the case's operation
    "day/<str:on>/report",  # paper made from one day's sums
    "logins/<str:issued_to>/one-time",  # answers a POST only
}


def test_more_to_show_asks_the_database_no_more(books: str) -> None:
    from provident.channels.workbench.pages import pages

    growing = Growing()
    growing.grow(FEW)
    assert {page.path for page in pages()} == set(growing.addresses()) | NOT_ASKED
    few = growing.sent()
    growing.grow(MANY)
    many = growing.sent()
    assert set(many) == set(few)
    assert {key: (few[key], many[key]) for key in few if few[key] != many[key]} == {}
    assert max(many.values()) <= 60, "and no page sends very many"
