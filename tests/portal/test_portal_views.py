"""The pages as a program sees them: status, headers, what an address holds, workbooks."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from provident.channels.calc.answer import Chart, Series
from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.calc.words import CHINESE, say
from provident.channels.portal.charts import draw
from provident.channels.portal.layout import LAYOUTS

LOAN = "/calc/loan?principal=500000&months=240&rate=2.6&starts_on=2026-01-15"


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost", "accept-language": "zh-CN"})


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_untouched_form_answers_nothing_and_blames_nobody(client: Client) -> None:
    for code in CALCULATORS:
        response = client.get(f"/calc/{code}")
        assert response.status_code == 200
        assert 'role="alert"' not in response.content.decode()


def test_a_faulty_address_is_answered_by_name(client: Client) -> None:
    response = client.get("/calc/loan?principal=1.234&months=361&rate=-1&starts_on=x")
    assert response.status_code == 400
    text = response.content.decode()
    for words in ("两位小数", "不是日期", 'value="1.234"', 'value="x"'):
        assert words in text


def test_what_is_typed_cannot_become_markup(client: Client) -> None:
    text = page(client, "/calc/loan?principal=<script>alert(1)</script>&months=%22%3E<b>")
    assert "<script>alert" not in text
    assert "<b>" not in text.replace("<b>示范", "")


def test_a_page_loads_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert "http://" not in response.content.decode().replace("http://www.w3.org", "")


def test_the_workbook_holds_the_same_schedule_as_numbers(client: Client) -> None:
    """500 000 over 240 months at 2.6 %: 2 673.94 every month."""
    response = client.get(LOAN.replace("/loan?", "/loan/schedule.xlsx?"))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert len(rows) == 240
    assert rows[0][2] == pytest.approx(2673.94)
    assert sum(Decimal(str(row[3])) for row in rows) == Decimal(500000)


@pytest.mark.parametrize(
    "address",
    ["/calc/none", "/calc/loan/none.xlsx", "/policy/none.such", "/calc/loan/x.xlsx?a=1"],
)
def test_what_is_not_there_is_said(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_pages_cannot_be_posted_to(client: Client) -> None:
    assert client.post("/calc/loan").status_code == 405


def test_a_choice_of_language_is_kept(client: Client) -> None:
    client.post("/language", {"language": "en", "next": "/calc/loan"})
    assert "Monthly payment" in page(client, "/calc/loan")
    assert 'lang="en"' in page(client, LOAN)


def test_an_empty_centre_is_empty_on_every_page(client: Client) -> None:
    """喀什: nothing is published, nothing is guessed."""
    assert "中心尚未录入" in page(client, "/policy?centre=653100&on=2026-11-02")
    example = LAYOUTS["borrow"].example_address
    assert "尚未录入" in page(client, f"/calc/borrow?{example}&centre=653100")


def test_the_policy_of_the_day_before_and_after_the_third_revision(client: Client) -> None:
    """《条例》2026: renovation becomes a case on 2026-09-20."""
    name = "/policy/withdrawal.case_renovation?centre=650100&on="
    assert "2026-09-20" in page(client, f"{name}2026-09-19")
    assert "当日执行" in page(client, f"{name}2026-09-20")


def test_a_day_that_is_none_is_said_beside_the_input(client: Client) -> None:
    response = client.get("/policy?on=2026-02-30")
    assert response.status_code == 400
    assert 'value="2026-02-30"' in response.content.decode()


@pytest.mark.parametrize("values", [(), ("0",), ("1", "2", "3"), ("999999.99", "0.01")])
@pytest.mark.parametrize("kind", ["stack", "lines", "bars"])
def test_every_chart_can_be_drawn_of_any_values(kind: str, values: tuple[str, ...]) -> None:
    series = Series(say("本金"), tuple(map(Decimal, values)))
    labels = tuple(say("{year}", year=at) for at in range(len(values)))
    drawn = draw(Chart(kind, say("图"), labels, (series,)), CHINESE)  # type: ignore[arg-type]
    assert drawn.startswith("<svg")
    assert "NaN" not in drawn
