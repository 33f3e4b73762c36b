"""Files: their size, their names, their first lines, and what they must not know.

The limits are those of the project's style.  Where a list of exceptions stands, a test also
fails when an exception is no longer needed, so that the list can only become shorter.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.tidy.tree import clean, files, functions, parse, read, source

LINES_MAX = 400
FUNCTION_LINES_MAX = 60
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "misc"}

ROOMS = {"operations", "rules", "facts", "migrations"}
"""Folders that mean the same in every business; the business itself is explained once."""

MACHINE_PATHS = re.compile(r"/(work|root|home)/[a-z.]|/tmp/[a-z]+(test|data)\b|/opt/pypi")
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|--(extra-)?index-url [^-]",
    re.IGNORECASE,
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_no_file_is_longer_than_one_reading() -> None:
    code = [name for name in files() if name.endswith((".py", ".sql", ".sh"))]
    clean([name for name in code if read(name).count("\n") > LINES_MAX])


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{name}: {function.name}"
        for name in files()
        if name.endswith(".py") and "/migrations/" not in name
        for function in functions(name)
        if (function.end_lineno or 0) - function.lineno >= FUNCTION_LINES_MAX
    ]
    clean(long)


def test_no_module_has_an_empty_name() -> None:
    modules = [Path(name) for name in files() if name.endswith(".py")]
    clean([str(path) for path in modules if EMPTY_NAMES & {path.stem, path.parent.name}])


def test_every_module_opens_with_its_chinese_name_and_an_english_gloss() -> None:
    silent = [
        name
        for name in source()
        if Path(name).name not in {"__init__.py", "__main__.py", "apps.py"}
        and not _opens_well(ast.get_docstring(parse(name)))
    ]
    clean(silent)


def _opens_well(docstring: str | None) -> bool:
    first = (docstring or "").partition("\n")[0]
    chinese, dot, english = first.partition(" · ")
    return bool(HAN.search(chinese) and dot and english)


def test_every_package_says_what_it_is() -> None:
    packages = {Path(name).parent for name in source() if name.endswith("/__init__.py")}
    silent = [
        str(package)
        for package in packages
        if package.name not in ROOMS
        and f"{package}/README.md" not in files()
        and not ast.get_docstring(parse(f"{package}/__init__.py"))
    ]
    clean(sorted(silent))


def test_every_statement_says_what_it_is() -> None:
    """Purpose, grain, parameters, size and locks stand in comments above the statement."""
    clean([name for name in source(".sql") if not read(name).startswith("-- ")])


@pytest.mark.parametrize("forbidden", [MACHINE_PATHS, REGISTRIES])
def test_no_file_knows_the_machine_it_was_written_on(forbidden: re.Pattern[str]) -> None:
    text = [name for name in files() if name != "tests/tidy/test_files.py" and _is_text(name)]
    clean([name for name in text if forbidden.search(read(name))])


def _is_text(name: str) -> bool:
    return Path(name).suffix not in {".mo", ".png", ".xlsx", ".xls", ".pdf", ".pem"}
