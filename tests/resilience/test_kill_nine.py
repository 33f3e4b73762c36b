"""kill −9 of listener, worker, bank and database while money streams in and out.

Expected figures: the bank's own statement, and the sums worked out here by hand from wage
and ratio.  The system's figures are only compared with them.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest

import receiving
from enrolment_city import TWO
from provident.bankpeer.client import PeerClient, PeerError
from provident.kernel.operation import perform
from tests.resilience.live_centre import (
    BANK_ACCOUNT,
    MEMBERS,
    MONTHS,
    SECONDS,
    LiveCentre,
    bank_debits,
    eventually,
    succeeded,
    unread_bytes,
)

pytestmark = pytest.mark.slow

FACTORY_EACH = Decimal("1440.00")
"""6 000.00 × (12 % + 12 %)."""

SCHOOL_EACH = Decimal("780.00")
"""6 000.00 × 8 % + 6 000.00 × 5 %, both whole yuan already."""

VICTIMS = (
    "listener", "worker", "database", "bank-peer", "worker", "listener", "database", "worker",
    "bank-peer",
)  # fmt: skip

PIECES = 20
OVERPAID = Decimal("3.21")
PAUSE_SECONDS = 0.1
AHEAD = 6
"""Payments that come while something lies dead."""


@dataclass(frozen=True)
class Payment:
    payer: str
    name: str
    amount: Decimal
    remark: str


@dataclass
class Stream:
    """Employers who pay, one payment after the other, and ask their bank when in doubt."""

    peer: PeerClient
    payments: list[Payment]
    day: date
    made: int = 0
    allowed: int = 0
    failure: BaseException | None = None
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def reached(self, count: int) -> Callable[[], bool]:
        """Whether so many have been paid; the next few follow without waiting."""
        self.allowed = count + AHEAD
        return lambda: self.made >= count or self.failure is not None

    def finish(self) -> None:
        self.allowed = len(self.payments)
        self._thread.join(SECONDS)
        assert self.failure is None, self.failure
        assert self.made == len(self.payments)

    def _run(self) -> None:
        try:
            for place, payment in enumerate(self.payments):
                while place >= self.allowed:
                    time.sleep(PAUSE_SECONDS)
                self._pay(payment)
                self.made += 1
                time.sleep(PAUSE_SECONDS)
        except BaseException as error:
            self.failure = error

    def _pay(self, payment: Payment) -> None:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                if self._arrived(payment):
                    return
                self.peer.pay(
                    payment.payer, BANK_ACCOUNT, payment.amount, "缴存住房公积金",
                    payment.remark, payer_name=payment.name,
                )  # fmt: skip
                return
            except PeerError:
                assert time.monotonic() < deadline, "the bank stays away"
                time.sleep(PAUSE_SECONDS)

    def _arrived(self, payment: Payment) -> bool:
        """A bank that was killed may have carried the order out without saying so."""
        told = self.peer.statement(BANK_ACCOUNT, self.day)
        return any(row.remark == payment.remark for row in told.rows)


def in_pieces(total: Decimal, count: int) -> list[Decimal]:
    """`count` amounts that differ from each other and make the total."""
    first = [(total / count).quantize(Decimal("0.01")) + number for number in range(count - 1)]
    return [*first, total - sum(first)]


def plan(centre: LiveCentre) -> list[Payment]:
    due = [FACTORY_EACH * MEMBERS * MONTHS, SCHOOL_EACH * MEMBERS * MONTHS]
    payers = [
        ("65050161004500000000", "付款户"),
        ("65050161004500000002", "喀什市财政国库支付中心"),
    ]
    streams = [
        [
            Payment(payer, name, amount, f"缴存 {place}-{number}")
            for number, amount in enumerate(in_pieces(total + OVERPAID, PIECES))
        ]
        for place, ((payer, name), total) in enumerate(zip(payers, due, strict=True))
    ]
    stranger = [
        Payment("65009000000000000077", "路人甲", Decimal(f"{number}.50"), f"路过 {number}")
        for number in range(1, 5)
    ]
    mixed = [payment for pair in zip(*streams, strict=True) for payment in pair]
    return mixed[:20] + stranger + mixed[20:]


def busy() -> bool:
    """Whether a job about a bank row runs at this moment."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    running = ProcrastinateJob.objects.filter(task_name="settlement.process_row")
    return running.filter(status="doing").exists()


