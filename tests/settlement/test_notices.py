"""Notices arrive, enter once, and are classified; over real sockets against the bank peer.

Expected facts: the rules in the published facts of the bank interface: (6) only a notice
books, (7) the platform repeats notices, (8) a return is the opposite amount with the same
opponent within ten days, and the 冲正 mark is a reversal.  Amounts are added up by hand.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from provident.kernel.operation import perform, rehearse
from provident.kernel.refusal import Conflict, Refusal
from tests.settlement.conftest import (
    COLLECTION,
    ELSEWHERE,
    PAYOUT,
    STRANGER,
    STRANGER_NAME,
    TWO,
    Town,
    entry_lines,
    gl_balance,
    job_states,
    rows,
)


def test_a_notice_becomes_a_row_and_a_suspense_entry(town: Town) -> None:
    from provident.settlement.models import NoticeFrame, SuspenseItem

    serial = town.stranger_pays("300.25")
    town.notified()
    (row,) = rows()
    assert (row.host_serial, row.amount, row.state, row.kind) == (
        serial,
        Decimal("300.25"),
        "done",
        "receipt",
    )
    assert (row.opponent_no, row.opponent_name, row.source) == (
        STRANGER,
        STRANGER_NAME,
        "notice",
    )
    assert entry_lines() == [
        ("settlement.suspend", "D", "10101", Decimal("300.25")),
        ("settlement.suspend", "C", "21901", Decimal("300.25")),
    ]
    frame = NoticeFrame.objects.get()
    assert (frame.rows_total, frame.rows_new) == (1, 1)
    assert b"SBDC100" in bytes(frame.body)
    assert SuspenseItem.objects.get().state == "open"


def test_a_repeated_notice_is_counted_and_booked_once(town: Town) -> None:
    from provident.settlement.models import NoticeFrame

    town.peer.set_fault("repeat_notice", count=1, times=2)
    town.stranger_pays("10.00")
    town.notified()
    frames = NoticeFrame.objects.order_by("id").values_list("rows_total", "rows_new")
    assert list(frames) == [(1, 1), (1, 0), (1, 0)]
    assert len(rows()) == 1
    assert gl_balance("10101") == Decimal("10.00")
    assert job_states("settlement.process_row") == ["succeeded"]


def test_two_rows_in_one_notice_in_small_pieces(town: Town) -> None:
    town.peer.set_fault("two_rows", count=1)
    town.peer.set_fault("split_notice", count=1)
    town.stranger_pays("1.00")
    town.stranger_pays("2.00")
    town.notified()
    assert [row.amount for row in rows()] == [Decimal("1.00"), Decimal("2.00")]
    assert gl_balance("21901") == Decimal("-3.00")


def test_a_missed_notice_enters_by_account_detail(town: Town) -> None:
    from provident.settlement.statements import fetch_details

    town.peer.set_fault("drop_notice", count=1)
    town.stranger_pays("8.00")
    town.stranger_pays("9.00")
    town.notified()
    assert [row.amount for row in rows()] == [Decimal("9.00")]
    assert fetch_details() == []
    town.work()
    assert [(row.amount, row.source) for row in rows()] == [
        (Decimal("9.00"), "notice"),
        (Decimal("8.00"), "detail"),
    ]
    assert gl_balance("10101") == Decimal("17.00")
    fetch_details()
    assert len(rows()) == 2


def test_a_wrong_amount_in_a_notice_is_seen_and_not_booked_twice(town: Town) -> None:
    """The bank's books say 100.00, its notice said 100.01: the second report waits."""
    from provident.settlement.statements import fetch_details

    town.peer.set_fault("wrong_amount", count=1, difference="0.01")
    town.stranger_pays("100.00")
    town.notified()
    fetch_details()
    town.work()
    noticed, detailed = rows()
    assert (noticed.state, noticed.amount) == ("done", Decimal("100.01"))
    assert (detailed.state, detailed.kind) == ("waiting", "disputed")
    assert gl_balance("10101") == Decimal("100.01")


