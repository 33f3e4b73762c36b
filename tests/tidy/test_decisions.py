"""Decisions: each record is numbered, short, and names the check that enforces it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provident.kernel.places import PROJECT
from tests.tidy.tree import clean, files, read

RECORDS = sorted(
    name
    for name in files()
    if re.fullmatch(r"docs/decisions/\d{4}-[a-z0-9-]+\.md", name) and "/0000-" not in name
)
HEADINGS = ("## Context", "## Decision", "## Consequences", "## How it is checked")


def test_numbers_run_without_gaps() -> None:
    numbers = [int(Path(name).name[:4]) for name in RECORDS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_has_its_parts(name: str) -> None:
    text = read(name)
    assert text.startswith(f"# {Path(name).name[:4]} · ")
    assert re.search(r"^Date: \d{4}-\d{2}-\d{2} · Status: \w+", text, re.MULTILINE)
    clean([heading for heading in HEADINGS if f"\n{heading}\n" not in text])
    assert len(text.splitlines()) <= 80


@pytest.mark.parametrize("name", RECORDS)
def test_the_check_it_names_exists(name: str) -> None:
    section = read(name).split("\n## How it is checked\n")[1]
    named = re.findall(r"`((?:tests|pyproject|postings|src)[\w/.-]*)`", section)
    assert named, "name the test or the contract that enforces the decision"
    clean([place for place in named if not (PROJECT / place).exists()])
