"""词汇表 · the glossary is whole, and the code keeps to its words."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from provident.kernel.places import PROJECT
from provident.standards import items

SOURCE = PROJECT / "src" / "provident"
WIRE = (SOURCE / "bankpeer", SOURCE / "settlement" / "wire", SOURCE / "settlement" / "adapters")
"""Speak the words of the banks' interface, where an account is simply an account."""

FIELDS = {"zh", "ug", "std", "not", "means"}


class OnceOnly(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = Counter(self.construct_object(key) for key, _ in node.value)
        assert max(keys.values(), default=1) == 1, [k for k, n in keys.items() if n > 1]
        return super().construct_mapping(node, deep)


@cache
def glossary() -> dict[str, Any]:
    text = (PROJECT / "docs" / "glossary.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=OnceOnly)


def terms() -> dict[str, dict[str, Any]]:
    return glossary()["terms"]


@cache
def defined_names() -> tuple[tuple[Path, str], ...]:
    return tuple(_names())


def _names() -> Iterator[tuple[Path, str]]:
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for path in sorted(SOURCE.rglob("*.py")):
        if any(path.is_relative_to(wire) for wire in WIRE):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kinds):
                yield path.relative_to(PROJECT), node.name


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_every_term_is_whole() -> None:
    for term, entry in terms().items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", term), term
        assert set(entry) == FIELDS, term
        assert entry["zh"], term
        assert entry["means"].endswith("."), term


def test_no_chinese_term_has_two_english_words() -> None:
    twice = [zh for zh, n in Counter(e["zh"] for e in terms().values()).items() if n > 1]
    assert twice == []


def test_a_word_that_is_banned_is_not_a_term() -> None:
    banned = {word for entry in terms().values() for word in entry["not"]}
    assert banned & set(terms()) == set()


def test_every_code_of_the_standard_exists() -> None:
    named = {entry["std"] for entry in terms().values()} - {None}
    assert named <= set(items())


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("open_account", True),
        ("AccountBalance", True),
        ("close_accounts", True),
        ("open_gl_account", False),
        ("BankAccount", False),
        ("_bank_accounts", False),
        ("accountant", False),
    ],
)
def test_the_check_itself(name: str, bare: bool) -> None:
    assert bool(bare_account(name)) == bare


def bare_account(name: str) -> re.Match[str] | None:
    return re.search(r"(?<!gl_)(?<!bank_)(?<![a-z0-9])accounts?(?![a-z0-9])", snake(name))


def test_account_alone_names_nothing() -> None:
    assert [f"{path}: {name}" for path, name in defined_names() if bare_account(name)] == []


def test_banned_words_name_nothing() -> None:
    banned = {word for entry in terms().values() for word in entry["not"]} - {"account"}
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(sorted(banned))})s?(?![a-z0-9])")
    used = [f"{path}: {name}" for path, name in defined_names() if pattern.search(snake(name))]
    assert used == []


def test_no_module_has_an_empty_name() -> None:
    empty = set(glossary()["empty_module_names"])
    assert [str(path) for path in SOURCE.rglob("*") if path.stem in empty] == []
