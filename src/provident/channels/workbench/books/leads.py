"""去处 · from a number to the page that shows what it names.

A lead is given only to whoever may see the page; a number without a lead stays a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from provident.channels.workbench.pages import pages
from provident.staff.api import Staff


@dataclass(frozen=True, slots=True)
class Lead:
    """一个去处 · its words and its address."""

    title: str
    address: str


def lead(staff: Staff, page: str, *parts: object) -> str:
    """The address of a page, or "" where this person may not see it."""
    known = page in _page_names() and staff.may_see(page)
    return reverse(f"desk:{page}", args=parts) if known else ""


@cache
def _page_names() -> frozenset[str]:
    return frozenset(one.name for one in pages())


def form(staff: Staff, code: str, question: str = "") -> str:
    """The address of an operation's form, or "" where this person may not make it."""
    address = lead(staff, "form", code) if staff.may_make(code) else ""
    return f"{address}?{question}" if address and question else address


_NAMED: Mapping[str, tuple[str, str]] = {
    "operation_no": ("operation", gettext_noop("业务 %s")),
    "credited_by": ("operation", gettext_noop("业务 %s")),
    "document_by": ("operation", gettext_noop("业务 %s")),
    "undone_by": ("operation", gettext_noop("业务 %s")),
    "number": ("member", gettext_noop("职工 %s")),
    "reference": ("list", gettext_noop("清册 %s")),
    "bank_row": ("bank_rows", gettext_noop("银行流水 %s")),
    "voucher": ("voucher", gettext_noop("凭证 %s")),
    "receipt": ("receipt", gettext_noop("到账 %s")),
}
"""What the facts of an offence name, the page that shows it, and how the lead reads."""


def leads_of(staff: Staff, facts: Mapping[str, object]) -> tuple[Lead, ...]:
    """The leads of a difference's facts, in the order of the facts."""
    found: dict[str, Lead] = {}
    for name, value in facts.items():
        # A bundle has a reference too, but no page: only a list's leads somewhere.
        if name == "reference" and "list" not in facts:
            continue
        if name in _NAMED and str(value) not in ("", "无", "None"):
            page, words = _NAMED[name]
            address = lead(staff, page, str(value))
            if address:
                found[address] = Lead(_(words) % value, address)
    return tuple(found.values())


_OWNERS: Mapping[str, tuple[str, str]] = {
    "member": ("member", gettext_noop("职工 %s")),
    "employer": ("employer", gettext_noop("单位 %s")),
    "receipt": ("bank_rows", gettext_noop("银行流水 %s")),
}
"""Whose a holder of the ledger is, by the kind that its owner begins with."""


def owner_told(owner: str) -> str:
    """A holder's owner in words: `member:001…` is 职工 001…."""
    kind, number = _owner(owner)
    return _(_OWNERS[kind][1]) % number if kind in _OWNERS else owner


def owner_lead(staff: Staff, owner: str) -> str:
    """The page of a holder's owner, or "" where there is none for this person."""
    kind, number = _owner(owner)
    return lead(staff, _OWNERS[kind][0], number) if kind in _OWNERS else ""


def _owner(owner: str) -> tuple[str, str]:
    """Kind and number; what a second holder of one bank row carries behind it is left out."""
    kind, _colon, number = owner.partition(":")
    return kind, number.partition(":")[0]
