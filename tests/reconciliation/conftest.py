from collections.abc import Callable
from datetime import date

import pytest

DAY = date(2026, 11, 2)


@pytest.fixture
def town(books):
    """Two employers with three members each, nothing paid yet, on the open day 2026-11-02."""
    from tests import small_town

    return small_town.build(books)


@pytest.fixture
def month(town):
    """One list paid exactly, one paid with 200.00 too much, 77.00 from a stranger; totalled."""
    from provident.ledger import vouchers

    town.pay(town.lists[0])
    town.pay(town.lists[1], "2000.00")
    town.pay_as_stranger("77.00")
    town.statement(DAY)
    _in_one_transaction(lambda: vouchers.number_vouchers(DAY, posted_by="测试"))
    town.corrupt(f"select ledger.total_day('{DAY}')")
    return town


def _in_one_transaction(work: Callable[[], object]) -> None:
    from django.db import transaction

    with transaction.atomic():
        work()
