"""A centre at work: its books, its listener, its worker, and the bank peer in its own process.

Everything goes over real sockets and through real jobs.  Receipts go to an operation of the
tests that knows no employer and parks every one in 暂收, so that settlement stands alone.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from provident.bankpeer.client import PeerClient
from provident.kernel.context import By

BANK, OTHER_BANK = "105000", "102000"
COLLECTION, PAYOUT, ELSEWHERE = "65001000000000000001", "65001000000000000002", "10200001"
CENTRE_NAME = "乌鲁木齐住房公积金管理中心"
STRANGER, STRANGER_NAME = "65009000000000000009", "喀什某某有限公司"
SECONDS = 20.0
TWO = By("张经办", "李复核")
MACHINE = By.machine("tests")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(check: Callable[[], bool]) -> None:
    """Wait until `check` holds; fail when it never does."""
    deadline = time.monotonic() + SECONDS
    while not check():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@dataclass
class Port:
    """The centre's listener and worker, without a bank."""

    listener_port: int

    def work(self) -> None:
        """Run every job that is due now, as a worker process would, until none is left."""
        self._run_worker()
        while _due_jobs():
            self._run_worker()

    def _run_worker(self) -> None:
        from procrastinate.contrib.django import app

        async def run() -> None:
            await app.run_worker_async(
                queues=["settlement"],
                wait=False,
                concurrency=4,
                listen_notify=False,
                install_signal_handlers=False,
            )

        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:

            async def opened() -> None:
                async with worker_app.open_async():
                    await run()

            asyncio.run(opened())


@dataclass
class Town(Port):
    """The centre and its banks."""

    peer: PeerClient

    def notified(self) -> None:
        """Wait until the centre has acknowledged every notice, then work."""
        self.peer.wait_until_delivered(SECONDS)
        self.work()

    def stranger_pays(self, amount: str = "300.25", remark: str = "不知何款") -> str:
        return self.peer.pay(
            STRANGER, COLLECTION, amount, "转账", remark, payer_name=STRANGER_NAME
        )

    def parked(self, amount: str = "300.25") -> int:
        """The suspense item of a stranger's payment."""
        from provident.settlement.models import SuspenseItem

        self.stranger_pays(amount)
        self.notified()
        return SuspenseItem.objects.latest("id").id


def _due_jobs() -> bool:
    from django.db.models import Q
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob

    waiting = ProcrastinateJob.objects.filter(status="todo", queue_name="settlement")
    due = Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=timezone.now())
    return waiting.filter(due).exists()


def rows(**conditions: Any) -> list[Any]:
    from provident.settlement.models import BankRow

    return list(BankRow.objects.filter(**conditions).order_by("id"))


def gl_balance(gl_account: str) -> Decimal:
    """Debits less credits of one 科目, from the lines."""
    from provident.kernel import sql

    (found,) = sql.call(
        "select coalesce(sum(case side when 'D' then amount else -amount end), 0)"
        " from ledger.line where gl_account = %s",
        gl_account,
    )
    return found


def entry_lines() -> list[tuple[str, str, str, Decimal]]:
    """(rule, side, 科目, amount) of every line, in the order of posting."""
    from provident.kernel import sql

    found = sql.cursor().execute(
        "select e.rule, l.side, l.gl_account, l.amount from ledger.line l"
        " join ledger.entry e on e.business_date = l.business_date and e.id = l.entry_id"
        " order by l.id"
    )
    return found.fetchall()


def job_states(task: str) -> list[str]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    found = ProcrastinateJob.objects.filter(task_name=task).order_by("id")
    return [str(state) for state in found.values_list("status", flat=True)]


def open_bank_account(**changes: Any) -> int:
    from provident.kernel.operation import perform

    command = {
        "account_no": COLLECTION,
        "account_name": CENTRE_NAME,
        "bank_name": "中国建设银行乌鲁木齐分行",
        "bank_code": "105",
        "node": BANK,
        "opening_balance": "1000.00",
    } | changes
    done = perform("settlement.open_bank_account", command, TWO)
    return done.receipt.facts["bank_account"]


def register_parking() -> None:
    """`tests.park`: the receipt operation of these tests."""
    from provident.kernel import operation as registry
    from provident.kernel.context import Context
    from provident.settlement import api as settlement

    class Park(registry.Command):
        bank_row: int

    def park(command: Park, at: Context) -> registry.Receipt:
        row = settlement.lock_row(command.bank_row)
        item = settlement.suspend_row(row, at, "没有找到缴存单位")
        return registry.Receipt("已暂收", {"item": item.id})

    park.__annotations__["command"] = Park
    if "tests.park" not in {spec.code for spec in registry.catalogue()}:
        registry.operation("tests.park", title="测试收款")(park)


@pytest.fixture
def centre(books: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The books with two bank accounts at one bank (10101, 10102) and one elsewhere (10103)."""
    from django.conf import settings

    register_parking()
    monkeypatch.setattr(settings, "SETTLEMENT_RECEIPT_OPERATION", "tests.park")
    open_bank_account()
    open_bank_account(account_no=PAYOUT, takes_contributions=False, opening_balance="5000.00")
    open_bank_account(
        account_no=ELSEWHERE,
        bank_name="中国工商银行乌鲁木齐分行",
        bank_code="102",
        node=OTHER_BANK,
        opening_balance="0.00",
    )
    return books


@pytest.fixture
def port(centre: str) -> Iterator[Port]:
    """The listener alone, with a session key as a sign-in would have left it."""
    from provident.kernel.clock import today
    from provident.settlement.adapters.keys import keep_key
    from provident.settlement.adapters.listener import Listener
    from provident.settlement.wire.crypto import make_session_key

    listener = Listener("127.0.0.1", 0, frame_seconds=1.0)
    keep_key(make_session_key("C65010", today()), today())
    listener.start()
    yield Port(listener.port)
    listener.stop()


@pytest.fixture
def town(centre: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    from django.conf import settings

    from provident.settlement.adapters import platform
    from provident.settlement.adapters.listener import Listener

    listener = Listener("127.0.0.1", 0, frame_seconds=2.0)
    port, control = free_port(), free_port()
    for name, value in (
        ("SETTLEMENT_PLATFORM_PORT", port),
        ("SETTLEMENT_PUBLIC_KEY", str(tmp_path / "platform_public.pem")),
    ):
        monkeypatch.setattr(settings, name, value, raising=False)
    command = [sys.executable, "-m", "provident.bankpeer", "--data", str(tmp_path)]
    command += ["--port", str(port), "--control-port", str(control)]
    command += ["--centre-port", str(listener.port)]
    with (tmp_path / "peer.log").open("ab") as log:
        process = subprocess.Popen(command, stderr=log)
    client = PeerClient(control)
    listener.start()
    try:
        client.wait_until_ready(SECONDS)
        for acct, node, balance in (
            (COLLECTION, BANK, "1000.00"),
            (PAYOUT, BANK, "5000.00"),
            (ELSEWHERE, OTHER_BANK, "0.00"),
        ):
            client.open_account(acct, CENTRE_NAME, node, "x", balance, centre_owned=True)
        platform.sign_in()
        yield Town(listener.port, client)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
        process.wait(SECONDS)
        listener.stop()
