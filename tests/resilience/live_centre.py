"""抗毁试验场 · a small centre of real processes, to be killed.

Everything that a centre runs is there: a PostgreSQL server of its own, bank peer, listener
and worker, each started through `provident.site.processes` as an operator would.  The test
stands beside them as the counter does and performs operations in its own process.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg
import pytest

import enrolment_city as city
import receiving
from provident.bankpeer.client import PeerClient
from provident.kernel import embedded
from provident.site import processes

SECONDS = 45.0
"""How long anything may take before the test says that it never comes."""

HEARTBEAT_SECONDS = "0.5"
BANK, BANK_ACCOUNT = "105000", "65001610100050000001"
CENTRE_NAME = "住房公积金管理中心"
"""Bank account and name are those of `receiving.open_bank`."""

STRANGER_NO, STRANGER_NAME = "65009000000000000009", "喀什某某有限公司"
MEMBERS, MONTHS = 20, 3


def eventually(check: Callable[[], Any], what: str) -> None:
    """Wait until `check` holds; fails, saying `what` never came."""
    deadline = time.monotonic() + SECONDS
    while not check():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.03)


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `provident ARGUMENTS…` as an operator would and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "provident.site.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def succeeded(*arguments: str) -> str:
    """What `provident ARGUMENTS…` prints; it must end with 0."""
    done = command(*arguments)
    assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass
class LiveCentre:
    """The processes and where they listen."""

    data: Path
    platform_port: int
    control_port: int
    listener_port: int

    @property
    def peer(self) -> PeerClient:
        return PeerClient(self.control_port, timeout_seconds=5.0)

    def start(self, name: str) -> None:
        """Start one program, unless it runs."""
        if any(running.name == name for running in processes.status()):
            return
        ports = {
            "bank-peer": self.platform_port,
            "listener": self.listener_port,
            "worker": None,
        }
        arguments = {
            "bank-peer": [
                "--port", str(self.platform_port), "--control-port", str(self.control_port),
                "--centre-port", str(self.listener_port),
            ],
            "listener": ["--port", str(self.listener_port)],
            "worker": [],
        }  # fmt: skip
        processes.start(name, *arguments[name], port=ports[name])

    def start_all(self) -> None:
        for name in ("bank-peer", "listener", "worker"):
            self.start(name)
        self.peer.wait_until_ready(SECONDS)

    def process(self, name: str) -> psutil.Process:
        (running,) = [one for one in processes.status() if one.name == name]
        return psutil.Process(running.pid)

    def kill(self, name: str) -> None:
        """kill −9."""
        process = self.process(name)
        process.kill()
        process.wait(SECONDS)

    def kill_database(self) -> None:
        """kill −9 of the postmaster; its children go by themselves."""
        pid = int((self.data / "pg" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)

    def start_database(self) -> None:
        """As the first `provident` command after the failure does."""
        from django.db import connections

        embedded.ensure_running()
        connections.close_all()

    def superuser(self) -> psycopg.Connection[Any]:
        """A connection that may do what the application may not, outside any transaction."""
        return psycopg.connect(
            embedded.ensure_running().replace("/postgres?", "/provident_test?"),
            autocommit=True,
        )

    def stranger_pays(self, amount: str, remark: str = "不知何款") -> str:
        return self.peer.pay(
            STRANGER_NO, BANK_ACCOUNT, amount, "转账", remark, payer_name=STRANGER_NAME
        )

    def settled(self) -> None:
        """Wait until the bank has no notice left and no bank row is unprocessed."""
        from provident.settlement.models import BankRow

        eventually(lambda: not self.peer.pending_notices(), "every notice acknowledged")
        eventually(
            lambda: not BankRow.objects.filter(state=BankRow.NEW).exists(),
            "every bank row processed",
        )


def unread_bytes(port: int) -> int:
    """Bytes that have reached a listening program's conversations and wait to be read."""
    waiting = 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _number, local, _remote, state, queues, *_rest = line.split()
        if state == "01" and int(local.split(":")[1], 16) == port:
            waiting += int(queues.split(":")[1], 16)
    return waiting


def build(data: Path) -> LiveCentre:
    """Books, processes, two employers with members, lists confirmed for three months."""
    succeeded("init")
    connect_here()
    platform, control, listener = free_ports(3)
    centre = LiveCentre(data, platform, control, listener)
    centre.start_all()
    centre.peer.open_account(
        BANK_ACCOUNT, CENTRE_NAME, BANK, "collection", "0.00", centre_owned=True
    )
    receiving.open_bank(BANK_ACCOUNT)
    from provident.settlement.adapters import platform as wire

    wire.sign_in()
    city.open_branch()
    (factory,) = receiving.open_employers(1)
    school = city.open_employer(**city.SCHOOL)
    for place, employer in enumerate((factory, school)):
        for number in range(MEMBERS):
            city.open_member(employer, **city.person(place * 100 + number))
        city.confirm(employer, MONTHS)
    return centre


@contextmanager
def pointed_at(data: Path) -> Iterator[pytest.MonkeyPatch]:
    """This process works on the centre's data directory; afterwards on the old one again."""
    from django.db import connections

    before = connections.settings["default"]["HOST"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROVIDENT_DATA", str(data))
        patch.setenv("PROVIDENT_HEARTBEAT_SECONDS", HEARTBEAT_SECONDS)
        patch.setenv("PROVIDENT_LOG", "INFO")
        connections.close_all()
        try:
            yield patch
        finally:
            connections.close_all()
            connections.settings["default"]["HOST"] = before

    address = embedded.ensure_running()
    connections.settings["default"]["HOST"] = parse_qs(urlsplit(address).query)["host"][0]


def connect_here() -> None:
    """Let Django in this process use the centre's server."""
    from django.db import connections

    address = embedded.ensure_running()
    connections.settings["default"]["HOST"] = parse_qs(urlsplit(address).query)["host"][0]


def bank_debits() -> dict[str, list[Decimal]]:
    """By operation number: the signed amounts on 101 of every entry, from the lines."""
    from provident.kernel import sql

    found = sql.cursor().execute(
        "select e.operation_no, case l.side when 'D' then l.amount else -l.amount end"
        "  from ledger.entry e join ledger.line l"
        "    on l.business_date = e.business_date and l.entry_id = e.id"
        " where l.gl_account like '101%'"
    )
    amounts: dict[str, list[Decimal]] = {}
    for number, amount in found.fetchall():
        amounts.setdefault(number, []).append(amount)
    return amounts
