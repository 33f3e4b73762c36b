"""页面服务 · the page server that serves the centre (granian), on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

WAIT_SECONDS = 60


@contextmanager
def serving(first_page: str, **environment: str) -> Iterator[str]:
    """Where the pages are served, once `first_page` is answered; ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "1", "--blocking-threads", "4",
            "provident.site.wsgi:application",
        ],
        env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}{first_page}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(page: str, server: subprocess.Popen[bytes]) -> None:
    ends_at = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < ends_at and server.poll() is None:
        try:
            urllib.request.urlopen(page, timeout=10).close()
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail("页面服务没有启动。")
