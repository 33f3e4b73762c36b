"""The programming interface: the same answers, the same refusals, described for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.portal.layout import LAYOUTS

LOAN = {"principal": "500000", "months": 240, "rate": "2.6", "starts_on": "2026-01-15"}


@pytest.fixture
def client() -> Client:
    return Client()


def ask(client: Client, code: str, body: object, **query: str) -> HttpResponse:
    content = body if isinstance(body, str) else json.dumps(body)
    address = f"/api/v1/calc/{code}"
    return client.post(address, content, "application/json", query_params=query)


def reasons(response: HttpResponse) -> dict[str | None, str]:
    found: list[dict[str, Any]] = json.loads(response.content)["reasons"]
    return {one["field"]: one["code"] for one in found}


def test_a_loan(client: Client) -> None:
    """500 000 over 240 months at 2.6 %: 2 673.94, as the centres' own calculators say."""
    answer = json.loads(ask(client, "loan", LOAN).content)
    assert answer["facts"]["first_payment"] == "2673.94"
    assert len(answer["facts"]["schedule"]) == 240
    assert answer["steps"][0]["basis"][0]["code"] == "yinfa-2005-129"


@pytest.mark.parametrize("code", sorted(CALCULATORS))
def test_every_calculator_answers_its_example(client: Client, code: str) -> None:
    response = ask(client, code, dict(LAYOUTS[code].example), centre="650100")
    assert response.status_code == 200
    answer = json.loads(response.content)
    assert answer["centre"] == "650100"
    assert answer["steps"]


def test_amounts_are_texts_everywhere(client: Client) -> None:
    """No number with a fraction anywhere: programs would read it as floating point."""

    def refuse(text: str) -> None:
        pytest.fail(f"a fraction in the answer: {text}")

    for code in CALCULATORS:
        content = ask(client, code, dict(LAYOUTS[code].example)).content
        json.loads(content, parse_float=refuse)


def test_every_fault_of_a_body_at_once(client: Client) -> None:
    body = {**LOAN, "principal": 1000.5, "starts_on": "2026-02-29", "colour": "red",
            "changes": [{"on": "2027-01-01", "rate": "x"}]}  # fmt: skip
    response = ask(client, "loan", body)
    assert response.status_code == 422
    assert reasons(response) == {
        "principal": "input.value",
        "starts_on": "input.value",
        "changes.0.rate": "input.value",
        "colour": "input.unknown",
    }
    assert "浮点数" in response.content.decode("unicode_escape", "ignore")


def test_the_rules_refuse_with_all_their_reasons(client: Client) -> None:
    response = ask(client, "loan", {**LOAN, "principal": "-1", "months": 361})
    assert response.status_code == 422
    codes = {one["code"] for one in json.loads(response.content)["reasons"]}
    assert codes == {"loan.principal", "loan.months"}


@pytest.mark.parametrize("body", ['{"principal":', "[]", "7", ""])
def test_what_is_no_question_is_refused_in_the_same_shape(client: Client, body: str) -> None:
    response = ask(client, "loan", body)
    assert response.status_code in {400, 422}
    assert json.loads(response.content)["reasons"]


def test_an_empty_centre_and_an_unknown_one(client: Client) -> None:
    example = dict(LAYOUTS["borrow"].example)
    empty = ask(client, "borrow", example, centre="653100")
    assert {one["code"] for one in json.loads(empty.content)["reasons"]} == {
        "policy.not_entered"
    }
    unknown = ask(client, "borrow", example, centre="000000")
    assert reasons(unknown) == {"centre": "centre.unknown"}


def test_a_parameter_with_its_history(client: Client) -> None:
    """《条例》: the ratio's floor of 5 % stands in both texts."""
    response = client.get("/api/v1/policy/collection.ratio_min?on=2026-09-19")
    card = json.loads(response.content)
    assert card["now"]["valid_from"] == "2019-03-24"
    assert card["next"]["valid_from"] == "2026-09-20"
    assert client.get("/api/v1/policy/collection.nothing").status_code == 404
    assert client.get("/api/v1/policy/collection.ratio_min?on=x").status_code == 422


def test_the_description_names_every_calculator_and_its_fields(client: Client) -> None:
    described = json.loads(client.get("/api/v1/openapi.json").content)
    assert described["openapi"].startswith("3.")
    shapes = described["components"]["schemas"]
    for code, calculator in CALCULATORS.items():
        operation = described["paths"][f"/api/v1/calc/{code}"]["post"]
        assert {"200", "400", "422"} <= operation["responses"].keys()
        asked = shapes[calculator.question.__name__]
        assert asked["properties"].keys() == calculator.question.model_fields.keys()
        amounts = [one for one in asked["properties"].values() if one.get("format") == "amount"]
        assert all(one["type"] == "string" for one in amounts)
