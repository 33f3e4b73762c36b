"""A page server of the tests' own without a database, and the system's chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.serving import serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
TIMEOUT_MS = 10_000


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served."""
    empty = str(tmp_path_factory.mktemp("pages"))
    with serving("/calc/loan", PROVIDENT_DATA=empty) as found:
        yield found


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
