"""Every page of the workbench in a browser: three languages, a desk's screen and a phone's.

The Uyghur of these tests is a stand-in (`pseudo`): longer than the Chinese, right to left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from browser import desk_town, pseudo
from browser.serving import serving
from provident.kernel.places import PROJECT

pytestmark = [pytest.mark.database, pytest.mark.slow]

WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
TARGET_MIN = 44
"""px; what a finger needs (WCAG 2.5.5)."""

ONLY_WRONG = {"resultTypes": ["violations"]}
LANDMARKS = {"region", "landmark-one-main", "landmark-unique", "page-has-heading-one"}
"""Findings that axe calls moderate: without them nobody finds his way by a screen reader."""

UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true })"
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"
UNLABELLED = """() => [...document.querySelectorAll(
        'input:not([type=hidden], [type=submit], [type=button]), select, textarea')]
    .filter(one => !one.labels.length).map(one => one.outerHTML)"""
COVERED = """() => {
    const nav = document.querySelector('nav.nav'), main = document.querySelector('main');
    if (!nav || !main) return false;
    const a = nav.getBoundingClientRect(), b = main.getBoundingClientRect();
    return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
}"""
SMALL = """(least) => [...document.querySelectorAll(
        'button, .btn, input:not([type=hidden]), select, textarea, nav a, summary')]
    .filter(one => one.checkVisibility() && one.getClientRects().length)
    .filter(one => !one.closest('[aria-hidden=true]'))
    .map(one => ['checkbox', 'radio'].includes(one.type) ? one.closest('label') || one : one)
    .filter(one => one.getBoundingClientRect().height < least - .5)
    .map(one => one.outerHTML.slice(0, 160))"""
TURNED = """() => [...document.querySelectorAll('td.n')]
    .filter(one => getComputedStyle(one).direction !== 'ltr').map(one => one.textContent)"""


@dataclass
class Server:
    """Where the pages are, and what there is to visit."""

    address: str
    desk: desk_town.Desk

    def browsers(self, browser: Browser, language: str) -> dict[str, BrowserContext]:
        """A context for each role and for nobody, in one language."""
        found: dict[str, BrowserContext] = {}
        for role in ("", *self.desk.sessions):
            context = browser.new_context(
                base_url=self.address, locale=language, viewport=WIDE, reduced_motion="reduce"
            )
            if role:
                name, value = "provident_session", self.desk.sessions[role]
                context.add_cookies([{"name": name, "value": value, "url": self.address}])
            found[role] = context
        return found


@pytest.fixture(scope="module")
def server(new_books: Callable[[], None], tmp_path_factory: Any) -> Iterator[Server]:
    """A page server on the filled books; its connections end with it."""
    from django.db import connections

    new_books()
    desk = desk_town.open_desk()
    connections.close_all()
    folder: Path = tmp_path_factory.mktemp("locale")
    pseudo.write(folder, pseudo.messages())
    settings = {"DJANGO_SETTINGS_MODULE": "browser.pseudo", pseudo.PLACE: str(folder)}
    path = f"{PROJECT / 'tests'}"
    with serving("/desk/sign-in", PYTHONPATH=path, **settings) as address:
        yield Server(address, desk)


def visits(
    server: Server, browser: Browser, language: str, *, all_forms: bool = False
) -> Iterator[tuple[str, Page]]:
    """Every page, opened; what is folded is open.  Of forms that are alike only some."""
    contexts = server.browsers(browser, language)
    tabs = {role: context.new_page() for role, context in contexts.items()}
    for visit in server.desk.visits:
        if visit.alike and not all_forms:
            continue
        page = tabs[visit.role]
        answer = page.goto(visit.address)
        assert answer is not None, visit
        assert answer.status == (404 if visit.address.endswith("nowhere") else 200), visit
        page.evaluate(UNFOLD)
        yield f"{visit.address} ({visit.role})", page
    for context in contexts.values():
        context.close()


def test_nothing_is_hidden_from_a_screen_reader(server: Server, browser: Browser) -> None:
    found: list[str] = []
    axe = Axe()
    for address, page in visits(server, browser, "zh-CN"):
        wrong = [
            f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
            for one in axe.run(page, options=ONLY_WRONG).response["violations"]
            if one["impact"] in {"serious", "critical"} or one["id"] in LANDMARKS
        ]
        found += [f"{address} {one}" for one in wrong]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", ["zh-CN", "ug", "en"])
def test_every_page_fits_a_desk_and_a_phone_and_labels_its_inputs(
    server: Server, browser: Browser, language: str
) -> None:
    found: list[str] = []
    for address, page in visits(server, browser, language, all_forms=language == "zh-CN"):
        for name, size in (("desk", WIDE), ("phone", PHONE)):
            page.set_viewport_size(size)
            if (wide := page.evaluate(OVERFLOW)) > 0:
                found.append(f"{address} {name}: {wide} px too wide")
            if page.evaluate(COVERED):
                found.append(f"{address} {name}: menu and page overlap")
            if name == "phone":
                small = page.evaluate(SMALL, TARGET_MIN)
                found += [f"{address} too small for a finger: {one}" for one in small]
        if language == "ug":
            assert page.locator("html").get_attribute("dir") == "rtl"
            found += [f"{address} turned round: {one}" for one in page.evaluate(TURNED)]
        found += [f"{address} no label: {one}" for one in page.evaluate(UNLABELLED)]
        page.set_viewport_size(WIDE)
    assert found == [], "\n".join(found)
