"""The policy files of the demonstration centre, as the calculators ask them."""

from __future__ import annotations

import pytest

from provident.channels.calc.desk import Desk, library_from_files
from provident.policy.library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    return library_from_files()


@pytest.fixture(scope="session")
def desk(library: Library) -> Desk:
    return Desk(library, "650100")


@pytest.fixture(scope="session")
def empty_desk(library: Library) -> Desk:
    """喀什: a centre that has entered nothing."""
    return Desk(library, "653100")
