"""Money leaves: refunds of suspense over the wire, with everything that can go wrong on it.

Expected facts: the published rules of the bank interface, (3) not delivered may be repeated,
delivered but unanswered is enquired about and never resent, (4) how an enquiry is read,
(6) only the notice books, (8) a return within ten days.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from provident.kernel.context import By
from provident.kernel.operation import perform
from provident.kernel.refusal import Conflict, Refusal
from tests.settlement.conftest import (
    COLLECTION,
    MACHINE,
    STRANGER,
    STRANGER_NAME,
    TWO,
    Town,
    entry_lines,
    eventually,
    gl_balance,
    rows,
)


def refund(item: int, **more: object) -> int:
    done = perform(
        "settlement.refund_suspense", {"item": item, "reason": "不知何款"} | more, TWO
    )
    return done.receipt.facts["instruction"]


def instruction(number: int):
    from provident.settlement.models import Instruction

    return Instruction.objects.get(id=number)


def suspense(number: int):
    from provident.settlement.models import SuspenseItem

    return SuspenseItem.objects.get(id=number)


def messages(tx_code: str):
    from provident.settlement.models import WireMessage

    return list(WireMessage.objects.filter(tx_code=tx_code).order_by("id"))


def held(item: int) -> tuple[Decimal, Decimal]:
    from provident.ledger import api as ledger

    (figures,) = ledger.figures([suspense(item).holder_id]).values()
    return figures.balance, figures.held


def test_a_refund_from_hold_to_notice(town: Town) -> None:
    item = town.parked("300.25")
    number = refund(item)
    assert held(item) == (Decimal("300.25"), Decimal("300.25"))
    assert suspense(item).state == "refunding"
    assert len(entry_lines()) == 2
    town.work()
    town.notified()
    sent = instruction(number)
    assert sent.state == "paid"
    (message,) = messages("BDC101")
    assert message.seq_no == sent.seq_no
    assert message.seq_no[:11] == "65010261102"
    assert len(message.seq_no) == 20
    assert message.request["body"]["Remark"].startswith(message.seq_no)
    assert message.request["body"]["CrAcctNo"] == STRANGER
    assert message.request["body"]["CrAcctName"] == STRANGER_NAME
    assert entry_lines()[2:] == [
        ("settlement.refund_suspense", "D", "21901", Decimal("300.25")),
        ("settlement.refund_suspense", "C", "10101", Decimal("300.25")),
    ]
    assert held(item) == (Decimal("0.00"), Decimal("0.00"))
    assert suspense(item).state == "refunded"
    assert town.peer.balances()[COLLECTION] == Decimal("1000.00")
    assert [row.kind for row in rows()] == ["receipt", "instruction"]


def test_an_answer_alone_books_nothing(town: Town) -> None:
    item = town.parked()
    town.peer.set_fault("drop_notice", count=1, acct=COLLECTION)
    number = refund(item)
    town.work()
    assert instruction(number).state == "paid_awaiting_notice"
    assert len(entry_lines()) == 2
    assert suspense(item).state == "refunding"
    from provident.settlement.statements import fetch_details

    fetch_details()
    town.work()
    assert instruction(number).state == "paid"
    assert gl_balance("21901") == Decimal("0.00")


@pytest.mark.parametrize("fault", ["drop_answer", "half_answer"])
def test_an_unanswered_payment_is_enquired_about_and_not_resent(town: Town, fault: str) -> None:
    item = town.parked()
    town.peer.set_fault("drop_notice", count=1, acct=COLLECTION)
    town.peer.set_fault(fault, count=1, tx_code="BDC101")
    number = refund(item)
    town.work()
    assert instruction(number).state == "sent_unknown"
    from provident.settlement import payments

    payments.enquire(number)
    assert instruction(number).state == "paid_awaiting_notice"
    town.work()
    assert len(messages("BDC101")) == 1
    assert town.peer.balances()[COLLECTION] == Decimal("1000.00")


def test_a_notice_that_is_faster_than_the_answer_books(town: Town) -> None:
    item = town.parked()
    town.peer.set_fault("drop_answer", count=1, tx_code="BDC101")
    number = refund(item)
    town.work()
    town.notified()
    assert instruction(number).state == "paid"
    assert suspense(item).state == "refunded"


def test_a_refused_payment_is_released_after_the_enquiry(town: Town) -> None:
    """Business refusal: TxStatus 0 and a RtnCode that is not 00000; BDC110 answers 1."""
    item = town.parked()
    town.peer.set_fault("reject", count=1, acct=COLLECTION, says="账户状态异常")
    number = refund(item)
    town.work()
    assert instruction(number).state == "failed"
    assert "账户状态异常" in instruction(number).why
    assert suspense(item).state == "open"
    assert held(item) == (Decimal("300.25"), Decimal("0.00"))
    (message,) = messages("BDC101")
    assert (message.return_code, message.answer["head"]["TxStatus"]) == ("10500010003", "0")
    again = refund(item)
    town.work()
    town.notified()
    assert instruction(again).state == "paid"


def test_an_unknown_status_changes_nothing(town: Town) -> None:
    from provident.settlement import payments

    item = town.parked()
    town.peer.set_fault("drop_notice", count=1, acct=COLLECTION)
    town.peer.set_fault("drop_answer", count=1, tx_code="BDC101")
    town.peer.set_fault("unknown_status", count=1)
    number = refund(item)
    town.work()
    payments.enquire(number)
    assert instruction(number).state == "sent_unknown"
    assert "稍后再查" in instruction(number).why
    assert held(item)[1] == Decimal("300.25")


def test_a_payment_that_is_not_delivered_is_sent_anew(town: Town) -> None:
    item = town.parked()
    town.peer.set_fault("refuse_connection")
    number = refund(item)
    town.work()
    assert instruction(number).state == "to_send"
    assert "连接不上" in instruction(number).why
    assert [message.state for message in messages("BDC101")] == ["undelivered"]
    town.peer.clear_faults()
    from provident.settlement import payments

    payments.send(number)
    town.notified()
    assert instruction(number).state == "paid"
    assert [message.state for message in messages("BDC101")] == ["undelivered", "answered"]


def test_a_name_that_the_wire_cannot_carry_releases_at_once(town: Town) -> None:
    from provident.settlement.models import BankRow

    item = town.parked()
    BankRow.objects.update(opponent_name="𠮷某有限公司")
    number = refund(item)
    town.work()
    assert instruction(number).state == "failed"
    assert "𠮷" in instruction(number).why
    assert messages("BDC101") == []
    assert suspense(item).state == "open"


def test_a_lost_worker_between_writing_and_sending_ends_with_a_person(town: Town) -> None:
    """Sent, unknown; the bank has never seen it: the enquiry is refused (查无结果), which is
    for a person.  Two of them declare it unpaid."""
    from provident.settlement import payments

    item = town.parked()
    number = refund(item)
    assert payments._prepare(number) is not None
    payments.send(number)
    assert instruction(number).state == "sent_unknown"
    payments.enquire(number)
    assert instruction(number).state == "sent_unknown"
    assert "10021" in instruction(number).why
    evidence = {"instruction": number, "evidence": "建行复函2026-11-02第3号"}
    with pytest.raises(Refusal):
        perform("settlement.declare_unpaid", evidence, By("张经办"))
    perform("settlement.declare_unpaid", evidence, TWO)
    town.work()
    assert instruction(number).state == "failed"
    assert suspense(item).state == "open"
    assert messages("BDC101")[0].state == "sent_unknown"


def test_a_late_return_stands_in_suspense_again(town: Town) -> None:
    item = town.parked("120.00")
    town.peer.set_fault("late_return", count=1, acct=COLLECTION, seconds=0)
    number = refund(item)
    town.work()
    eventually(
        lambda: len(town.peer.statement(COLLECTION, instruction(number).sent_on).rows) == 3
    )
    town.notified()
    eventually(lambda: len(rows()) == 3)
    town.work()
    eventually(lambda: (town.work() or True) and not rows(state="new"))
    receipt, payment, back = rows()
    assert (back.kind, back.amount, back.undoes_id) == (
        "returned",
        Decimal("120.00"),
        payment.id,
    )
    assert suspense(item).state == "refunded"
    returned = suspense(item + 1)
    assert (returned.state, returned.bank_row_id) == ("open", back.id)
    assert f"原结算指令 {number}" in returned.why
    assert gl_balance("21901") == Decimal("-120.00")
    assert receipt.kind == "receipt"


def test_a_return_before_the_payments_own_notice_waits(town: Town) -> None:
    from provident.settlement.processing import process_row
    from provident.settlement.statements import fetch_details

    item = town.parked("120.00")
    town.peer.set_fault("drop_notice", count=1, acct=COLLECTION)
    number = refund(item)
    town.work()
    town.peer.return_payment(instruction(number).host_serial)
    town.peer.wait_until_delivered()
    back = rows()[-1]
    with pytest.raises(Conflict):
        process_row(back.id)
    fetch_details()
    payment = rows()[-1]
    process_row(payment.id)
    process_row(back.id)
    assert [row.kind for row in rows()] == ["receipt", "returned", "instruction"]
    assert gl_balance("10101") == Decimal("120.00")


def test_a_payment_reversed_by_the_bank_comes_back_too(town: Town) -> None:
    item = town.parked("50.00")
    number = refund(item)
    town.work()
    town.notified()
    town.peer.reverse(instruction(number).host_serial)
    town.notified()
    back = rows()[-1]
    assert (back.kind, back.redo, back.state) == ("reversal", True, "done")
    assert suspense(item + 1).state == "open"


def test_an_order_paid_after_a_refund_is_no_return(town: Town) -> None:
    """The same sum from the same payer within ten days, naming an order, is a contribution."""
    from provident.kernel.numbers import remittance_reference

    item = town.parked("70.00")
    refund(item)
    town.work()
    town.notified()
    town.stranger_pays("70.00", remark=remittance_reference(123))
    town.notified()
    assert rows()[-1].kind == "receipt"


def test_a_paid_instruction_with_another_amount_waits(town: Town) -> None:
    item = town.parked("70.00")
    town.peer.set_fault("wrong_amount", count=1, acct=COLLECTION, difference="-1.00")
    number = refund(item)
    town.work()
    town.notified()
    row = rows()[-1]
    assert (row.kind, row.state, row.amount) == ("disputed", "waiting", Decimal("-71.00"))
    assert f"结算指令 {number}" in row.why
    assert instruction(number).state == "paid_awaiting_notice"


def test_every_reason_against_a_refund_at_once(town: Town) -> None:
    from provident.settlement.models import BankRow

    item = town.parked()
    refund(item)
    BankRow.objects.update(opponent_no="", opponent_name="")
    with pytest.raises(Refusal) as refused:
        refund(item, payee_bank_no="12")
    assert refused.value.codes() == {
        "suspense.not_open",
        "suspense.no_payer",
        "suspense.no_payer_name",
        "suspense.bank_no",
    }
    assert all(reason.says.endswith("。") for reason in refused.value.reasons)


@pytest.mark.parametrize("by", [By("张经办"), By("张经办", "张经办")])
def test_a_refund_needs_two_persons(town: Town, by: By) -> None:
    item = town.parked()
    with pytest.raises(Refusal) as refused:
        perform("settlement.refund_suspense", {"item": item, "reason": "退款"}, by)
    assert refused.value.codes() == {"operation.two_persons"}


def test_across_banks_with_the_number_that_the_person_adds(town: Town) -> None:
    item = town.parked("10.00")
    number = refund(item, payee_bank_no="102881000013")
    town.work()
    town.notified()
    body = messages("BDC101")[0].request["body"]
    assert (body["SettleType"], body["CrBankClass"]) == ("2", "1")
    assert (body["CrChgNo"], body["CrBankName"]) == ("102881000013", "中国工商银行")
    assert instruction(number).state == "paid"


def test_two_refunds_of_one_item_at_once(town: Town) -> None:
    import threading

    from django.db import connections

    item = town.parked()
    outcomes: list[str] = []

    def run() -> None:
        try:
            refund(item)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.extend(refusal.codes())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "suspense.not_open"]
    town.work()
    town.notified()
    assert town.peer.balances()[COLLECTION] == Decimal("1000.00")


def test_sweeping_sends_and_enquires(town: Town) -> None:
    from provident.kernel import sql
    from provident.settlement import jobs

    item = town.parked()
    number = refund(item)
    sql.call("delete from procrastinate_events")
    sql.call("delete from procrastinate_jobs")
    town.peer.set_fault("drop_notice", count=1, acct=COLLECTION)
    town.peer.set_fault("drop_answer", count=1, tx_code="BDC101")
    jobs.sweep_instructions(0)
    town.work()
    assert instruction(number).state == "sent_unknown"
    sql.call("delete from procrastinate_events")
    sql.call("delete from procrastinate_jobs")
    jobs.sweep_instructions(0)
    town.work()
    assert instruction(number).state == "paid_awaiting_notice"


def test_the_instruction_and_its_job_stand_or_fall_together(town: Town) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from provident.kernel.operation import rehearse
    from provident.settlement.models import Instruction

    item = town.parked()
    jobs_before = ProcrastinateJob.objects.count()
    rehearse("settlement.refund_suspense", {"item": item, "reason": "试算"}, TWO)
    assert ProcrastinateJob.objects.count() == jobs_before
    assert not Instruction.objects.exists()
    assert MACHINE.checker is None
