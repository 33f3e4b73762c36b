"""页面服务 · the server that serves the centre, with a bare view beside its pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import psutil

WAIT_SECONDS = 60
TIMEOUT_SECONDS = 60


@contextmanager
def served(
    *, workers: int, threads: int, ready: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The application on a free port of 127.0.0.1, answering `ready`; ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads),
            "benchmarks.pages_wsgi:application",
        ],
        env={**os.environ, "PROVIDENT_LOG": "ERROR"},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port, ready)
        yield port, server
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, path: str) -> None:
    ends_at = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < ends_at:
        try:
            ask(port, path)
        except ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("页面服务没有启动。")


def ask(port: int, path: str, count: int = 1, first: int = 0, *, cookie: str = "") -> None:
    """`count` requests over one connection; anything but 200 ends the benchmark.

    Where the path has a place for an amount (`{principal}`), each asks for the next one.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        for at in range(count):
            place = path.format(principal=first + at)
            connection.request("GET", place, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{path} 答 {response.status}。")
    finally:
        connection.close()


def resident_mb(server: subprocess.Popen[bytes]) -> float:
    """The resident memory of the server's largest worker, in MB."""
    children = psutil.Process(server.pid).children(recursive=True)
    return max(one.memory_info().rss for one in children) / 2**20


def statements(path: str, cookie: str = "") -> int:
    """How many statements one page sends to the database."""
    from django.db import connection
    from django.test import Client

    from benchmarks.ground import counting

    client = Client(headers={"host": "localhost", "cookie": cookie})
    client.get(path)
    connection.ensure_connection()
    with counting(connection.connection) as counted:
        client.get(path)
    return counted.statements
