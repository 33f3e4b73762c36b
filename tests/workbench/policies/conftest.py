"""柜面页面的测试 · every test has the small town of `workbench.money_town`."""

from __future__ import annotations

import pytest

from workbench.money_town import MoneyTown, build


@pytest.fixture
def town(books: str) -> MoneyTown:
    return build()
