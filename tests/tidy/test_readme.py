"""README and reference: what they say about the tree and the commands is true."""

from __future__ import annotations

import re

import django
import pytest
from typer.main import get_command

from provident.kernel.places import PROJECT
from tests.tidy.tree import clean, files, read

GENERATED = ("catalogue.md", "data_dictionary.md", "glossary.md", "policy_list.md")


def mapped() -> set[str]:
    """The folders in the README's map: the first words of the lines of its code block."""
    block = re.search(r"<!-- map -->\n```\n(.*?)```", read("README.md"), re.DOTALL)
    assert block
    return set(re.findall(r"^([\w./-]+)/ ", block[1], re.MULTILINE))


def test_the_map_has_every_folder_and_no_other() -> None:
    top = {name.split("/")[0] for name in files() if "/" in name and name[0] != "."}
    rooms = {
        "/".join(name.split("/")[:3])
        for name in files()
        if re.match(r"src/provident/\w+/", name)
    }
    assert mapped() == (top - {"src"}) | rooms


def test_every_command_it_names_exists() -> None:
    from provident.site.cli import app

    group = get_command(app)
    known = set(getattr(group, "commands", {}))
    named = set(re.findall(r"provident ([a-z][a-z-]*)", _commands("README.md")))
    assert named
    assert named <= known


def test_every_target_it_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z]+)", _commands("README.md")))
    assert named
    assert named <= targets


def _commands(name: str) -> str:
    """Everything that the page sets as code."""
    return "\n".join(re.findall(r"`[^`]+`|^```.*?^```", read(name), re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("page", GENERATED)
def test_the_reference_says_what_the_system_says(page: str) -> None:
    from provident.site.docs import pages

    django.setup()
    written = (PROJECT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == pages()[page], "run `make docs`"


@pytest.mark.parametrize("page", sorted(n for n in files() if n.endswith(".md")))
def test_every_link_inside_the_project_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!\w+:|#)([^)#]+)[^)]*\)", read(page))
    here = (PROJECT / page).parent
    clean([link for link in links if not (here / link).exists()])