def test_no_kill_loses_or_doubles_a_fen(centre: LiveCentre) -> None:
    from provident.kernel import clock

    day = clock.today()
    before = len(centre.peer.statement(BANK_ACCOUNT, day).rows)
    figures_before = receiving.figures()
    payments = plan(centre)
    stream = Stream(centre.peer, payments, day)
    for count, victim in enumerate(VICTIMS, start=1):
        eventually(stream.reached(count * 4), f"payment {count * 4}")
        _kill_and_restart(centre, victim)
    stream.finish()
    centre.settled()
    told = centre.peer.statement(BANK_ACCOUNT, day)
    assert sum(row.amount for row in told.rows[before:]) == sum(p.amount for p in payments)
    each_movement_is_one_row_and_one_booking(centre, day)
    _figures_are(figures_before, payments)
    succeeded("check")
    _every_member_has_his_months()
    _the_day_closes(day)


def _kill_and_restart(centre: LiveCentre, victim: str) -> None:
    """Worker and database die in the middle of postings, the others between two frames."""
    if victim == "database":
        with suppress(psycopg.OperationalError), posting_held(centre):
            centre.kill_database()
        centre.start_database()
    elif victim == "worker":
        with posting_held(centre):
            centre.kill(victim)
        centre.start(victim)
    else:
        centre.kill(victim)
        centre.start(victim)


@contextmanager
def posting_held(centre: LiveCentre) -> Iterator[None]:
    """The worker stands in the middle of a posting: its lines cannot be written."""
    with centre.superuser() as other, other.transaction():
        other.execute("lock table ledger.entry in share row exclusive mode")
        eventually(busy, "a job that runs")
        yield


def each_movement_is_one_row_and_one_booking(centre: LiveCentre, day: date) -> None:
    """The bank's statement, the bank rows and the entries, movement by movement."""
    from provident.settlement.models import BankRow

    told = centre.peer.statement(BANK_ACCOUNT, day)
    rows = list(BankRow.objects.filter(bank_date=day))
    on_statement = Counter((row.host_seq_no, row.amount) for row in told.rows)
    assert Counter((row.host_serial, row.amount) for row in rows) == on_statement
    assert set(on_statement.values()) == {1}
    booked = bank_debits()
    assert {row.operation_no: [row.amount] for row in rows} == {
        row.operation_no: booked[row.operation_no] for row in rows
    }
    assert len({row.operation_no for row in rows}) == len(rows)


def _figures_are(before: dict[str, Decimal], payments: list[Payment]) -> None:
    now = receiving.figures()
    grown = {name: now[name] - before[name] for name in now}
    members = (FACTORY_EACH + SCHOOL_EACH) * MEMBERS * MONTHS
    strangers = Decimal("1.50") + Decimal("2.50") + Decimal("3.50") + Decimal("4.50")
    assert grown == {
        "bank": sum(payment.amount for payment in payments),
        "members": members,
        "unallocated": 2 * OVERPAID,
        "suspense": strangers,
    }


def _every_member_has_his_months() -> None:
    from provident.kernel import sql

    found = sql.cursor().execute(
        "select balance, count(*) from ledger.holder where gl_account = '20101' group by 1"
    )
    assert dict(found.fetchall()) == {
        FACTORY_EACH * MONTHS: MEMBERS,
        SCHOOL_EACH * MONTHS: MEMBERS,
    }


def _the_day_closes(day: date) -> None:
    from provident.kernel import sql

    succeeded("dayend", "cut-off")
    succeeded("dayend", "close")
    succeeded("verify")
    succeeded("check")
    status = json.loads(succeeded("dayend", "status", "--json"))
    assert {"day": day.isoformat(), "state": "closed"} in status["days"]
    numbers = sql.cursor().execute(
        "select v.number, count(j.entry_id) from ledger.voucher v"
        " join ledger.voucher_entry j on j.voucher_id = v.id"
        " where v.business_date = %s group by v.id order by v.number",
        [day],
    )
    found = numbers.fetchall()
    assert [number for number, _entries in found] == list(range(1, len(found) + 1))
    (entries,) = sql.call("select count(*) from ledger.entry where business_date = %s", day)
    assert sum(count for _number, count in found) == entries


