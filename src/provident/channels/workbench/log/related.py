"""业务的前因后果 · vouchers, payments, reversals and things that belong to one operation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import Tag
from provident.channels.workbench.money.facts import state, way
from provident.channels.workbench.money.words import INSTRUCTION_STATES
from provident.documents.notation import amount_text
from provident.kernel.dates import Month
from provident.kernel.numbers import voucher_no
from provident.kernel.sql import Statement
from provident.parties.api import mask_card
from provident.staff.api import Staff

_VOUCHERS = Statement(__file__, "sql/vouchers_of.sql")
_INSTRUCTIONS = Statement(__file__, "sql/instructions_of.sql")
_REVERSALS = Statement(__file__, "sql/reversals_of.sql")
_THINGS = Statement(__file__, "sql/things_of.sql")

HOLD_STATES = {
    "open": Tag(mark("占用中"), "warn"),
    "posted": Tag(mark("已记账"), "good"),
    "released": Tag(mark("已释放")),
}

REVERSALS = {
    "reverses": mark("冲正的业务"),
    "reversed_by": mark("被这笔业务冲正"),
    "undoes": mark("撤销的业务"),
    "undone_by": mark("被这笔业务撤销"),
    "corrects": mark("更正的业务"),
    "corrected_by": mark("被这笔业务更正"),
}

THINGS = {
    "receipt": mark("到账"),
    "suspense": mark("暂收款"),
    "bank_rows": mark("银行流水"),
    "list": mark("汇缴清册"),
}


def vouchers_of(operation_no: str, staff: Staff) -> list[dict[str, Any]]:
    """记账凭证 · the vouchers of one operation; none before they are made at the close."""
    return [
        {
            **row,
            "number": voucher_no(Month.of(row["month"]), row["number"]),
            "address": way(staff, "voucher", row["id"]),
        }
        for row in _VOUCHERS.rows(operation_no=operation_no)
    ]


def instructions_of(operation_no: str, staff: Staff) -> list[dict[str, Any]]:
    """占用和结算指令 · what the operation holds for the bank, or what it has ended."""
    return [
        {
            **row,
            "amount": amount_text(row["amount"]),
            "payee_no": mask_card(row["payee_no"]),
            "state": state("", INSTRUCTION_STATES, row["state"]),
            "hold": state("", HOLD_STATES, row["hold_state"]),
            "begun": _other(row["operation_no"], operation_no, staff),
            "ended": _other(row["ended_by"], operation_no, staff),
        }
        for row in _INSTRUCTIONS.rows(operation_no=operation_no)
    ]


def reversals_of(operation_no: str, staff: Staff) -> list[dict[str, str]]:
    """冲正与撤销 · both ways: what this operation took back, and what took it back."""
    return [
        {
            "title": _(REVERSALS[row["what"]]),
            "number": row["operation_no"],
            "address": way(staff, "operation", row["operation_no"]),
        }
        for row in _REVERSALS.rows(operation_no=operation_no)
    ]


def things_of(operation_no: str, staff: Staff) -> list[dict[str, Any]]:
    """所成之物 · receipts, items, movements and lists; those of foreign branches left out."""
    rows = _THINGS.rows(operation_no=operation_no)
    return [
        {
            **row,
            "title": _(THINGS[row["page"]]),
            "amount": amount_text(row["amount"]),
            "address": way(staff, row["page"], row["number"]),
        }
        for row in rows
        if row["branch"] is None or staff.sees_branch(row["branch"])
    ]


def _other(number: str, mine: str, staff: Staff) -> dict[str, str] | None:
    if not number or number == mine:
        return None
    return {"number": number, "address": way(staff, "operation", number)}
