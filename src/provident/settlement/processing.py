"""流水处理 · from a bank row to the one operation that deals with it.

The operation's id derives from the row's key, so that a repeated job, a sweep and a crash in
the middle all come to the same one operation.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings

from provident.kernel.context import By
from provident.kernel.operation import operation_id, perform
from provident.kernel.refusal import Conflict, Defect, Refusal
from provident.settlement.facts.surroundings import movement_of, surroundings_of
from provident.settlement.models import BankRow, Instruction
from provident.settlement.rows import BankRowFacts, read_row
from provident.settlement.rules.classification import Classified, classify

MACHINE = By.machine("notices")


def process_row(row_id: int) -> None:
    """Classify a bank row and run its operation; nothing when it was dealt with before.

    A refusal leaves the row waiting for the accountant, with the reasons.  Raises `Conflict`
    when something has to happen first (an earlier row, a payment's own notice); the caller
    comes back later, or gives up with `give_up_row`.
    """
    row = read_row(row_id)
    if row is None or row.state != BankRow.NEW:
        return
    found = classify(movement_of(row), surroundings_of(row))
    if found.action == "wait":
        raise Conflict("settlement.not_yet", found.why)
    code, command = _plan(row, found)
    try:
        perform(code, command, MACHINE, id=_identity(row))
    except Refusal as refusal:
        _set_aside(row, found, "；".join(reason.says for reason in refusal.reasons))


def give_up_row(row_id: int, why: str) -> None:
    """Leave a row to the accountant after it could not be processed for long enough."""
    row = read_row(row_id)
    if row is not None and row.state == BankRow.NEW:
        found = classify(movement_of(row), surroundings_of(row))
        _set_aside(row, found, why)


def note_defect(row_id: int, error: BaseException) -> None:
    """Say on a row that the system failed over it; it stays unprocessed and is not tried
    again by itself, so that the fault is seen."""
    says = f"系统故障，未能处理（{type(error).__name__}），请联系运行维护人员。"
    BankRow.objects.filter(id=row_id, state=BankRow.NEW).update(why=says)


def _plan(row: BankRowFacts, found: Classified) -> tuple[str, dict[str, Any]]:
    """The operation that deals with what the row is, and its command."""
    if found.action == "receive":
        return settings.SETTLEMENT_RECEIPT_OPERATION, {"bank_row": row.id}
    if found.action == "confirm":
        paid = Instruction.objects.values_list("if_paid", flat=True).get(id=found.instruction)
        return paid, {"bank_row": row.id, "instruction": found.instruction}
    if found.action == "take_back":
        command = {
            "bank_row": row.id,
            "origin": found.origin,
            "instruction": found.instruction,
            "kind": found.kind,
        }
        return "settlement.take_back_refund", command
    if found.action == "unsuspend":
        return "settlement.unsuspend", {"bank_row": row.id, "origin": found.origin}
    if found.action == "set_aside":
        return "settlement.set_aside", _aside_command(row, found, found.why)
    raise Defect(f"nothing to do for {found.action}")


def _set_aside(row: BankRowFacts, found: Classified, why: str) -> None:
    command = _aside_command(row, found, why)
    perform("settlement.set_aside", command, MACHINE, id=_identity(row))


def _aside_command(row: BankRowFacts, found: Classified, why: str) -> dict[str, Any]:
    command = {"bank_row": row.id, "kind": found.kind, "why": why}
    return command if found.origin is None else command | {"origin": found.origin}


def _identity(row: BankRowFacts) -> uuid.UUID:
    """The operation id of a row: its key, and which time round it is for a row that has been
    put back into processing."""
    return operation_id(
        "bank_row", row.account_no, row.host_serial, row.bank_date, row.amount, row.redo,
        *filter(None, (row.apart, row.operation_no)),
    )  # fmt: skip
