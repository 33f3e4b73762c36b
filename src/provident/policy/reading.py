"""政策与规则 · which parameters the rules read, found in the program itself.

A parameter that no rule reads is a value that decides nothing; a rule that reads a name
which no file declares would stumble before a citizen.  Both are found without running
anything: every text in the program that equals a parameter's code counts as reading it.  What a
business reads stands in the `READS` of its module `policy`, which is imported and read, and
what is asked for by name, `….policy("…")`, in the code; all of that must be declared.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from provident.policy.library import Library
from provident.policy.sheets import Problem

_SELF = "policy"
"""The package that answers questions; names in it are no questions."""


@dataclass(slots=True)
class Readings:
    """What a program says about parameters: every text in it, and what it asks for."""

    texts: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)


def readings(package: Path) -> Readings:
    """Read every module below a package folder, the policy itself left out."""
    found = Readings()
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package)
        if place.parts[0] == _SELF:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name in _asked(tree):
            found.asked.setdefault(name, place.as_posix())
        found.texts.update(_texts(tree))
        if place.parts[1:] == ("policy.py",):
            module = importlib.import_module(f"{package.name}.{place.parts[0]}.policy")
            for name in module.READS:
                found.asked.setdefault(name, place.as_posix())
    found.texts |= found.asked.keys()
    return found


def reading_problems(library: Library, found: Readings) -> list[Problem]:
    """Values that no rule reads, and rules that read no value."""
    known = set(library.names())
    unread = [
        Problem(name, "", "unread", "没有规则读取它；确实只供人查阅的，用 for_reference 写明")
        for name in sorted(known - found.texts)
        if library.parameter(name).for_reference is None
    ]
    unknown = [
        Problem(place, name, "undeclared", "规则读取的参数没有登记")
        for name, place in sorted(found.asked.items())
        if name not in known
    ]
    return unread + unknown


def _asked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="policy"), args=[ast.Constant(value=str() as name), *_]
            ):
                yield name
            case _:
                pass


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
