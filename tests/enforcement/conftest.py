"""政策 · the shipped policy, asked for the demonstration centre unless another is named."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from provident.policy.library import Library


@pytest.fixture(scope="session")
def law() -> Library:
    return Library.load([Path(__file__).resolve().parents[2] / "policies"])


@pytest.fixture(scope="session")
def ask(law: Library):
    return partial(law.value, centre="650100")
