"""What the bank tells twice, takes back or leaves out of its statement; who may dispose of it.

Expected facts: 101 is kept with the bank's statement as its proof (财会字〔1999〕33号), so a
report that the statement does not bear out is no money; amounts are added up by hand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provident.kernel.clock import today
from provident.kernel.operation import perform
from provident.kernel.refusal import Refusal
from tests.settlement.conftest import (
    COLLECTION,
    STRANGER,
    STRANGER_NAME,
    TWO,
    Town,
    entry_lines,
    gl_balance,
    rows,
)

OTHER, OTHER_NAME = "65008000000000000008", "和田某某有限公司"


def told(amount: str, payer: str = STRANGER, *, serial: str = "105S1", **more: Any):
    from provident.settlement.wire import NoticeRow

    names = {STRANGER: STRANGER_NAME, OTHER: OTHER_NAME, "": ""}
    return NoticeRow(
        acct=COLLECTION,
        host_seq_no=serial,
        amount=Decimal(amount),
        booked_on=today(),
        opponent_acct=payer or None,
        opponent_name=names[payer],
        **more,
    )


def take(*movements: Any) -> tuple[int, int]:
    """Enter movements and process what is new; (new, repeated)."""
    from provident.settlement.intake import take_in

    taken = take_in(movements, source="notice")
    work()
    return len(taken.new_rows), taken.repeated


def work() -> None:
    """Process every new row in the worker's place, and take its job off the queue."""
    from provident.kernel import sql
    from provident.settlement.processing import process_row

    for row in rows(state="new"):
        process_row(row.id)
    sql.call("delete from procrastinate_events")
    sql.call("delete from procrastinate_jobs")


def states(*movements: Any) -> None:
    """The bank's statement of the day, fetched after its end: these rows and no others."""
    from django.db.models.functions import Now

    from provident.settlement.models import BankAccount, StatementDay, StatementRow

    bank = BankAccount.objects.get(account_no=COLLECTION)
    StatementRow.objects.all().delete()
    for place, one in enumerate(movements, 1):
        StatementRow.objects.create(
            bank_account=bank,
            host_serial=one.host_seq_no,
            bank_date=one.booked_on,
            amount=one.amount,
            redo=one.is_reversal,
            opponent_no=one.opponent_acct or "",
            place=place,
        )
    StatementDay.objects.update_or_create(
        bank_account=bank,
        bank_date=today(),
        defaults={
            "closing_balance": bank.opening_balance + sum(one.amount for one in movements),
            "rows": len(movements),
            "final": True,
            "fetched_at": Now(),
        },
    )


def refused(code: str, **command: Any) -> set[str]:
    with pytest.raises(Refusal) as refusal:
        perform(code, command, TWO)
    return refusal.value.codes()


def item_of(row: int) -> int:
    from provident.settlement.models import SuspenseItem

    return SuspenseItem.objects.get(bank_row_id=row, state="open").id


def correct(wrong: int, right: int | None = None) -> None:
    command = {"wrong_row": wrong, "right_row": right, "reason": "银行来函说明"}
    perform("settlement.correct_row", command, TWO)


def offences() -> list[str]:
    """What the comparisons with the bank find wrong."""
    from provident.reconciliation import api as reconciliation

    return [
        f"{result.code}: {offence.says}"
        for result in reconciliation.run_all()
        if result.code.startswith("compare.")
        for offence in result.offences
    ]


def test_two_payers_under_one_serial_are_two_movements(centre: str) -> None:
    assert take(told("88.00"), told("88.00", OTHER)) == (2, 0)
    first, second = rows()
    assert (first.state, first.kind) == ("done", "receipt")
    assert (second.state, second.kind, second.opponent_no) == ("waiting", "disputed", OTHER)
    assert STRANGER in second.why
    assert gl_balance("10101") == Decimal("88.00")
    assert take(told("88.00", OTHER), told("88.00")) == (0, 2)
    assert take(told("88.00", "")) == (0, 1)


def test_a_repeat_that_names_the_payer_is_a_repeat(centre: str) -> None:
    """The notice left the payer out, the account detail names him: one movement."""
    assert take(told("88.00", "")) == (1, 0)
    assert take(told("88.00")) == (0, 1)
    assert gl_balance("10101") == Decimal("88.00")


def test_two_payers_on_the_statement_are_both_received(centre: str) -> None:
    take(told("88.00"), told("88.00", OTHER))
    first, second = rows()
    refund = {"item": item_of(first.id), "reason": "不知何款"}
    assert refused("settlement.refund_suspense", **refund) == {"bank_row.disputed"}
    states(told("88.00"), told("88.00", OTHER))
    perform("settlement.retry_row", {"bank_row": second.id, "reason": "对账单有两笔"}, TWO)
    work()
    assert [row.state for row in rows()] == ["done", "done"]
    assert gl_balance("10101") == Decimal("176.00")
    perform("settlement.refund_suspense", refund, TWO)
    assert offences() == []


def test_a_wrong_payer_is_corrected(centre: str) -> None:
    """The notice named the wrong payer; the statement names the other one alone."""
    take(told("88.00"), told("88.00", OTHER))
    wrong, right = rows()
    states(told("88.00", OTHER))
    correct(wrong.id, right.id)
    work()
    wrong, right = rows()
    assert (right.state, right.kind) == ("done", "receipt")
    assert wrong.corrected_by
    assert gl_balance("10101") == Decimal("88.00")
    assert gl_balance("21901") == Decimal("-88.00")
    assert offences() == []