@pytest.mark.parametrize("arrived", [True, False], ids=["carried out", "never read"])
def test_a_worker_killed_while_it_pays(centre: LiveCentre, arrived: bool) -> None:
    """The bank is held still until the request lies before it, then the worker is killed.

    Either the bank wakes and carries it out, or it is killed too and never reads it.
    """
    from provident.settlement.models import Instruction, SuspenseItem

    item = _suspended(centre, "88.80" if arrived else "77.70")
    bank = centre.process("bank-peer")
    bank.suspend()
    instruction = _refund(item)
    eventually(lambda: unread_bytes(centre.platform_port) > 0, "the request before the bank")
    centre.kill("worker")
    if arrived:
        bank.resume()
    else:
        centre.kill("bank-peer")
        centre.start("bank-peer")
        centre.peer.wait_until_ready(SECONDS)
    centre.start("worker")
    if not arrived:
        _bank_does_not_know(instruction)
        assert _sent_back(centre, instruction) == []
        _declare_unpaid(instruction)
        eventually(lambda: _state(Instruction, instruction) == "failed", "the payment ended")
        assert _state(SuspenseItem, item) == SuspenseItem.OPEN
        assert _hold(instruction) == "released"
        instruction = _refund(item)
    eventually(lambda: _state(Instruction, instruction) == "paid", "the payment booked")
    assert _state(SuspenseItem, item) == SuspenseItem.REFUNDED
    assert _hold(instruction) == "posted"
    assert _sent_back(centre, instruction) == [-_amount(instruction)]
    centre.settled()
    succeeded("check")


def _suspended(centre: LiveCentre, amount: str) -> int:
    """A stranger's payment, booked; returns the suspense item."""
    from provident.settlement.models import SuspenseItem

    serial = centre.stranger_pays(amount)
    booked = SuspenseItem.objects.filter(bank_row__host_serial=serial)
    eventually(booked.exists, "the stranger's money on 暂收")
    return booked.get().pk


def _refund(item: int) -> int:
    """Two persons order the money back; returns the instruction."""
    command = {"item": item, "reason": "退回原付款账户"}
    return perform("settlement.refund_suspense", command, TWO).receipt.facts["instruction"]


def _declare_unpaid(instruction: int) -> None:
    command = {"instruction": instruction, "evidence": "建行函〔2026〕1号，11月2日"}
    perform("settlement.declare_unpaid", command, TWO)


def _bank_does_not_know(instruction: int) -> None:
    from provident.settlement.models import Instruction

    def said() -> str:
        return Instruction.objects.values_list("why", flat=True).get(pk=instruction)

    eventually(lambda: "没有结论" in said(), "the enquiry about the payment")
    assert _state(Instruction, instruction) == "sent_unknown"


def _state(model: Any, pk: int) -> str:
    return model.objects.values_list("state", flat=True).get(pk=pk)


def _amount(instruction: int) -> Decimal:
    from provident.settlement.models import Instruction

    return Instruction.objects.values_list("amount", flat=True).get(pk=instruction)


def _hold(instruction: int) -> str:
    """The state of the hold behind an instruction."""
    from provident.kernel import sql

    (state,) = sql.call(
        "select h.state from ledger.hold h join instruction i on i.hold_id = h.id"
        " where i.id = %s", instruction,
    )  # fmt: skip
    return state


def _sent_back(centre: LiveCentre, instruction: int) -> list[Decimal]:
    """What the bank has paid out under the instruction's serial, on any day."""
    from provident.kernel.models import BusinessDay
    from provident.settlement.models import Instruction

    serial = Instruction.objects.values_list("seq_no", flat=True).get(pk=instruction)
    return [
        row.amount
        for day in BusinessDay.objects.values_list("date", flat=True)
        for row in centre.peer.statement(BANK_ACCOUNT, day).rows
        if serial in row.remark
    ]
