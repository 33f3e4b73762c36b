import pytest


@pytest.fixture
def town(books):
    """Two employers with three members each, nothing paid yet, on the open day 2026-11-02."""
    from tests import small_town

    return small_town.build(books)
