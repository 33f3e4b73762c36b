"""Posting rules: balanced for all amounts, by a computation of the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from provident.kernel.places import project_dir

RULES: dict[str, dict[str, Any]] = {
    f"{path.stem}.{key}": body
    for path in sorted(project_dir("postings").glob("*.yaml"))
    for key, body in yaml.safe_load(Path(path).read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("code", RULES)
def test_debit_equals_credit_whatever_the_amounts(code: str) -> None:
    """Each amount gets its own power of a thousand: no amount can make up for another."""
    rule = RULES[code]
    worth = {amount: 1000**power for power, amount in enumerate(rule["amounts"])}
    totals = {"debit": 0, "credit": 0}
    for line in rule["lines"]:
        sign = -1 if line.get("red") else 1
        totals[line["side"]] += sign * sum(worth[amount] for amount in line["sum"])
    assert totals["debit"] == totals["credit"]


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_explained(code: str) -> None:
    rule = RULES[code]
    assert rule["title"]
    assert rule["summary"]
    assert rule["basis"]
    assert all(rule["amounts"].values())
