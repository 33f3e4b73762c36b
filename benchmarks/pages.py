"""页面 · requests a second of a calculator's page beside a bare Django view, same server.

Both are served by the server that serves the centre (granian, one worker, four threads) from
one process with the same middleware and a database with a published policy.  Two clients ask
without a pause over kept connections on 127.0.0.1; the sides take turns, the better round of
each counts.  The page is a whole answer: a form, every step, two charts, 30 years of rows.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection

import psutil

from benchmarks.ground import Figure, fresh_database

PAGE = "/calc/loan?principal=1000000&months=360&rate=3.1&starts_on=2026-01-15"
BARE = "/bare"
CLIENTS = 2
ROUNDS = 3
WARM_UP = 20
WAIT_SECONDS = 60
TIMEOUT_SECONDS = 60


def run(size: int) -> Figure:
    """Ask for `size` pages and as many bare answers, in turns."""
    with fresh_database(), _server() as (port, server):
        for path in (PAGE, BARE):
            _ask(port, path, WARM_UP)
        ours_s, raw_s = [], []
        with ProcessPoolExecutor(CLIENTS) as clients:
            for _ in range(ROUNDS):
                raw_s.append(_seconds(clients, port, BARE, size))
                ours_s.append(_seconds(clients, port, PAGE, size))
        peak = _resident_mb(server)
        statements = _statements(PAGE)
    return Figure(
        "pages",
        size,
        min(ours_s),
        min(raw_s),
        peak,
        statements,
        "贷款月供一页（30 年还款计划、两张图）；对照为同一服务器上的空白页",
        {"pages_per_second": size / min(ours_s), "bare_per_second": size / min(raw_s)},
    )


@contextmanager
def _server() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "1", "--blocking-threads", "4",
            "benchmarks.pages_wsgi:application",
        ],
        env={**os.environ, "PROVIDENT_LOG": "ERROR"},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield port, server
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int) -> None:
    ends_at = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < ends_at:
        try:
            _ask(port, BARE, 1)
        except ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("页面服务没有启动。")


def _seconds(clients: ProcessPoolExecutor, port: int, path: str, size: int) -> float:
    """Wall seconds until all clients have their answers."""
    each = -(-size // CLIENTS)
    begins = time.perf_counter()
    for done in [clients.submit(_ask, port, path, each) for _ in range(CLIENTS)]:
        done.result()
    return time.perf_counter() - begins


def _ask(port: int, path: str, count: int) -> None:
    """`count` requests over one connection; anything but 200 ends the benchmark."""
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        for _ in range(count):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{path} 答 {response.status}。")
    finally:
        connection.close()


def _resident_mb(server: subprocess.Popen[bytes]) -> float:
    """The resident memory of the server's worker, in MB."""
    children = psutil.Process(server.pid).children(recursive=True)
    return max(one.memory_info().rss for one in children) / 2**20


def _statements(path: str) -> int:
    """How many statements one page sends to the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
