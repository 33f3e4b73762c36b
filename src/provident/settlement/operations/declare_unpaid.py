"""认定付款未成 · the bank has confirmed in writing that an instruction was never carried out.

For the one case that no enquiry settles: the request was sent, the bank does not know it.
The published rules of the interface leave it to a person; two are needed.

依据  《住房公积金管理条例》(2026) 第十二条（委托银行办理结算）；结算接口的回查规则
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import OneLine, RowId
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Verdict
from provident.settlement import outbox
from provident.settlement.instructions import lock_instruction, note_instruction
from provident.settlement.models import Instruction


class DeclareUnpaid(Command):
    """`evidence` names the bank's letter: number, date, who signed."""

    instruction: RowId = Field(title="结算指令编号", json_schema_extra={"kind": "instruction"})
    evidence: OneLine = Field(title="银行书面证明", min_length=6, max_length=200)


@operation(
    "settlement.declare_unpaid",
    title="认定付款未成",
    basis=("regulation-2026#12",),
    two_persons=True,
)
def declare_unpaid(command: DeclareUnpaid, at: Context) -> Receipt:
    """Leaves the job that runs the instruction's operation for failure."""
    sent = lock_instruction(command.instruction)
    verdict = Verdict()
    verdict.refuse_if(
        sent.state == Instruction.AWAITING_NOTICE,
        "instruction.answered_paid",
        "银行已经答复付款成功，只等到账通知，不能认定未成，请向银行催要通知。",
    )
    verdict.refuse_if(
        sent.state in (Instruction.PAID, Instruction.FAILED),
        "instruction.ended",
        "这条结算指令已经了结，请刷新后查看。",
    )
    verdict.require()
    note_instruction(sent.id, f"经办复核认定未付：{command.evidence}")
    outbox.fail_instruction(sent.id)
    return Receipt(
        f"结算指令 {sent.id} 认定未付，正在释放占用。",
        {"instruction": sent.id, "amount": f"{sent.amount:.2f}"},
    )
