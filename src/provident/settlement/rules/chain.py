"""余额连续 · previous balance + amount = balance: the proof that no movement is missing."""

from __future__ import annotations

from collections.abc import Iterable
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
