"""画面 · makes docs/pictures/ anew from the pages of the running demonstration.

First `make demo`, which leaves the pages running; then `.venv/bin/python tools/pictures.py`.
The accountant of the demonstration signs in and looks at four pages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ADDRESS = os.environ.get("PROVIDENT_PAGES", "http://127.0.0.1:8000")
ACCOUNTANT = "liuyang"
PROVIDENT = Path(sys.executable).parent / "provident"
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
BYTES_MAX = 200_000


def main() -> None:
    """Sign in, take the four pictures, and say where they are."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("没有 chromium，不能截图；请先执行 tools/setup.sh browser。")
    PICTURES.mkdir(exist_ok=True)
    password = _password()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(
            base_url=ADDRESS, locale="zh-CN", viewport={"width": 1366, "height": 768}
        )
        _sign_in(page, password)
        _take(page, "home")
        page.goto("/desk/operations?code=collection.receive")
        page.locator("tbody a").first.click()
        _take(page, "operation")
        page.goto("/desk/lists?state=credited")
        page.locator("tbody a[href^='/desk/lists/']").first.click()
        page.locator("tbody a[href^='/desk/members/']").first.click()
        _take(page, "member")
        page.goto("/desk/reconciliation")
        _take(page, "reconciliation")
        browser.close()


def _password() -> str:
    """The password of the demonstration's people."""
    from provident.site.cli import start_django

    start_django()
    from provident.staff.demonstration import PASSWORD

    return PASSWORD


def _sign_in(page: Page, password: str) -> None:
    page.goto("/desk/")
    page.fill("#username", ACCOUNTANT)
    page.fill("#password", password)
    page.get_by_role("button", name="登录").click()
    code = subprocess.run(
        [PROVIDENT, "staff", "code", ACCOUNTANT], check=True, capture_output=True, text=True
    ).stdout
    page.fill("#one_time_code", code.strip().split()[-1])
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/desk/")


def _take(page: Page, name: str) -> None:
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name}  {size:,} 字节\n")
    if size > BYTES_MAX:
        sys.exit(f"{path.name} 超过 {BYTES_MAX:,} 字节，请缩小窗口再截。")


if __name__ == "__main__":
    main()
