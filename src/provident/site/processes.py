"""后台进程 · the programs that run behind the pages: start, look at, stop.

`provident serve`, `worker`, `listener` and `bank-peer` each run in the foreground.  This
module starts them detached, writes down what it started in `data/runtime.json`, and ends
exactly those again: a process is only ended while its start time and its command line are
still the recorded ones, because the system gives process numbers out again.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from provident.kernel import embedded, runtime
from provident.kernel.places import PROJECT, data_subdir
from provident.kernel.refusal import Conflict, Defect

TITLES = {
    "serve": "页面服务",
    "worker": "后台任务",
    "listener": "银行通知接收",
    "bank-peer": "模拟银行",
}
"""Every program that may run in the background; `stop_all` ends the last one first."""

READY_SECONDS = 60
"""How long a program may take until it answers on its port."""

PORTLESS_SECONDS = 1.5
"""How long a program without a port is watched for ending at once."""

STOP_SECONDS = 15
"""How long a program may take to finish what it is doing before it is ended by force."""

POLL_SECONDS = 0.1
RECORD = "process."
MODULE = "provident.site.cli"


@dataclass(frozen=True, slots=True)
class Running:
    """后台进程 · what is written down about one started program.

    `started_at` is the system's start time of the process, in seconds with two decimals as
    text; together with `pid` it names one process for ever.
    """

    name: str
    pid: int
    started_at: str
    port: int | None
    log: str

    @property
    def title(self) -> str:
        return TITLES[self.name]

    def __str__(self) -> str:
        port = f"，端口 {self.port}" if self.port else ""
        return f"{self.title}（进程 {self.pid}{port}）"


def start(name: str, *arguments: str, port: int | None = None) -> Running:
    """Start `provident NAME ARGUMENTS…` in the background and wait until it is there.

    With a `port` it is there when it listens on it.  Raises `Conflict` when the program
    already runs or somebody else holds the port, `Defect` when it ends at once or never
    answers; the last lines of its log are part of what is said.
    """
    recorded = _recorded(name)
    if recorded and _process(recorded):
        raise Conflict("process.running", f"{recorded}已经在运行，请先执行 provident stop。")
    if port is not None:
        require_free(port)
    log = data_subdir("log") / f"{name}.log"
    with log.open("ab") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", MODULE, name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=PROJECT,
            start_new_session=True,
        )
    started_at = _moment(psutil.Process(child.pid))
    running = Running(name, child.pid, started_at, port, str(log))
    runtime.update(**{RECORD + name: asdict(running)})
    _wait_until_there(running, child)
    return running


def stop_all() -> list[str]:
    """End every program that was started here, then the embedded database.

    Returns one sentence for each thing that was stopped; an empty list means that nothing
    ran.  Can be called at any time and again.
    """
    said = [sentence for name in reversed(TITLES) if (sentence := stop(name))]
    if embedded.stop():
        said.append("已停止内嵌数据库。")
    runtime.update(database=None)
    return said


def stop(name: str) -> str | None:
    """End one program; the sentence about it, or None when it did not run."""
    running = _recorded(name)
    if running is None:
        return None
    process = _process(running)
    if process is not None:
        _end(process)
    runtime.update(**{RECORD + name: None})
    return f"已停止{running}。" if process else None


def status() -> list[Running]:
    """The programs that were started here and run now, in the order of starting."""
    found = [running for name in TITLES if (running := _recorded(name))]
    return [running for running in found if _process(running)]


def require_free(port: int) -> None:
    """Raise a `Conflict` that names whoever listens on this port of the machine."""
    for holder in _listeners(port):
        raise Conflict(
            "process.port_busy",
            f"端口 {port} 被{holder}占用，请先停止它，或者换一个端口。",
            port=port,
        )


def _recorded(name: str) -> Running | None:
    if name not in TITLES:
        raise Defect(f"no background program is called {name!r}")
    record: dict[str, Any] | None = runtime.read().get(RECORD + name)
    return Running(**record) if record else None


def _process(running: Running) -> psutil.Process | None:
    """The living process behind a record, or None when it is gone or is another one."""
    try:
        process = psutil.Process(running.pid)
        if not _lives(process):
            return None
        ours = any("provident" in word for word in process.cmdline())
        return process if ours and _moment(process) == running.started_at else None
    except psutil.Error:
        return None


def _moment(process: psutil.Process) -> str:
    return f"{process.create_time():.2f}"


def _wait_until_there(running: Running, child: subprocess.Popen[bytes]) -> None:
    wait_seconds = READY_SECONDS if running.port else PORTLESS_SECONDS
    deadline = time.monotonic() + wait_seconds
    while time.monotonic() < deadline:
        if child.poll() is not None:
            runtime.update(**{RECORD + running.name: None})
            raise Defect(f"{running.title}没有启动起来。{_last_words(running)}")
        if running.port and any(_listeners(running.port)):
            return
        time.sleep(POLL_SECONDS)
    if running.port:
        stop(running.name)
        raise Defect(
            f"{running.title}在 {wait_seconds} 秒内没有应答，已停止。{_last_words(running)}"
        )


def _last_words(running: Running) -> str:
    lines = Path(running.log).read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([f"日志 {running.log} 的最后几行：", *lines[-8:]])


def _end(process: psutil.Process) -> None:
    """Ask the program to finish, then its children that stayed; the rest by force."""
    children = process.children(recursive=True)
    staying = _asked([process], STOP_SECONDS) + _asked(children, STOP_SECONDS / 5)
    for member in staying:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    _staying(staying, STOP_SECONDS)
    psutil.wait_procs([process, *children], timeout=0)  # look after those that are our own


def _asked(members: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that are still there `seconds` after they were asked to finish."""
    for member in members:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.terminate()
    return _staying(members, seconds)


def _staying(members: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still live after `seconds`; returns as soon as there are none."""
    deadline = time.monotonic() + seconds
    while (staying := [one for one in members if _lives(one)]) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return staying


def _lives(process: psutil.Process) -> bool:
    """Whether it runs.  One that has ended keeps its number until its parent has looked,
    which some containers' first process never does."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _listeners(port: int) -> Iterator[str]:
    """In words, whoever listens on the port; other users' programs have no name for us."""
    for connection in psutil.net_connections("tcp"):
        address = connection.laddr
        if connection.status == psutil.CONN_LISTEN and address and address.port == port:
            yield _named(connection.pid)


def _named(pid: int | None) -> str:
    if pid is None:
        return "另一个用户的程序"
    with contextlib.suppress(psutil.Error):
        own = "本程序" if pid == os.getpid() else psutil.Process(pid).name()
        return f"{own}（进程 {pid}）"
    return f"进程 {pid}"
