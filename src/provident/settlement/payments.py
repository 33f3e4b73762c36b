"""付款 · sending instructions to the bank, and finding out what became of them.

    to_send ──sent──▶ sent_unknown ──answer yes──▶ paid_awaiting_notice ──notice──▶ paid
       ▲                  │  └──────────notice (before or without the answer)──────▶ paid
       └──not delivered───┘  └──enquiry says failed──▶ failed

Delivered but unanswered, or answered with no: enquire (BDC110), never resend.  Only the
enquiry's "failed" ends an instruction without money; "in progress", "unknown" and an enquiry
that is refused change nothing and are for a person.
"""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from provident.kernel.context import By
from provident.kernel.operation import operation_id, perform
from provident.kernel.refusal import Conflict
from provident.kernel.sql import Statement
from provident.settlement import outbox
from provident.settlement.adapters import platform
from provident.settlement.adapters.journal import Prepared
from provident.settlement.adapters.platform import Exchange
from provident.settlement.instructions import (
    InstructionFacts,
    lock_instruction,
    move_instruction,
    note_instruction,
)
from provident.settlement.models import Instruction
from provident.settlement.wire import Message, WireError
from provident.settlement.wire.catalogue import Fields
from provident.settlement.wire.heads import outcome_of

MACHINE = By.machine("payments")
ENQUIRE_AFTER_SECONDS = 5
_SENT = Statement(__file__, "sql/mark_sent.sql")
_SAME_BANK, _OTHER_BANK = "0", "1"
_WITHIN, _ACROSS_AT_ONCE = "1", "2"
_PERSON, _ORGANISATION = "1", "2"


class PaymentNotDelivered(Exception):
    """付款报文没有送达 · nothing arrived; the same instruction may be sent anew."""


def send(instruction_id: int) -> None:
    """Send an instruction that has not been sent.  Raises `PaymentNotDelivered`."""
    try:
        prepared = _prepare(instruction_id)
    except WireError as error:
        note_instruction(instruction_id, f"银行报文写不出这笔付款，没有发出：{error}")
        fail(instruction_id)
        return
    if prepared is not None:
        _after_sending(instruction_id, platform.deliver(prepared))
    else:
        _enquire_soon(instruction_id)


def enquire(instruction_id: int) -> None:
    """BDC110 · ask what became of a sent instruction.  Raises `PlatformSilent`."""
    with transaction.atomic():
        sent = lock_instruction(instruction_id)
    if sent.state != Instruction.SENT_UNKNOWN or sent.sent_on is None:
        return
    answer = platform.ask(
        "BDC110",
        {"TxDate": f"{sent.sent_on:%Y%m%d}", "TxSeqNo": sent.seq_no or ""},
        node=sent.node,
        customer_no=sent.customer_no,
    )
    _after_enquiry(instruction_id, answer)


def fail(instruction_id: int) -> None:
    """Run the operation that the instruction names for its failure."""
    with transaction.atomic():
        failed = lock_instruction(instruction_id)
    if failed.state in (Instruction.TO_SEND, Instruction.SENT_UNKNOWN):
        identity = operation_id("instruction_failed", instruction_id)
        perform(failed.if_failed, {"instruction": instruction_id}, MACHINE, id=identity)


def _prepare(instruction_id: int) -> Prepared | None:
    """Write the request down and mark the instruction sent, in one transaction; None when
    it has been sent before."""
    with transaction.atomic():
        instruction = lock_instruction(instruction_id)
        if instruction.state != Instruction.TO_SEND:
            return None
        prepared = platform.prepare(
            "BDC101",
            lambda seq_no: payment_body(instruction, seq_no),
            node=instruction.node,
            customer_no=instruction.customer_no,
        )
        _SENT.run(instruction=instruction_id, seq_no=prepared.seq_no, sent_on=prepared.sent_on)
    return prepared


def _enquire_soon(instruction_id: int) -> None:
    """For a job that was killed after it had marked the instruction sent, and comes again:
    whether the request ever left is for the bank to say."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        if lock_instruction(instruction_id).state == Instruction.SENT_UNKNOWN:
            outbox.query_instruction(instruction_id)


def _after_sending(instruction_id: int, exchange: Exchange) -> None:
    if exchange.state == "undelivered":
        _move(instruction_id, Instruction.TO_SEND, why=exchange.why)
        raise PaymentNotDelivered(exchange.why)
    answer = exchange.answer
    if answer is not None and answer.succeeded and answer.text("HostStatus") == "0":
        serial = answer.text("CapHostSeqNo")
        _move(instruction_id, Instruction.AWAITING_NOTICE, host_serial=serial)
        return
    with transaction.atomic():
        note_instruction(instruction_id, exchange.why)
        outbox.query_instruction(
            instruction_id, in_seconds=0 if answer is not None else ENQUIRE_AFTER_SECONDS
        )


def _after_enquiry(instruction_id: int, answer: Message) -> None:
    status = answer.text("OldTxStatus") if answer.succeeded else ""
    if status == "0":
        serial = answer.text("HostSeqNo")
        _move(instruction_id, Instruction.AWAITING_NOTICE, host_serial=serial)
    elif status == "1":
        fail(instruction_id)
    elif status:
        note_instruction(instruction_id, "银行答复：处理中或状态未知，稍后再查。")
    else:
        outcome = outcome_of(answer)
        note_instruction(
            instruction_id,
            f"结果查询没有结论（{outcome.code} {outcome.says}），请向银行核实；"
            "银行书面证明没有付出的，办理“认定付款未成”。",
        )


def payment_body(instruction: InstructionFacts, seq_no: str) -> Fields:
    """The fields of BDC101.  The serial stands in the remark, which comes back in the
    notice; the host serial alone would not do, since the notice may be first."""
    amount = f"{instruction.amount:.2f}"
    across = (
        bool(instruction.payee_bank_no)
        and instruction.payee_bank_no[:3] != instruction.node[:3]
    )
    fields: Fields = {
        "CurrNo": "156",
        "CurrIden": "1",
        "SettleType": _ACROSS_AT_ONCE if across else _WITHIN,
        "BusType": instruction.business_kind,
        "DeAcctNo": instruction.account_no,
        "DeAcctName": instruction.account_name,
        "DeAcctClass": _ORGANISATION,
        "CapAmt": amount,
        "CrAcctNo": instruction.payee_no,
        "CrAcctName": instruction.payee_name,
        "CrAcctClass": _PERSON if instruction.payee_is_person else _ORGANISATION,
        "CrBankClass": _OTHER_BANK if across else _SAME_BANK,
        "CrBankName": instruction.payee_bank_name,
        "CrChgNo": instruction.payee_bank_no,
        "Amt": amount,
        "RefSeqNo1": instruction.operation_no,
        "Summary": instruction.summary,
        "Remark": f"{seq_no} {instruction.summary}",
    }
    return {name: value for name, value in fields.items() if value}


def _move(instruction_id: int, state: str, *, host_serial: str = "", why: str = "") -> None:
    """The next state, unless the bank's notice was faster and has settled it."""
    try:
        move_instruction(instruction_id, state, host_serial=host_serial, why=why)
    except Conflict:
        return
