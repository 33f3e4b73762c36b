"""A page server of the tests' own without a database, and the system's chromium.

The server is the one that serves the centre (granian), on a free port of 127.0.0.1.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_SECONDS = 60
TIMEOUT_MS = 10_000


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PROVIDENT_DATA": str(tmp_path_factory.mktemp("pages"))}
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "1", "--blocking-threads", "4",
            "provident.site.wsgi:application",
        ],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/calc/loan", server)
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a file: playwright keeps an event loop running until it is closed, and
    beside a running loop Django refuses the database to the tests that come after."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("没有 chromium，浏览器测试无法运行；请执行 tools/setup.sh browser。")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=["script", "no_script"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A visitor at a desk, with and without JavaScript."""
    context = browser.new_context(
        base_url=address,
        locale="zh-CN",
        viewport={"width": 1366, "height": 768},
        java_script_enabled=request.param == "script",
    )
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser: Browser, address: str) -> Iterator[Page]:
    """A visitor at a desk, with JavaScript."""
    context = browser.new_context(
        base_url=address, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()
