"""Bad input is answered by name on the page and by the interface, never by a traceback.

Each row is one kind of it: what was sent, to which calculator, and the code of the reason.
What policy files may hold wrong is in `tests/policy` and `tests/portal/test_portal_closed.py`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

LOAN = {"principal": "100000", "months": 12, "rate": "3", "starts_on": "2026-01-20"}
SHARE = {"wage": "8500", "month": "2026-11", "employer_ratio": "12", "member_ratio": "5"}
RENT = {
    "case": "rent", "on": "2026-11-02", "balance": "30000", "months_paid": "24",
    "rent": "3000", "first": "2026-08", "last": "2026-10",
}  # fmt: skip

BAD: list[tuple[str, str, dict[str, Any], str]] = [
    ("a negative amount", "loan", LOAN | {"principal": "-1"}, "loan.principal"),
    ("a zero amount", "loan", LOAN | {"principal": "0"}, "loan.principal"),
    ("a negative wage", "contribution", SHARE | {"wage": "-1"}, "contribution.wage"),
    ("a negative balance", "withdrawal", RENT | {"balance": "-1"}, "input.range"),
    ("three decimals", "loan", LOAN | {"principal": "100.001"}, "input.value"),
    ("361 months", "loan", LOAN | {"months": 361}, "loan.months"),
    ("a rate of 100", "loan", LOAN | {"rate": "100"}, "loan.rate"),
    (
        "a payout after the end",
        "loan",
        LOAN | {"payouts": [{"on": "2027-02-01", "amount": "1"}]},
        "payout.after_end",
    ),
    (
        "an early payment larger than the debt",
        "loan",
        LOAN
        | {"prepayments": [{"on": "2026-03-01", "amount": "100000.01", "effect": "lower"}]},
        "prepayment.too_large",
    ),
    (
        "an early payment before the payout",
        "loan",
        LOAN | {"prepayments": [{"on": "2026-01-19", "amount": "1", "effect": "lower"}]},
        "prepayment.before_payout",
    ),
    (
        "two changes on one day",
        "loan",
        LOAN
        | {"changes": [{"on": "2026-05-01", "rate": "2"}, {"on": "2026-05-01", "rate": "3"}]},
        "change.twice",
    ),
    ("a date before 1999", "loan", LOAN | {"starts_on": "1998-12-31"}, "loan.starts_on"),
    (
        "a date before the first known rate",
        "loan",
        LOAN | {"starts_on": "1999-09-20", "rate": ""},
        "policy.outside_window",
    ),
    (
        "a month after the last known base limits",
        "contribution",
        SHARE | {"month": "2027-07"},
        "policy.outside_window",
    ),
    ("29 February of a common year", "loan", LOAN | {"starts_on": "2026-02-29"}, "input.value"),
    (
        "a city without values",
        "contribution",
        SHARE | {"centre": "653100"},
        "policy.not_entered",
    ),
]


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost", "accept-language": "zh-CN"})


@pytest.mark.parametrize(
    ("code", "given", "reason"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_the_interface_names_it(
    client: Client, code: str, given: dict[str, Any], reason: str
) -> None:
    body = {name: value for name, value in given.items() if name != "centre" and value != ""}
    query = {"centre": given.get("centre", "650100")}
    response = client.post(
        f"/api/v1/calc/{code}", json.dumps(body), "application/json", query_params=query
    )
    assert response.status_code == 422
    assert reason in {one["code"] for one in json.loads(response.content)["reasons"]}


@pytest.mark.parametrize(
    ("code", "given"), [row[1:3] for row in BAD], ids=[row[0] for row in BAD]
)
def test_the_page_says_it(client: Client, code: str, given: dict[str, Any]) -> None:
    typed: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, list):
            for key in value[0]:
                typed[f"{name}.{key}"] = [row[key] for row in value]
        else:
            typed[name] = value
    response = client.get(f"/calc/{code}", typed)
    assert response.status_code == 400
    text = response.content.decode()
    assert 'role="alert"' in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "given",
    [LOAN | {"rate": "0"}, LOAN | {"starts_on": "2028-02-29"}],
    ids=["a rate of 0", "29 February of a leap year"],
)
def test_what_looks_odd_and_is_right_is_computed(client: Client, given: dict[str, Any]) -> None:
    response = client.post("/api/v1/calc/loan", json.dumps(given), "application/json")
    assert response.status_code == 200
    schedule = json.loads(response.content)["facts"]["schedule"]
    assert schedule[-1]["balance"] == "0.00"