def test_interest_and_fees_wait_and_are_booked_by_two_persons(town: Town) -> None:
    from provident.settlement.api import waiting_rows

    town.peer.credit_interest(COLLECTION, "3.21")
    town.peer.charge_fee(COLLECTION, "0.50")
    town.notified()
    interest, fee = waiting_rows()
    assert (interest.kind, fee.kind) == ("interest", "fee")
    assert "结息" in interest.why
    assert entry_lines() == []
    with pytest.raises(Refusal) as alone:
        perform(
            "settlement.book_bank_item",
            {"bank_row": interest.id, "item": "interest"},
            type(TWO)("张经办"),
        )
    assert alone.value.codes() == {"operation.two_persons"}
    for row, item in ((interest, "interest"), (fee, "fee")):
        perform("settlement.book_bank_item", {"bank_row": row.id, "item": item}, TWO)
    assert entry_lines() == [
        ("settlement.bank_interest", "D", "10101", Decimal("3.21")),
        ("settlement.bank_interest", "C", "40101", Decimal("3.21")),
        ("settlement.bank_fee", "D", "41102", Decimal("0.50")),
        ("settlement.bank_fee", "C", "10101", Decimal("0.50")),
    ]
    assert waiting_rows() == []
    with pytest.raises(Conflict) as again:
        perform("settlement.book_bank_item", {"bank_row": interest.id, "item": "interest"}, TWO)
    assert again.value.code == "settlement.row_done"


def test_a_reversed_receipt_leaves_suspense_in_red(town: Town) -> None:
    from provident.settlement.models import SuspenseItem

    serial = town.stranger_pays("40.00")
    town.notified()
    town.peer.reverse(serial)
    town.notified()
    assert entry_lines()[2:] == [
        ("settlement.unsuspend", "D", "10101", Decimal("-40.00")),
        ("settlement.unsuspend", "C", "21901", Decimal("-40.00")),
    ]
    assert SuspenseItem.objects.get().state == "reversed"
    receipt, reversal = rows()
    assert (reversal.kind, reversal.state, reversal.undoes_id) == (
        "reversal",
        "done",
        receipt.id,
    )
    assert gl_balance("10101") == Decimal("0.00")


def test_a_reversal_waits_for_the_row_it_reverses(town: Town) -> None:
    """Both rows are new when the worker comes: the reversal is tried again later."""
    from provident.settlement.processing import process_row

    serial = town.stranger_pays("40.00")
    town.peer.reverse(serial)
    town.peer.wait_until_delivered()
    receipt, reversal = rows()
    with pytest.raises(Conflict) as early:
        process_row(reversal.id)
    assert early.value.code == "settlement.not_yet"
    process_row(receipt.id)
    process_row(reversal.id)
    assert gl_balance("21901") == Decimal("0.00")


def test_a_reversed_fee_waits_beside_it(town: Town) -> None:
    from provident.settlement.processing import process_row

    town.peer.reverse(town.peer.charge_fee(COLLECTION, "5.00"))
    town.peer.wait_until_delivered()
    fee, back = rows()
    process_row(fee.id)
    process_row(back.id)
    fee, back = rows()
    assert (fee.kind, back.kind, back.undoes_id) == ("fee", "reversal", fee.id)
    for row in (fee, back):
        perform("settlement.book_bank_item", {"bank_row": row.id, "item": "fee"}, TWO)
    assert gl_balance("41102") == Decimal("0.00")
    assert gl_balance("10101") == Decimal("0.00")


def test_a_transfer_between_own_bank_accounts_is_booked_from_both_rows(town: Town) -> None:
    town.peer.pay(PAYOUT, COLLECTION, "700.00", "资金调拨", "")
    town.notified()
    paid, received = rows()
    assert {paid.kind, received.kind} == {"own_transfer"}
    assert paid.amount == Decimal("-700.00")
    command = {"paid_row": paid.id, "received_row": received.id}
    with pytest.raises(Refusal) as wrong_way:
        rehearse(
            "settlement.book_own_transfer",
            {"paid_row": received.id, "received_row": paid.id},
            TWO,
        )
    assert "own_transfer.amounts" in wrong_way.value.codes()
    perform("settlement.book_own_transfer", command, TWO)
    assert entry_lines() == [
        ("settlement.own_transfer", "D", "10101", Decimal("700.00")),
        ("settlement.own_transfer", "C", "10102", Decimal("700.00")),
    ]


