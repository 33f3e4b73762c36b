"""基础信息 · the standard's items of an employer or member, in words, personal ones masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from provident.documents.notation import amount_text
from provident.kernel.fields import describe
from provident.kernel.refusal import Refusal
from provident.parties import api as parties
from provident.staff.api import Staff, unmask
from provident.standards import code_list

MASKS: Mapping[str, Callable[[str], str]] = {
    "legal_id_number": parties.mask_id,
    "handler_id_number": parties.mask_id,
    "handler_mobile": parties.mask_mobile,
    "id_number": parties.mask_id,
    "mobile": parties.mask_mobile,
    "phone": parties.mask_mobile,
    "card_no": parties.mask_card,
}
DOCUMENTS = {
    "legal_id_number": "legal_id_number",
    "handler_id_number": "handler_id_number",
    "handler_mobile": "handler_id_number",
}
"""By masked item, whose document tells whether it is the looker's own or his family's; a
member's items are all his."""
NOT_SHOWN = {"match_name", "version", "to_complete"}
"""What serves the system and says nothing to a person."""


@dataclass(frozen=True, slots=True)
class Fact:
    """一项信息 · `field` is named where the value is masked and may be shown in full."""

    field: str
    title: str
    text: str
    masked: bool


def facts(party: models.Model, *, whole: str = "") -> list[Fact]:
    """Every item that has a value, in the order of the standard; only `whole` unmasked."""
    found: list[Fact] = []
    for item in describe(type(party)):
        value = getattr(party, item.field)
        if item.field in NOT_SHOWN or value in (None, ""):
            continue
        text, masked = _written(value, item.code_list), False
        if item.field in MASKS and item.field != whole:
            text, masked = MASKS[item.field](text), True
        found.append(Fact(item.field, item.zh, text, masked))
    return found


def told(
    request: HttpRequest, staff: Staff, party: models.Model, subject: str
) -> dict[str, Any]:
    """What the page about this party shows of it, ready for `people/items.html`.

    A POST names one masked item and the reason to see it in full: that is logged, and the
    item stands in full on this one answer.  A reason that says nothing is told instead.
    """
    whole, reasons = "", ()
    if request.method == "POST":
        try:
            whole = _show_whole(staff, party, request.POST, subject)
        except Refusal as refusal:
            reasons = refusal.reasons
    shown = facts(party, whole=whole)
    return {
        "facts": shown,
        "maskable": [fact for fact in shown if fact.masked],
        "reasons": reasons,
        "why": request.POST.get("reason", "") if reasons else "",
        "whole": whole,
    }


def _show_whole(staff: Staff, party: models.Model, typed: QueryDict, subject: str) -> str:
    """Log the unmasking of the item that was asked for; an item without a mask needs none."""
    titles = {fact.field: fact.title for fact in facts(party) if fact.masked}
    field = typed.get("whole", "")
    if field not in titles:
        return ""
    document = getattr(party, DOCUMENTS.get(field, "id_number"), "")
    why = typed.get("reason", "")
    unmask(staff, titles[field], subject, why, id_numbers=[document] if document else [])
    return field


def _written(value: object, codes: str | None) -> str:
    if codes:
        return code_list(codes).codes.get(str(value), str(value))
    match value:
        case bool():
            return _("是") if value else _("否")
        case Decimal():
            return amount_text(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case _:
            return str(value)
