"""A visitor walks through every page, with and without JavaScript, on a desk and a phone."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.portal.layout import LAYOUTS

PAGES = [
    "/",
    *(f"/calc/{code}?{LAYOUTS[code].example_address}" for code in CALCULATORS),
    "/calc/withdrawal",
    "/calc/loan?principal=-1.234&months=x&starts_on=2026-02-29&changes.on=y&changes.rate=z",
    "/calc/withdrawal?case=purchase",
    "/policy?on=2026-11-02",
    "/policy/lending.cap?on=2026-11-02&centre=210100",
    "/nowhere",
]
SCREENS = [
    ("zh-CN", 1366, 768),
    ("zh-CN", 320, 640),
    ("zh-CN", 390, 844),
    ("ug", 390, 844),
    ("en", 390, 844),
]

UNLABELLED = """() => [...document.querySelectorAll('input:not([type=hidden]), select')]
    .filter(one => !one.labels.length).map(one => one.outerHTML)"""
UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true })"
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("code", sorted(CALCULATORS))
def test_each_calculator_from_its_example_to_paper(page: Page, code: str) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role(
        "link", name=str(CALCULATORS[code].title), exact=True
    ).click()
    page.get_by_role("link", name="用例子试一试").click()
    expect(page.locator("#answer")).to_be_visible()
    expect(page.get_by_role("heading", name="怎样算出来的")).to_be_visible()
    assert page.locator("svg.chart").count() >= 1
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Excel").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.emulate_media(media="print")
    expect(page.locator("nav.ways")).to_be_hidden()
    expect(page.locator("#answer")).to_be_visible()


def test_a_loan_typed_by_hand(page: Page) -> None:
    """Published: 500 000 over 240 months at 2.6 % is 2 673.94 a month."""
    page.goto("/calc/loan")
    page.get_by_label("贷款金额").fill("500,000")
    page.get_by_label("贷款期限").fill("240")
    page.get_by_label("年利率").fill("2.6")
    page.get_by_role("button", name="计算").click()
    expect(page.locator("#answer")).to_contain_text("2,673.94")
    assert "principal=500%2C000" in page.url


def test_an_early_payment_in_a_folded_part(page: Page) -> None:
    page.goto(f"/calc/loan?{LAYOUTS['loan'].example_address}")
    page.locator("summary", has_text="提前还款").click()
    page.locator("[id='prepayments.0.on']").fill("2027-03-10")
    page.locator("[id='prepayments.0.amount']").fill("200000")
    page.get_by_role("button", name="计算").click()
    expect(page.locator(".figures")).to_contain_text("提前还款节省利息")
    page.locator("#prepayments").get_by_role("button", name="再加一行").click()
    expect(page.locator("[id='prepayments.0.amount']")).to_have_value("200000")
    expect(page.locator("[id='prepayments.1.amount']")).to_have_value("")


def test_what_is_wrong_is_said_beside_the_input_and_nothing_typed_is_lost(page: Page) -> None:
    page.goto("/calc/loan")
    page.get_by_label("贷款金额").fill("-1.234")
    page.get_by_label("贷款期限").fill("30年")
    page.get_by_role("button", name="计算").click()
    expect(page.get_by_role("alert")).to_contain_text("贷款金额")
    expect(page.locator("#principal-why")).to_contain_text("两位小数")
    expect(page.locator("#months-why")).to_contain_text("整数")
    expect(page.get_by_label("贷款金额")).to_have_value("-1.234")
    expect(page.get_by_label("贷款期限")).to_have_value("30年")
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.url.endswith("#principal")


def test_a_withdrawal_begins_with_its_case(page: Page) -> None:
    page.goto("/calc/withdrawal")
    page.get_by_role("link", name="支付房租", exact=True).click()
    page.get_by_label("每月房租").fill("3000")
    page.get_by_label("房租起月").fill("2026-08")
    page.get_by_label("房租止月").fill("2026-10")
    page.get_by_label("申请日").fill("2026-11-02")
    page.get_by_label("账户余额").fill("30000")
    page.get_by_label("已连续缴存").fill("2")
    page.get_by_role("button", name="计算").click()
    expect(page.locator("#answer")).to_contain_text("现在还不能提取")
    expect(page.locator(".no")).to_contain_text("连续足额缴存满 3 个月")
    expect(page.locator(".no")).to_contain_text("建金〔2015〕19号")


def test_earlier_withdrawals_count_against_the_limit(page: Page) -> None:
    """乌鲁木齐: 2 500 a month and couple, 1 500 and 700 of three months are gone."""
    page.goto(f"/calc/withdrawal?{LAYOUTS['withdrawal'].example_address}")
    page.get_by_text("以前的提取").click()
    page.locator("[id='used.0.month']").fill("2026-08")
    page.locator("[id='used.0.amount']").fill("1500")
    page.get_by_role("button", name="再加一行").click()
    page.locator("[id='used.1.month']").fill("2026-09")
    page.locator("[id='used.1.amount']").fill("700")
    page.get_by_role("group", name="谁提取的").last.get_by_label("配偶").check()
    page.get_by_role("button", name="计算").click()
    expect(page.locator("#answer")).to_contain_text("5,300.00")
    expect(page.locator("main")).to_contain_text("夫妻已提取 2,200.00 元")


def test_a_change_of_policy_shows_whose_answer_it_changes(page: Page) -> None:
    """第二十四条: who retires had to close the account, and since 2026-09-20 may."""
    page.goto("/policy/withdrawal.case_retire?centre=650100&on=2026-11-02")
    expect(page.locator(".cases")).to_contain_text(
        "所有情形：应当同时注销账户 → 可以同时注销账户"
    )


def test_the_policy_of_another_day_and_city(page: Page) -> None:
    page.goto("/policy")
    page.get_by_label("哪一天").fill("2026-09-19")
    page.get_by_label("公积金中心").select_option("653100")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("main")).to_contain_text("中心尚未录入")
    page.get_by_role("link", name="装修自住住房提取").first.click()
    expect(page.locator(".history")).to_contain_text("国务院令第844号")


def test_language_and_direction_follow_the_visitor(page: Page) -> None:
    page.goto(f"/calc/loan?{LAYOUTS['loan'].example_address}")
    page.get_by_role("button", name="ئۇيغۇرچە").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#answer")).to_contain_text("4,270.16")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#answer")).to_contain_text("4,270.16")


@pytest.mark.parametrize("path", PAGES)
def test_no_serious_finding_and_no_input_without_a_label(scripted: Page, path: str) -> None:
    scripted.goto(path)
    assert scripted.evaluate(UNLABELLED) == []
    scripted.evaluate(UNFOLD)
    found: list[dict[str, Any]] = Axe().run(scripted).response["violations"]
    serious = [
        (one["id"], [node["html"] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []


@pytest.mark.parametrize(("language", "width", "height"), SCREENS)
def test_nothing_has_to_be_moved_sideways(
    browser: Browser, address: str, language: str, width: int, height: int
) -> None:
    context = browser.new_context(
        base_url=address, locale=language, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    wide = []
    for path in PAGES:
        page.goto(path)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(path)
    context.close()
    assert wide == []


def test_nothing_is_fetched_from_elsewhere(scripted: Page, address: str) -> None:
    asked: list[str] = []
    scripted.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        scripted.goto(path)
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