def test_a_wrong_amount_leaves_in_red_and_the_true_one_is_received(centre: str) -> None:
    """Notice 16 338.80, statement 16 333.80."""
    take(told("16338.80"))
    states(told("16333.80"))
    take(told("16333.80"))
    wrong, right = rows()
    assert (right.state, right.kind) == ("waiting", "disputed")
    codes = {"bank_row.disputed", "bank_row.not_on_statement"}
    command = {"item": item_of(wrong.id), "reason": "不知何款"}
    assert refused("settlement.refund_suspense", **command) == codes
    correct(wrong.id, right.id)
    work()
    assert entry_lines()[2:] == [
        ("settlement.correct_row", "D", "10101", Decimal("-16338.80")),
        ("settlement.correct_row", "C", "21901", Decimal("-16338.80")),
        ("settlement.suspend", "D", "10101", Decimal("16333.80")),
        ("settlement.suspend", "C", "21901", Decimal("16333.80")),
    ]
    assert refused("settlement.correct_row", wrong_row=wrong.id, reason="再来一次") == {
        "correction.done"
    }
    assert offences() == []


def test_what_the_bank_never_had_leaves_the_books(centre: str) -> None:
    """A notice of 50.00 that the statement of the finished day does not have."""
    take(told("50.00"))
    (false,) = rows()
    command = {"wrong_row": false.id, "reason": "银行来函说明"}
    assert refused("settlement.correct_row", **command) == {"correction.no_statement"}
    states()
    refund = {"item": item_of(false.id), "reason": "不知何款"}
    assert refused("settlement.refund_suspense", **refund) == {"bank_row.not_on_statement"}
    correct(false.id)
    assert gl_balance("10101") == Decimal("0.00")
    assert offences() == []


def test_a_statement_of_a_running_day_proves_no_absence(centre: str) -> None:
    from provident.settlement.models import StatementDay

    take(told("50.00"))
    states()
    StatementDay.objects.update(final=False)
    (row,) = rows()
    command = {"wrong_row": row.id, "reason": "银行来函说明"}
    assert refused("settlement.correct_row", **command) == {"correction.day_not_over"}


def test_a_false_report_that_was_never_booked_is_struck_off(centre: str) -> None:
    take(told("-9.00", OTHER))
    (false,) = rows()
    assert (false.state, false.kind) == ("waiting", "unknown_debit")
    states()
    correct(false.id)
    assert rows(state="waiting") == []
    assert entry_lines() == []
    assert offences() == []


def test_only_reports_of_one_movement_correct_each_other(centre: str) -> None:
    take(told("50.00"), told("60.00", serial="105S2"))
    states(told("60.00", serial="105S2"))
    first, second = rows()
    command = {"wrong_row": first.id, "right_row": second.id, "reason": "银行来函说明"}
    assert refused("settlement.correct_row", **command) == {"correction.other_movement"}


def test_a_row_of_zero_is_laid_aside(centre: str) -> None:
    take(told("0.00"))
    (row,) = rows()
    assert (row.state, row.kind) == ("waiting", "nothing")
    command = {"bank_rows": [row.id], "reason": "银行试通信"}
    perform("settlement.close_item", command, TWO)
    assert rows(state="waiting") == []
    assert entry_lines() == []


def test_money_that_the_bank_takes_back_is_not_refunded(town: Town) -> None:
    """The reversal has come and is not processed yet; then it is, and nothing is left."""
    from provident.settlement.models import Instruction

    serial = town.stranger_pays("123.00")
    town.notified()
    (receipt,) = rows()
    item = item_of(receipt.id)
    town.peer.reverse(serial)
    town.peer.wait_until_delivered()
    command = {"item": item, "reason": "退回误汇"}
    assert refused("settlement.refund_suspense", **command) == {"bank_row.taken_back"}
    town.work()
    assert refused("settlement.refund_suspense", **command) == {"suspense.not_open"}
    assert not Instruction.objects.exists()
    assert town.peer.balances()[COLLECTION] == Decimal("1000.00")
    assert gl_balance("21901") == Decimal("0.00")


def test_a_reversal_during_a_refund_that_fails_is_processed_then(town: Town) -> None:
    """The bank refuses the refund and has taken the receipt back: red, and all is zero."""
    item = town.parked("77.00")
    (receipt,) = rows()
    perform("settlement.refund_suspense", {"item": item, "reason": "退回误汇"}, TWO)
    town.peer.reverse(receipt.host_serial)
    town.peer.wait_until_delivered()
    from provident.settlement.processing import process_row

    reversal = rows()[-1]
    process_row(reversal.id)
    reversal.refresh_from_db()
    assert (reversal.state, reversal.undoes_id) == ("waiting", receipt.id)
    town.peer.set_fault("reject", count=1, acct=COLLECTION)
    town.work()
    town.work()
    reversal.refresh_from_db()
    assert (reversal.state, reversal.kind) == ("done", "reversal")
    assert gl_balance("21901") == Decimal("0.00")
    assert gl_balance("10101") == Decimal("0.00")
