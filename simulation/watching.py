"""等待与查看 · watching the tables until the machines have done their part.

Reading only.  Every wait has an end; what was still missing then is said in words.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from provident.collection.models import Receipt
from provident.settlement.models import BankRow, NoticeFrame, SuspenseItem

PATIENCE_SECONDS = 45.0
LOOK_SECONDS = 0.03


class WaitedInVain(Exception):
    """等待超时 · something that the machines should have done is not there in time."""


def until(done: Callable[[], bool], missing: Callable[[], str]) -> None:
    """Return when `done`; raises `WaitedInVain` with what is `missing` after the patience."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise WaitedInVain(missing())
        time.sleep(LOOK_SECONDS)


def rows_settled(serials: Iterable[str]) -> None:
    """Return when each of these movements is a bank row that has been dealt with."""
    wanted = set(serials)

    def open_ones() -> set[str]:
        settled = BankRow.objects.filter(host_serial__in=wanted).exclude(state=BankRow.NEW)
        return wanted - set(settled.values_list("host_serial", flat=True))

    def missing() -> str:
        left = sorted(open_ones())
        entered = BankRow.objects.filter(host_serial__in=left).values_list("host_serial", "why")
        why = "；".join(f"{serial} {text}" for serial, text in entered if text)
        return f"还有 {len(left)} 笔银行流水没有处理：{'、'.join(left[:5])}。{why}"

    until(lambda: not open_ones(), missing)


def refunded(item: int) -> None:
    """Return when the bank's notice has booked the return of a suspense item."""

    def state() -> str:
        return SuspenseItem.objects.values_list("state", flat=True).get(pk=item)

    until(
        lambda: state() == SuspenseItem.REFUNDED,
        lambda: f"暂收款 {item} 还没有退回，状态 {state()}",
    )


def row(serial: str) -> BankRow:
    """The bank row of a receipt."""
    return BankRow.objects.get(host_serial=serial, amount__gt=0)


def came_by_detail(serial: str) -> bool:
    """Whether the movement was found by asking for the account detail, not by a notice."""
    return BankRow.objects.filter(host_serial=serial, source="detail").exists()


def receipt_of(serial: str) -> Receipt:
    """到账: where a payment was booked."""
    return Receipt.objects.select_related("employer").get(
        bank_row__host_serial=serial, state=Receipt.BOOKED
    )


def suspense_of(serial: str) -> SuspenseItem:
    """暂收款: the item that a payment stands on."""
    return SuspenseItem.objects.get(bank_row__host_serial=serial, state=SuspenseItem.OPEN)


def frames_since(serial: str) -> int:
    """How many notices have come from the first one that told of this movement on."""
    first = BankRow.objects.values_list("frame", flat=True).get(host_serial=serial)
    return NoticeFrame.objects.filter(pk__gte=first).count()
