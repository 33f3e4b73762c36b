"""柜面一日 · from a roster to the three books, by real people's hands: the keyboard alone.

Everything is real: a bank with its own books behind a socket, the listener, the worker, the
page server, chromium; the teller, the accountant and the reviewer each sign in with password
and second factor.  No step uses the mouse.  The figures are computed by hand:

    three employees of 5 000.00, 6 000.00 and 7 000.00 at 12 % and 12 %
        2 × (600.00 + 720.00 + 840.00)                      = 4 320.00
    a stranger's money, matched to the same employer           500.00
    what the centre owes, what it has booked, what the bank has
                                                             4 820.00
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import enrolment_city as city
import receiving
from provident.site import processes
from tests.resilience.live_centre import (
    BANK,
    BANK_ACCOUNT,
    CENTRE_NAME,
    LiveCentre,
    command,
    connect_here,
    free_ports,
    pointed_at,
    succeeded,
)
from tests.staff import people_here as here

pytestmark = [pytest.mark.database, pytest.mark.slow]

WAGES = ("5000.00", "6000.00", "7000.00")
CREDITED, STRANGE, TOTAL = "4,320.00", "500.00", "4,820.00"
DAY = "2026-11-02"
PAYER = "65050161004500000000"
"""The payer of `receiving.open_employers`' first employer."""

SECONDS, TABS_MAX = 20.0, 150
FOCUSED = """() => { const one = document.activeElement;
  if (!one.matches("a, button, input, select, textarea, summary")) return "";
  const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
  return [label, one.innerText || "", one.getAttribute("aria-label") || ""].join(" ") }"""


@dataclass
class Centre:
    """Where it all runs, and the employer whose month it is."""

    live: LiveCentre
    pages: str
    employer: str


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    """Built before the browser opens: beside its event loop Django gives no database."""
    from provident.staff import sealing

    data = Path(tempfile.mkdtemp(prefix="provident-desk-"))
    data.chmod(0o755)  # the database's own system user must reach its part of it
    sealing._key.cache_clear()  # the key is the directory's
    try:
        with pointed_at(data):
            yield _build(data)
    finally:
        with pointed_at(data):
            command("stop")
        sealing._key.cache_clear()
        shutil.rmtree(data)


def _build(data: Path) -> Centre:
    succeeded("init", "--day", DAY)
    connect_here()
    platform, control, listener, pages = free_ports(4)
    live = LiveCentre(data, platform, control, listener)
    processes.start(
        "bank-peer", "--port", str(platform), "--control-port", str(control),
        "--centre-port", str(listener), "--day", DAY, port=platform,
    )  # fmt: skip
    live.start_all()
    live.peer.open_account(
        BANK_ACCOUNT, CENTRE_NAME, BANK, "collection", "0.00", centre_owned=True
    )
    receiving.open_bank(BANK_ACCOUNT)
    from provident.settlement.adapters import platform as wire

    wire.sign_in()
    city.open_branch()
    (employer,) = receiving.open_employers(1)
    for username, name, role, branch in (
        ("zhang", "张明", "teller", "001"),
        ("liu", "刘洋", "accountant", ""),
        ("wang", "王芳", "reviewer", ""),
    ):
        here.open_login(username, name, role, branch=branch)
    processes.start("serve", "--port", str(pages), port=pages)
    return Centre(live, f"http://127.0.0.1:{pages}", employer)


