"""余额连续 · previous balance + amount = balance: the proof that no movement is missing."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Link:
    """One movement in the bank's order; `balance` is the one after it, None if not given."""

    host_serial: str
    amount: Decimal
    balance: Decimal | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the chain breaks: before this movement something is missing or differs."""

    host_serial: str
    expected: Decimal
    found: Decimal

    @property
    def says(self) -> str:
        return (
            f"主机流水号 {self.host_serial} 之后银行余额应为 {self.expected} 元，"
            f"银行报 {self.found} 元，相差 {self.found - self.expected} 元"
        )


def in_order(opening: Decimal, links: Sequence[Link]) -> list[int]:
    """The places of the links in the order in which their balances follow from `opening`.

    For movements of one day that reached us by notice, late and early ones mixed.  Where
    several could be next, or none, the first of those given is taken.
    """
    after: defaultdict[Decimal, deque[int]] = defaultdict(deque)
    for place, link in enumerate(links):
        if link.balance is not None:
            after[link.balance - link.amount].append(place)
    left = dict.fromkeys(range(len(links)))
    order: list[int] = []
    balance = opening
    while left:
        candidates = after[balance]
        while candidates and candidates[0] not in left:
            candidates.popleft()
        place = candidates[0] if candidates else next(iter(left))
        del left[place]
        order.append(place)
        given = links[place].balance
        balance = balance + links[place].amount if given is None else given
    return order


def gaps(opening: Decimal | None, links: Iterable[Link]) -> list[Gap]:
    """Every break of the chain; an unknown opening balance is taken from the first link.

    After a break the chain goes on from the balance that the bank gave, so one missing row
    is reported once.
    """
    found: list[Gap] = []
    balance = opening
    for link in links:
        if balance is None:
            balance = link.balance
            continue
        balance += link.amount
        if link.balance is not None and link.balance != balance:
            found.append(Gap(link.host_serial, balance, link.balance))
            balance = link.balance
    return found