def test_a_debit_without_instruction_waits(town: Town) -> None:
    town.stranger_pays("1.00")
    town.notified()
    town.peer.pay(COLLECTION, STRANGER, "5.00", "扣划", "")
    town.notified()
    (row,) = rows(state="waiting")
    assert (row.kind, row.amount) == ("unknown_debit", Decimal("-5.00"))


def test_a_receipt_elsewhere_is_accepted(town: Town) -> None:
    town.peer.pay(STRANGER, PAYOUT, "6.00", "汇缴", "", payer_name=STRANGER_NAME)
    town.notified()
    assert gl_balance("10102") == Decimal("6.00")


def test_a_refused_receipt_waits_with_every_reason_and_can_be_retried(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from provident.kernel import operation as registry
    from provident.kernel.context import Context
    from provident.kernel.refusal import refuse

    class Refuse(registry.Command):
        bank_row: int

    def always_no(command: Refuse, at: Context) -> registry.Receipt:
        raise refuse("tests.no", "测试原因：不受理。")

    always_no.__annotations__["command"] = Refuse
    registry.operation("tests.no", title="测试拒绝")(always_no)
    with monkeypatch.context() as refusing:
        refusing.setattr(settings, "SETTLEMENT_RECEIPT_OPERATION", "tests.no")
        town.stranger_pays("4.00")
        town.notified()
    (row,) = rows()
    assert (row.state, row.kind, row.why) == ("waiting", "receipt", "测试原因：不受理。")
    perform("settlement.retry_row", {"bank_row": row.id, "reason": "原因已消除"}, TWO)
    town.work()
    (row,) = rows()
    assert row.state == "done"
    assert gl_balance("10101") == Decimal("4.00")


def test_a_defect_stays_visible_and_is_not_swept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from provident.settlement import jobs

    monkeypatch.setattr(settings, "SETTLEMENT_RECEIPT_OPERATION", "tests.no_such_operation")
    town.stranger_pays("4.00")
    town.notified()
    (row,) = rows()
    assert (row.state, row.kind) == ("new", "")
    assert "系统故障" in row.why
    assert job_states("settlement.process_row") == ["failed"]
    jobs.sweep_rows(0)
    assert job_states("settlement.process_row") == ["failed"]


def test_the_sweeper_finds_a_row_whose_job_was_lost(town: Town) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from provident.kernel import sql
    from provident.settlement import jobs

    town.stranger_pays("4.00")
    town.peer.wait_until_delivered()
    jobs.sweep_rows(0)
    assert job_states("settlement.process_row") == ["todo"]
    sql.call("delete from procrastinate_events")
    sql.call("delete from procrastinate_jobs")
    assert not ProcrastinateJob.objects.exists()
    jobs.sweep_rows(0)
    town.work()
    (row,) = rows()
    assert row.state == "done"


def test_the_same_row_processed_twice_at_once_is_booked_once(town: Town) -> None:
    import threading

    from django.db import connections

    from provident.settlement.processing import process_row

    town.stranger_pays("4.00")
    town.peer.wait_until_delivered()
    (row,) = rows()
    faults: list[BaseException] = []

    def process() -> None:
        try:
            process_row(row.id)
        except Conflict:
            pass
        except BaseException as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert gl_balance("10101") == Decimal("4.00")


def test_the_bank_answers_for_its_own_node(town: Town) -> None:
    """Each bank is asked by its own node; movements elsewhere enter from there."""
    from provident.kernel.clock import today
    from provident.settlement.api import fetch_statement

    town.peer.set_fault("drop_notice")
    town.peer.pay(STRANGER, ELSEWHERE, "2.00", "汇缴", "", payer_name=STRANGER_NAME)
    statements = {s.account_no: s for s in fetch_statement(today())}
    assert statements[ELSEWHERE].closing_balance == Decimal("2.00")
    assert statements[COLLECTION].closing_balance == Decimal("1000.00")
    assert [s.gap for s in statements.values()] == ["", "", ""]
    assert [row.amount for row in rows()] == [Decimal("2.00")]