class Hands:
    """One person at one keyboard."""

    def __init__(self, browser: Browser, centre: Centre, username: str) -> None:
        context = browser.new_context(
            base_url=centre.pages, locale="zh-CN", viewport={"width": 1366, "height": 768}
        )
        context.set_default_timeout(SECONDS * 1000)
        self.page: Page = context.new_page()
        self.page.goto("/desk/")
        self.begins_at("username")
        self.types(username, "Tab")
        self.types(here.PASSWORD)
        self.enter()
        self.begins_at("one_time_code")
        self.types(here.code_at(_now()))
        self.enter()
        assert "首页" in self.words()

    def begins_at(self, place: str) -> None:
        """Wait until the page has put the cursor where typing begins."""
        self.page.wait_for_function("id => document.activeElement.id === id", arg=place)

    def words(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def types(self, text: str, *keys: str) -> None:
        self.page.keyboard.insert_text(text)
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, name: str) -> None:
        """Press Tab until what is called so has the focus."""
        for _ in range(TABS_MAX):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate(FOCUSED):
                return
        pytest.fail(f"Tab never reached {name}: {self.words()[:2000]}")

    def enter(self) -> None:
        """Press Enter and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, *names: str) -> None:
        for name in names:
            self.to(name)
            self.enter()

    def fill(self, label: str, text: str) -> None:
        self.to(label)
        self.page.keyboard.press("Control+A")
        self.types(text)

    def find(self, text: str) -> None:
        """What `/` is for."""
        self.page.keyboard.press("/")
        self.types(text)
        self.enter()

    def reads(self, text: str, again: Callable[[], None] | None = None) -> str:
        """Wait until the page says so, looking again where it does not change by itself."""
        ends_at = time.monotonic() + SECONDS
        while text not in (said := self.words()):
            assert time.monotonic() < ends_at, f"never read: {text} in {said[:2000]}"
            self.page.wait_for_timeout(300)
            if again:
                again()
        return said


def _now() -> here.datetime:
    return here.datetime.now(here.UTC)


def test_from_the_roster_to_the_three_books(
    centre: Centre, browser: Browser, tmp_path: Path
) -> None:
    roster = tmp_path / "十一月新职工.xlsx"
    people = (city.person(index, wage=wage) for index, wage in enumerate(WAGES))
    roster.write_bytes(city.roster(*people))

    teller = Hands(browser, centre, "zhang")
    _upload_and_open(teller, centre.employer, roster)
    reference = _confirm_and_print(teller, centre.employer)
    _employer_pays(centre, teller, reference)
    teller.page.screenshot(path=tmp_path / "list.png")

    accountant, reviewer = Hands(browser, centre, "liu"), Hands(browser, centre, "wang")
    _match_a_stranger(centre, accountant, reviewer)
    reviewer.page.screenshot(path=tmp_path / "operation.png")
    _close_the_day(accountant)
    accountant.page.screenshot(path=tmp_path / "day.png")
    _three_books(accountant)
    accountant.page.screenshot(path=tmp_path / "books.png")


def _upload_and_open(teller: Hands, employer: str, roster: Path) -> None:
    teller.follow("开户名单")
    teller.page.keyboard.press("Shift+Tab")  # from the first input, where the page begins
    teller.fill("单位账号", employer)
    teller.to("名单文件")
    with teller.page.expect_file_chooser() as chooser:
        teller.page.keyboard.press("Space")
    chooser.value.set_files(roster)  # the system's own dialogue, which has its own keys
    teller.follow("上传并预审")
    said = teller.reads("可以开户（行）")
    assert re.search(r"可以开户（行） 3 有误（行） 0", said), said
    teller.page.reload()  # the way on stands at the top once the check has ended
    teller.follow("批量开户", "提交")
    assert "3 名职工开户" in teller.reads("办结")


def _confirm_and_print(teller: Hands, employer: str) -> str:
    """Confirms November's list and prints the order to pay; returns its 附言号."""
    teller.find(employer)
    teller.follow("汇缴清册确认", "提交")
    found = re.search(r"H\d{10}", teller.reads("办结"))
    assert found, teller.words()
    teller.follow(found[0])
    assert CREDITED in teller.reads("待缴")
    teller.to("汇缴书")
    here_again = teller.page.url
    with teller.page.expect_response(lambda answer: "paper=order" in answer.url) as paper:
        teller.page.keyboard.press("Enter")
    assert paper.value.headers["content-type"] == "application/pdf"
    teller.page.wait_for_timeout(1000)
    teller.page.goto(here_again)  # from the paper, which the browser shows in its own way
    return found[0]


def _employer_pays(centre: Centre, teller: Hands, reference: str) -> None:
    centre.live.peer.pay(
        PAYER, BANK_ACCOUNT, CREDITED.replace(",", ""), "转账", f"{reference} 公积金",
        payer_name="付款户",
    )  # fmt: skip
    said = teller.reads("已入账", again=lambda: teller.find(reference))
    assert CREDITED in said


def _match_a_stranger(centre: Centre, accountant: Hands, reviewer: Hands) -> None:
    centre.live.stranger_pays(STRANGE)

    def look() -> None:
        accountant.follow("暂收款")

    look()
    accountant.reads(STRANGE, again=look)
    accountant.find("暂收款1")
    accountant.follow("匹配")
    accountant.fill("单位账号", centre.employer)
    accountant.fill("原因", "单位来电说明是十一月补款")
    accountant.follow("提交复核")
    said = accountant.reads("待复核")
    number = re.search(r"\d{17}", said)
    assert number, said
    reviewer.follow("办件", number[0])
    assert STRANGE in reviewer.reads("同意，办结")
    reviewer.page.keyboard.press("Enter")  # the page begins at this button
    reviewer.reads("已办结")


def _close_the_day(accountant: Hands) -> None:
    accountant.follow("日终", "切点", "提交")
    accountant.reads("已切点")
    accountant.follow("日终", "取对账单")
    accountant.follow("日结", "提交")
    accountant.reads("办结")


def _three_books(accountant: Hands) -> None:
    accountant.follow("首页")
    said = accountant.reads("业务账")
    assert said.count(TOTAL) >= 3, said
