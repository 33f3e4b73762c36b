"""Values that no rule reads and rules that read no value, in a program written by the test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from provident.policy.library import Library
from provident.policy.reading import reading_problems, readings

VALUE = """name: 上限
unit: percent
selected_by: business_date
checked: 2026-11-24
known_from: 2010-01-01
history: [{from: 2010-01-01, value: 5, basis: law}]
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `program` with one business that asks in each of the three ways."""
    root = tmp_path / "program"
    for package in (root, root / "trade", root / "policy"):
        package.mkdir()
        (package / "__init__.py").write_text("")
    (root / "trade" / "policy.py").write_text(
        'READS = tuple(f"a.{name}" for name in ("listed", "typo"))\n'
    )
    (root / "trade" / "rule.py").write_text(
        'NAME = "a.named"\n\ndef judge(at):\n    return at.policy("a.asked", on=None)\n'
    )
    (root / "policy" / "lint.py").write_text('EXAMPLE = "a.unread"\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("program", "program.trade", "program.trade.policy"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return root


def test_both_sides_must_meet(program: Path, folder: Callable[..., Path]) -> None:
    names = ("listed", "named", "asked", "unread")
    reference = VALUE + "for_reference: 只供查阅\n"
    library = Library.load(
        [folder(a__consulted=reference, **{f"a__{name}": VALUE for name in names})]
    )
    found = {
        (problem.code, problem.file, problem.record)
        for problem in reading_problems(library, readings(program))
    }
    assert found == {
        ("unread", "a.unread", ""),
        ("undeclared", "trade/policy.py", "a.typo"),
    }


def test_the_shipped_policy_and_its_rules_meet(shipped: Path) -> None:
    package = Path(__file__).resolve().parents[2] / "src" / "provident"
    problems = reading_problems(Library.load([shipped]), readings(package))
    assert [str(problem) for problem in problems] == []
