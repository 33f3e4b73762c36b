"""柜面的样本 · a small town with one of everything that a page can show, and its addresses.

Whoever adds a page names a sample here; an address without one fails the tests of all pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import enrolment_city as city
from workbench.desks import open_login, signed_in_as
from workbench.money_town import MoneyTown, build

ROLES = ("accountant", "teller", "administrator", "auditor")
"""Each address is opened by the first of them who may see it."""

FRAGMENTS = {"find/<str:kind>", "day/<str:on>/report", "logins/<str:issued_to>/one-time"}
"""Not pages to look at: a piece of a form, a paper, and what only a posted reason opens."""

FORMS = {
    "collection.change_wage", "collection.open_employer", "collection.open_member",
    "collection.open_members", "collection.seal_members", "policy.publish",
    "settlement.open_bank_account", "staff.open_login", "staff.set_relatives",
}  # fmt: skip
"""Between them they have every kind of input: rows, groups, choices, lines, files, flags."""

DAY = "2026-11-02"


@dataclass(frozen=True)
class Visit:
    """One page and who opens it; nobody is signed in at the door.

    `alike`: the form of an operation that is built of the same pieces as `FORMS`.
    """

    address: str
    role: str
    alike: bool = False


@dataclass(frozen=True)
class Desk:
    """The visits, and the session of each role."""

    visits: tuple[Visit, ...]
    sessions: dict[str, str]


def open_desk() -> Desk:
    """Fill empty books and list what there is to see."""
    from django.conf import settings

    town = build()
    logins = {role: open_login(role, branch=_place(role)) for role in ROLES}
    visits = tuple(_visits(town, logins))
    sessions = {
        role: signed_in_as(login).cookies[settings.SESSION_COOKIE_NAME].value
        for role, login in logins.items()
    }
    return Desk(visits, sessions)


def _place(role: str) -> str | None:
    return "001" if role == "teller" else None


def _visits(town: MoneyTown, logins: dict[str, Any]) -> Iterator[Visit]:
    from provident.channels.workbench.pages import pages
    from provident.staff.people import staff_of

    for door in ("sign-in", "sign-in?next=/desk/lists"):
        yield Visit(f"/desk/{door}", "")
    for own in ("password", "my-sign-ins", "nowhere", "suspense?print=suspense"):
        yield Visit(f"/desk/{own}", "accountant")
    samples = _samples(town, logins)
    for page in pages():
        if page.path in FRAGMENTS:
            continue
        able = [role for role in ROLES if staff_of(logins[role]).may_see(page.name)]
        for address in samples[page.path] if "<" in page.path else _lists(page.path):
            yield Visit(f"/desk/{address}", able[0])
    for code in _forms():
        able = [role for role in ROLES if staff_of(logins[role]).may_make(code)]
        if able:
            yield Visit(f"/desk/do/{code}", able[0], alike=code not in FORMS)


def _lists(path: str) -> Iterator[str]:
    """A page without parts, as it opens; every list also where nothing is found."""
    yield path
    if path == "receipts":
        yield f"{path}?q=zzz&since=x"


def _forms() -> Iterator[str]:
    """The operations that people may begin."""
    from provident.kernel.operation import catalogue

    return (found.code for found in catalogue() if not found.machine_only)


def _samples(town: MoneyTown, logins: dict[str, Any]) -> dict[str, list[str]]:
    """For every address with parts in it, addresses of what the town has."""
    from provident.ledger.models import Voucher
    from provident.ledger.vouchers import number_vouchers
    from provident.settlement.models import NoticeFrame

    number_vouchers(_today(), posted_by="记账员")
    waiting, returned = _cases(town, logins["accountant"])
    frame = NoticeFrame.objects.create(
        sender_seq_no="B000001", body=b"\xff\x00<x", rows_total=1, rows_new=1
    )
    voucher = Voucher.objects.order_by("number").values_list("id", flat=True)[0]
    return {
        "bank_rows/<int:row>": [f"bank_rows/{town.suspense_row}"],
        "cases/<str:case_no>": [f"cases/{waiting}", f"cases/{returned}"],
        "cases/<str:case_no>/<str:part>": [f"cases/{returned}/again"],
        "reconciliation/<str:item>/<str:on>": [f"reconciliation/10101/{DAY}"],
        "employers/<str:number>": _parts("employers", town.employer, EMPLOYER_PARTS),
        "members/<str:number>": _parts("members", town.member, MEMBER_PARTS),
        "do/<str:code>": [f"do/collection.match_suspense?suspense={town.suspense}"],
        "done/<str:operation_no>": [f"done/{town.paid_by}"],
        "lists/<str:reference>": [f"lists/{town.reference}"],
        "logins/<str:username>": [f"logins/{logins['teller'].username}"],
        "messages/<int:message>": [f"messages/{_message().pk}"],
        "messages/notices/<int:frame>": [f"messages/notices/{frame.pk}"],
        "operations/<str:operation_no>": [f"operations/{town.paid_by}"],
        "policies/<int:number>": ["policies/1"],
        "receipts/<int:receipt>": [f"receipts/{town.paid}"],
        "rosters/<int:upload>": [f"rosters/{_roster(town)}"],
        "suspense/<int:item>": [f"suspense/{town.suspense}"],
        "vouchers/<int:voucher>": [f"vouchers/{voucher}"],
    }


EMPLOYER_PARTS = ("", "months", "unallocated", "receipts", "operations")
MEMBER_PARTS = ("", "months", "lines", "history", "operations")


def _parts(kind: str, number: str, parts: tuple[str, ...]) -> list[str]:
    return [f"{kind}/{number}" + (f"?part={part}" if part else "") for part in parts]


def _today() -> Any:
    from provident.kernel import clock

    return clock.today()


def _cases(town: MoneyTown, maker: Any) -> tuple[str, str]:
    """One that waits for its checker, and one that was given back."""
    from provident.casework import api as casework
    from provident.staff.people import staff_of

    stranger = {"suspense": town.suspense, "employer": town.employer, "reason": "来电确认"}
    numbers: list[str] = []
    for _ in range(2):
        outcome = casework.submit(
            "collection.match_suspense", stranger, staff_of(maker), id=uuid4()
        )
        numbers.append(outcome.case_no or "")
        if len(numbers) == 1:
            casework.give_back(
                numbers[0], staff_of(open_login("reviewer")), "请附来电记录", version=1
            )
    return numbers[1], numbers[0]


def _message() -> Any:
    """A payment that was sent and answered, as the journal keeps it."""
    from provident.settlement.models import WireMessage

    return WireMessage.objects.create(
        seq_no="C6501020261102000001", tx_code="BDC101", node="105000", sent_on=DAY,
        state="answered", return_code="00000", return_message="成功",
        request={
            "head": {"SendSeqNo": "C6501020261102000001", "TxCode": "BDC101"},
            "body": {"CrAcctNo": "6222020200112233445", "CrAcctClass": "1", "Amt": "500.00"},
        },
        answer={"head": {"TxStatus": "0", "RtnCode": "00000"}, "body": {"HostStatus": "0"}},
    )  # fmt: skip


def _roster(town: MoneyTown) -> str:
    """A list of people whose second row is wrong, checked as the worker does."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from provident.collection.jobs import check_roster

    content = city.roster(city.person(5), city.person(6, wage="0"))
    answer = signed_in_as(open_login("teller", branch="001")).post(
        "/desk/rosters",
        {"employer": town.employer, "file": SimpleUploadedFile("新职工.xlsx", content)},
    )
    (number,) = re.findall(r"\d+$", answer["Location"])
    check_roster.func(int(number))
    return number
