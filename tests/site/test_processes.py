"""后台进程 · starting and ending, against real child processes.

The programs themselves have their own tests; here a small stand-in takes the place of the
command line, so that what is tested is the keeping of the record: nothing is ended that was
not started here, and nothing that was started stays behind.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest

from provident.kernel import runtime
from provident.kernel.refusal import Conflict, Defect
from provident.site import processes

STAND_IN = """
import socket, subprocess, sys, time
name, *arguments = sys.argv[1:]
if name == "listener":
    sys.exit("没有银行密钥")
if name == "serve":
    door = socket.create_server(("127.0.0.1", int(arguments[0])))
if name == "worker":
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A data directory of the test's own; whatever it started is ended with it."""
    package = tmp_path / "provident_stand_in.py"
    package.write_text(STAND_IN, encoding="utf-8")
    monkeypatch.setenv("PROVIDENT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "MODULE", package.stem)
    monkeypatch.setattr(processes, "PORTLESS_SECONDS", 0.5)
    yield
    processes.stop_all()


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def lives(process: psutil.Process) -> bool:
    """Not so one that has ended and whose parent has not looked yet."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_what_is_started_is_there_and_is_stopped(port: int) -> None:
    started = processes.start("serve", str(port), port=port)
    assert processes.status() == [started]
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    assert processes.stop_all() == [f"已停止页面服务（进程 {started.pid}，端口 {port}）。"]
    assert not psutil.pid_exists(started.pid)
    assert processes.status() == []
    assert processes.stop_all() == []


def test_a_program_is_stopped_with_the_children_it_started() -> None:
    worker = psutil.Process(processes.start("worker").pid)
    family = [worker, *worker.children(recursive=True)]
    assert len(family) == 2
    processes.stop_all()
    assert [one for one in family if lives(one)] == []


def test_the_same_program_is_not_started_twice() -> None:
    processes.start("worker")
    with pytest.raises(Conflict, match=r"后台任务.*已经在运行"):
        processes.start("worker")


def test_a_busy_port_is_named_with_its_holder(port: int) -> None:
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(Conflict, match=f"端口 {port} 被本程序（进程 {os.getpid()}）占用"),
    ):
        processes.start("serve", str(port), port=port)
    assert processes.status() == []


def test_a_program_that_ends_at_once_is_told_with_its_last_words() -> None:
    with pytest.raises(Defect, match=r"银行通知接收没有启动起来.*\n没有银行密钥"):
        processes.start("listener")
    assert processes.status() == []


def test_a_process_that_was_given_the_number_later_is_left_alone() -> None:
    started = processes.start("worker")
    processes.stop("worker")
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        runtime.update(**{"process.worker": asdict(started) | {"pid": stranger.pid}})
        assert processes.status() == []
        assert processes.stop_all() == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_unknown_program_is_a_defect() -> None:
    with pytest.raises(Defect):
        processes.start("shell")
