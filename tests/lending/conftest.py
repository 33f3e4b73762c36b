"""What the lending tests share: the shipped policy, asked for one centre."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from provident.lending.policy import Ask
from provident.policy.library import Library

Asking = Callable[[str], Ask]


@pytest.fixture(scope="session")
def law() -> Library:
    """The policy folder that the system ships with."""
    return Library.load([Path(__file__).resolve().parents[2] / "policies"])


@pytest.fixture(scope="session")
def asking(law: Library) -> Asking:
    """`asking("650100")` asks the shipped policy for that centre."""
    return lambda centre: partial(law.value, centre=centre)
