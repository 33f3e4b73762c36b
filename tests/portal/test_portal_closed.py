"""Broken policy files and nothing published: said in words everywhere, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from provident.channels.calc import desk
from provident.channels.calc.desk import library_from_files
from provident.channels.portal import policy_in_use
from provident.kernel.refusal import Conflict, Refusal

TWICE = """name: 写坏的
history:
  - {from: 2026-01-01, value: 5, value: 6}
"""


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The centre's own folder holds a file with a repeated key; there is no release."""

    def nothing_published() -> None:
        raise Conflict("policy.no_release", "还没有发布过政策参数。")

    local = tmp_path / "policies" / "centres" / "653100" / "withdrawal" / "rent_cap.yaml"
    local.parent.mkdir(parents=True)
    local.write_text(TWICE, encoding="utf-8")
    monkeypatch.setattr(desk, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(policy_in_use, "active_policy", nothing_published)
    policy_in_use._files.cache_clear()
    yield
    policy_in_use._files.cache_clear()


@pytest.mark.parametrize(
    "address",
    ["/", "/calc/loan", "/calc/loan/schedule.xlsx", "/policy", "/policy/lending.cap"],
)
def test_a_page_says_that_it_is_closed(broken: None, address: str) -> None:
    response = Client(headers={"host": "localhost"}).get(address)
    assert response.status_code == 503
    assert response["Retry-After"]
    text = response.content.decode()
    assert "请过一会儿再来" in text
    assert "provident policy lint" in text


def test_the_interface_says_it_in_its_own_shape(broken: None) -> None:
    client = Client(headers={"host": "localhost"})
    body = {"principal": "500000", "months": 240, "starts_on": "2026-01-15"}
    for response in (
        client.get("/api/v1/policy"),
        client.get("/api/v1/policy/lending.cap"),
        client.post("/api/v1/calc/loan", body, "application/json"),
    ):
        assert response.status_code == 503
        assert json.loads(response.content)["reasons"][0]["code"] == "policy.unusable"


def test_the_command_line_names_file_line_and_fault(broken: None) -> None:
    with pytest.raises(Refusal) as refused:
        library_from_files()
    (reason,) = refused.value.reasons
    assert reason.code == "policy.yaml_key_twice"
    for part in ("centres/653100/withdrawal/rent_cap.yaml", "第 3 行", "“value”出现了两次"):
        assert part in reason.says
