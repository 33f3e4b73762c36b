"""A refund is corrupted on each side behind everybody's back; each is found and named.

A stranger paid 77.00 and got it back; another one's 55.00 is on its way.  What must be named
follows from 《会计核算办法补充规定》219: money in 暂收 goes back to whoever paid, once.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reconciliation.failing import failed

MACHINE_ROW = "HOST000009"

CORRUPTIONS = [
    pytest.param(
        "update instruction set payee_no = '999' where id = 1",
        "documents.opponents",
        "退款与来款（银行流水 1，指令 1）：应为 6222000000000001 付款单位，实为 999 付款单位",
        id="a paid refund's payee is another one",
    ),
    pytest.param(
        "update instruction set payee_name = '别人' where id = 2",
        "documents.opponents",
        "退款与来款（银行流水 2，指令 2）：应为 6222000000000001 付款单位，"
        "实为 6222000000000001 别人",
        id="an open refund's payee has another name",
    ),
    pytest.param(
        "update bank_row set opponent_no = '999' where id = 3",
        "documents.opponents",
        "付款与指令（银行流水 3，指令 1）：应为 6222000000000001 付款单位，实为 999 付款单位",
        id="the bank paid to another one",
    ),
    pytest.param(
        "update ledger.hold_line set amount = amount + 1 where hold_id = 1",
        "ledger.hold_lines",
        "占用 1（业务 {operation}）与所记分录不符：占用 78.00，分录 3 金额 77.00",
        id="a posted hold was for more",
    ),
    pytest.param(
        "update ledger.hold_line set amount = amount + 1 where hold_id = 2 and side = 'C'",
        "ledger.hold_lines",
        "借贷不平或没有占用明细：占用 55.00",
        id="an open hold does not balance",
    ),
    pytest.param(
        "update instruction set amount = 78 where id = 1",
        "compare.instructions",
        "金额或付款户不同",
        id="an instruction was for more",
    ),
    pytest.param(
        "update instruction set operation_no = '1' where id = 2",
        "documents.document_operations",
        "结算指令 2 写着业务 1",
        id="an instruction names no operation",
    ),
]


@pytest.fixture
def refunded(town):
    from provident.kernel.context import By
    from provident.kernel.operation import perform
    from provident.settlement.models import BankRow, Instruction
    from tests import small_town

    for amount in ("77.00", "55.00"):
        item = town.pay_as_stranger(amount).receipt.facts["item"]
        perform(
            "settlement.refund_suspense",
            {"item": item, "reason": "退回原账户", "payee_bank_no": "105881000017"},
            small_town.TWO,
        )
    Instruction.objects.filter(pk=1).update(state="sent_unknown", seq_no="S1")
    row = BankRow.objects.create(
        bank_account=town.bank, host_serial=MACHINE_ROW, bank_date=town.today(),
        amount=Decimal("-77.00"), redo=False, opponent_no="6222000000000001",
        opponent_name="付款单位", source="notice",
    )  # fmt: skip
    perform(
        "settlement.confirm_refund", {"bank_row": row.pk, "instruction": 1}, By.machine("test")
    )
    town.statement(town.today())
    return town


def test_a_sound_refund_has_no_offences(refunded) -> None:
    assert failed() == {}


@pytest.mark.parametrize(("statement", "code", "says"), CORRUPTIONS)
def test_each_corrupted_side_of_a_refund_is_named(
    refunded, statement: str, code: str, says: str
) -> None:
    from provident.settlement.models import Instruction

    operation = Instruction.objects.get(pk=1).operation_no
    assert refunded.corrupt(statement) > 0
    assert says.format(operation=operation) in failed().get(code, "")
