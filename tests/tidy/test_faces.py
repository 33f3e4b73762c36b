"""Faces: what a package offers others is small and explained."""

from __future__ import annotations

import ast
import importlib
import inspect
from types import ModuleType

import django
import pytest

from tests.tidy.tree import clean, parse, source

NAMES_MAX = 15

WIDER = {"provident.ledger.api": 17}
"""The only writer of money: one name for each way money moves, and none can be left out."""

FACES = sorted(
    name.removeprefix("src/").removesuffix(".py").replace("/", ".")
    for name in source()
    if name.endswith("/api.py")
)


@pytest.fixture(scope="module")
def _django() -> None:
    django.setup()


def public(face: ModuleType) -> list[str]:
    names = getattr(face, "__all__", None)
    return list(names if names is not None else (n for n in vars(face) if n[0] != "_"))


@pytest.mark.usefixtures("_django")
@pytest.mark.parametrize("name", FACES)
def test_a_face_says_what_it_offers(name: str) -> None:
    face = importlib.import_module(name)
    assert face.__doc__
    assert getattr(face, "__all__", None), "name what is public in __all__"
    assert len(public(face)) <= WIDER.get(name, NAMES_MAX)


@pytest.mark.usefixtures("_django")
@pytest.mark.parametrize("name", FACES)
def test_everything_it_offers_is_explained(name: str) -> None:
    face = importlib.import_module(name)
    offered = {each: getattr(face, each) for each in public(face)}
    silent = [
        each
        for each, thing in offered.items()
        if (inspect.isfunction(thing) or inspect.isclass(thing)) and not _explained(thing)
    ]
    clean(silent)


def _explained(thing: object) -> bool:
    """Dataclasses get a made-up docstring `Name(field: type)`, which explains nothing."""
    text = inspect.getdoc(thing) or ""
    return bool(text) and not text.startswith(f"{getattr(thing, '__name__', '')}(")


def test_every_public_function_has_its_types() -> None:
    untyped = [
        f"{name}: {node.name}"
        for name in source()
        for node in parse(name).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.returns is None
    ]
    clean(untyped)
