"""结算指令 · money that shall leave: left with its hold, ended by the bank's notice or failure.

An operation that pays places a hold, calls `instruct`, and is done.  Sending happens later.
The operation named as `if_paid` runs when the bank's notice arrives, the one named as
`if_failed` when it is certain that no money went; each calls `confirm_payment` or
`release_payment` first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.context import Context
from provident.kernel.operation import spec
from provident.kernel.refusal import Defect, refuse
from provident.kernel.sql import Statement
from provident.ledger import api as ledger
from provident.settlement import outbox
from provident.settlement.models import Instruction
from provident.settlement.rows import lock_row, settle_row
from provident.settlement.states import INSTRUCTION, require_moved, states_before

_LOCK = Statement(__file__, "sql/lock_instruction.sql")
_OPEN = Statement(__file__, "sql/open_instructions.sql")
_WRITE = Statement(__file__, "sql/instruct.sql")
_MOVE = Statement(__file__, "sql/move_instruction.sql")
_NOTE = Statement(__file__, "sql/note_instruction.sql")


@dataclass(frozen=True, slots=True)
class InstructionFacts:
    """One instruction with the bank account it pays from; `subject` is what it is about,
    such as `suspense:12`."""

    id: int
    operation_no: str
    business_date: date
    hold_id: int
    bank_account: int
    account_no: str
    account_name: str
    bank_code: str
    node: str
    customer_no: str
    business_kind: str
    amount: Decimal
    payee_no: str
    payee_name: str
    payee_bank_name: str
    payee_bank_no: str
    payee_is_person: bool
    summary: str
    subject: str
    state: str
    seq_no: str | None
    sent_on: date | None
    host_serial: str
    if_paid: str
    if_failed: str
    why: str


def instruct(
    hold_id: int,
    at: Context,
    *,
    bank_account: int,
    amount: Decimal,
    payee_no: str,
    payee_name: str,
    summary: str,
    business_kind: str,
    subject: str,
    if_paid: str,
    if_failed: str,
    payee_bank_name: str = "",
    payee_bank_no: str = "",
    payee_is_person: bool = False,
) -> int:
    """Leave an instruction to pay `amount` yuan, and the job that sends it; returns its id.

    `business_kind` is BusType of the bank interface; a `payee_bank_no` (联行号, 12 digits) of
    another bank than the paying one makes it a payment across banks.  `if_paid` is given
    {bank_row, instruction}, `if_failed` {instruction}; both must be registered operations.
    """
    for code in (if_paid, if_failed):
        spec(code)
    written = _WRITE.row(
        operation_no=at.operation_no,
        business_date=at.business_date,
        hold_id=hold_id,
        bank_account=bank_account,
        business_kind=business_kind,
        amount=amount,
        payee_no=payee_no,
        payee_name=payee_name,
        payee_bank_name=payee_bank_name,
        payee_bank_no=payee_bank_no,
        payee_is_person=payee_is_person,
        summary=summary,
        subject=subject,
        if_paid=if_paid,
        if_failed=if_failed,
        queue=outbox.QUEUE,
        task=outbox.SEND_INSTRUCTION,
        lock=outbox.SEND_LOCK,
    )
    if written is None:
        raise Defect("an instruction was not written")
    return written["id"]


def confirm_payment(
    bank_row: int, instruction: int, at: Context
) -> tuple[InstructionFacts, ledger.Posted]:
    """付款确认 · the bank's notice says that the money went: post the hold, end both.

    For operations named as `if_paid`.  The entry's value date is the bank's date, so that
    a balance earns until the money has left.
    """
    row = lock_row(bank_row)
    paid = lock_instruction(instruction)
    if -row.amount != paid.amount or row.bank_account != paid.bank_account:
        raise Defect(f"bank row {row.id} is not the payment of instruction {paid.id}")
    posted = ledger.post_hold(
        paid.hold_id, at, bank_date=row.bank_date, value_date=row.bank_date
    )
    move_instruction(
        paid.id, Instruction.PAID, host_serial=row.host_serial, ended_by=at.operation_no
    )
    settle_row(row.id, at, "instruction")
    return paid, posted


def release_payment(instruction: int, at: Context) -> InstructionFacts:
    """付款未成 · it is certain that no money went: release the hold, end the instruction.

    For operations named as `if_failed`.
    """
    failed = lock_instruction(instruction)
    ledger.release(failed.hold_id, at)
    move_instruction(failed.id, Instruction.FAILED, why=failed.why, ended_by=at.operation_no)
    return failed


def lock_instruction(instruction_id: int) -> InstructionFacts:
    """Lock an instruction, whatever its state; refuses an unknown one."""
    found = _LOCK.row(instruction=instruction_id)
    if found is None:
        raise refuse(
            "instruction.unknown", f"没有编号为 {instruction_id} 的结算指令，请核对编号。"
        )
    return InstructionFacts(**found)


def move_instruction(
    instruction_id: int, state: str, *, host_serial: str = "", why: str = "", ended_by: str = ""
) -> None:
    """Bring an instruction into its next state; `Conflict` where that does not follow."""
    moved = _MOVE.run(
        instruction=instruction_id,
        state=state,
        since=states_before(INSTRUCTION, state),
        host_serial=host_serial,
        why=why,
        ended_by=ended_by,
    )
    require_moved(moved, "结算指令")


def note_instruction(instruction_id: int, why: str) -> None:
    """Keep what is known about an instruction that has not ended."""
    _NOTE.run(instruction=instruction_id, why=why)


def open_instructions() -> list[InstructionFacts]:
    """Instructions that have not ended, oldest first: to send, sent, or paid by the answer
    but not by a notice yet."""
    return [InstructionFacts(**row) for row in _OPEN.rows()]
