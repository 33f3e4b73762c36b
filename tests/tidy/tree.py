"""What the tidy tests look at: every file that is or will be under version control."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from provident.kernel.places import PROJECT

SOURCE = "src/provident"


@cache
def files() -> tuple[str, ...]:
    """Paths from the project's root, as git lists them: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(sorted(name for name in listed.split("\0") if name and _exists(name)))


def _exists(name: str) -> bool:
    return (PROJECT / name).is_file()


@cache
def read(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


@cache
def parse(name: str) -> ast.Module:
    return ast.parse(read(name), filename=name)


def source(suffix: str = ".py") -> Iterator[str]:
    """Our own source files; migrations are written by Django."""
    for name in files():
        if name.startswith(SOURCE) and name.endswith(suffix) and "/migrations/" not in name:
            yield name


def within(name: str, *places: str) -> bool:
    """Whether a file is one of these places or lies below one of them."""
    return any(Path(name).is_relative_to(place) for place in places)


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parse(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def clean(found: Iterable[str]) -> None:
    """Fail with the whole list, one finding on a line."""
    findings = list(found)
    assert not findings, "\n" + "\n".join(findings)
