"""用户页面的测试 · a small centre whose people were let in by the operations themselves."""

from __future__ import annotations

import pytest
from staff_centre import Centre, open_centre


@pytest.fixture
def centre(books: str) -> Centre:
    return open_centre()
