"""Operations: every line of the catalogue has its place, its law and its posting rule."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import django
import pytest
import yaml

from provident.kernel.operation import OperationSpec, catalogue
from provident.kernel.places import project_dir
from provident.kernel.refusal import Defect
from provident.ledger.rules import posting_rule, posting_rules
from tests.tidy.tree import clean, parse, source

CODE = re.compile(r"[a-z]+\.[a-z_]+(\.[a-z_]+)?")


@pytest.fixture(scope="module")
def operations() -> list[OperationSpec]:
    django.setup()
    return [spec for spec in catalogue() if spec.handler.__module__.startswith("provident.")]


def test_each_file_names_its_law() -> None:
    silent = [
        name
        for name in source()
        if Path(name).parent.name == "operations"
        and not name.endswith("__init__.py")
        and not re.search(r"^依据  ", ast.get_docstring(parse(name)) or "", re.MULTILINE)
    ]
    clean(silent)


def test_each_operation_stands_in_its_business(operations: list[OperationSpec]) -> None:
    wrong = [
        spec.code
        for spec in operations
        if not CODE.fullmatch(spec.code)
        or f".{spec.code.split('.')[0]}.operations." not in f"{spec.handler.__module__}."
    ]
    clean(wrong)


def test_each_title_belongs_to_one_operation(operations: list[OperationSpec]) -> None:
    titles = [spec.title for spec in operations]
    assert sorted(set(titles)) == sorted(titles)


def test_every_citation_leads_to_a_text(operations: list[OperationSpec]) -> None:
    clean(
        f"{spec.code}: {citation}"
        for spec in operations
        for citation in spec.basis
        if not citable(citation)
    )


@pytest.mark.parametrize("rule", sorted(posting_rules()))
def test_every_citation_of_a_posting_rule_leads_to_a_text(rule: str) -> None:
    clean(citation for citation in posting_rules()[rule].basis if not citable(citation))


@pytest.mark.parametrize(
    ("citation", "stands"),
    [
        ("regulation-2026#19", True),
        ("regulation-2026#99", False),
        ("regulation-1999#1", False),
        ("mof-1999-33#201", True),
        ("mof-1999-33#999", False),
        ("hearsay-2026#1", False),
    ],
)
def test_the_check_itself(citation: str, stands: bool) -> None:
    assert citable(citation) == stands


def citable(citation: str) -> bool:
    """An article of a registered document, or a 科目 of the accounting method."""
    name, _, place = citation.partition("#")
    if name in _method()["basis"]:
        return not place or place in _method()["gl_accounts"]
    document = _read("policies", "documents.yaml").get(name)
    if document is None:
        return False
    articles = document.get("articles")
    number = re.match(r"\d+", place)
    if articles is None:
        return True
    return bool(articles) and (not number or int(number[0]) <= articles)


def _method() -> dict[str, Any]:
    return _read("standards", "chart_of_accounts.yaml")


@cache
def _read(folder: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((project_dir(folder) / name).read_text(encoding="utf-8"))


def test_every_posting_rule_named_exists(operations: list[OperationSpec]) -> None:
    missing = [
        f"{spec.code}: {rule}"
        for spec in operations
        for rule in spec.posting
        if not _exists(rule)
    ]
    clean(missing)


def _exists(rule: str) -> bool:
    try:
        return bool(posting_rule(rule))
    except Defect:
        return False


def test_what_moves_no_money_names_no_posting_rule(operations: list[OperationSpec]) -> None:
    clean([s.code for s in operations if s.posting and s.moves == "none"])
    clean([s.code for s in operations if not s.posting and s.moves != "none"])
