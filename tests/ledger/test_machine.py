"""账簿机 · any sequence of postings, holds, endings and reversals against a model.

The model is a dictionary of four numbers a member.  After every step the ledger's holders
equal it; at the end the sums over all lines agree with debit, credit, balance and product.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

import psycopg
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from ledger_books import (
    DAY,
    FUND,
    by_days,
    hold_out,
    lines,
    members,
    one,
    operation_on,
    pay_in,
    pay_out,
    reverse,
    state,
)

from provident.kernel.money import ZERO
from provident.kernel.refusal import Conflict, Refusal
from provident.ledger import api as ledger
from provident.ledger.api import Leg, Posted

YEAR = (date(2026, 7, 1), date(2027, 7, 1))
PEOPLE = 3
who = st.integers(0, PEOPLE - 1)
amounts = st.integers(1, 200_00).map(lambda fen: Decimal(fen) / 100)
value_dates = st.dates(date(2026, 7, 1), date(2027, 6, 30))

Effect = tuple[int, Decimal, bool]
"""What an entry does to one person: signed amount, and whether it is a payment."""


@dataclass
class Figures:
    """One member as the model sees him; `paid` counts from the carried-over money down."""

    carried: Decimal = ZERO
    paid: Decimal = ZERO
    balance: Decimal = ZERO
    held: Decimal = ZERO
    moved: list[tuple[Decimal, date]] = field(default_factory=list)

    def expected(self) -> tuple[Decimal, ...]:
        carried = max(min(self.carried - self.paid, self.balance), ZERO)
        product = by_days(self.moved, *YEAR)
        return (self.balance, self.held, carried, self.balance - carried, product)


@dataclass(frozen=True)
class Booked:
    posted: Posted
    effect: tuple[Effect, ...]
    value_date: date


@dataclass(frozen=True)
class Held:
    hold: int
    person: int
    amount: Decimal


class Books(RuleBasedStateMachine):
    """One machine is one transaction, rolled back at the end; a refused step is a savepoint."""

    pool: ClassVar[list[int]] = []
    entries = Bundle("entries")
    open_holds = Bundle("open_holds")
    ended_holds = Bundle("ended_holds")

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.people = [
            Figures(a := Decimal(100), ZERO, a, ZERO, [(a, YEAR[0])]) for _ in range(PEOPLE)
        ]

    def fits(self, *effect: Effect) -> bool:
        """Whether no free balance would become negative."""
        change = [sum((x for p, x, _ in effect if p == n), ZERO) for n in range(PEOPLE)]
        return all(
            figures.balance - figures.held + change[n] >= 0
            for n, figures in enumerate(self.people)
        )

    def apply(self, value_date: date, *effect: Effect) -> None:
        for person, signed, is_payment in effect:
            figures = self.people[person]
            figures.balance += signed
            figures.paid -= signed if is_payment else ZERO
            figures.moved.append((signed, value_date))

    @rule(target=entries, person=who, amount=amounts, value_date=value_dates)
    def pay_in(self, person: int, amount: Decimal, value_date: date) -> Booked:
        with operation_on() as at:
            posted = pay_in(at, {self.pool[person]: amount}, value_date=value_date)
        effect = ((person, amount, False),)
        self.apply(value_date, *effect)
        return Booked(posted, effect, value_date)

    @rule(target=entries, person=who, amount=amounts, value_date=value_dates)
    def pay_out(self, person: int, amount: Decimal, value_date: date) -> object:
        effect = ((person, -amount, True),)
        if not self.fits(*effect):
            with pytest.raises(Refusal), operation_on() as at:
                pay_out(at, self.pool[person], amount, value_date=value_date)
            return multiple()
        with operation_on() as at:
            posted = pay_out(at, self.pool[person], amount, value_date=value_date)
        self.apply(value_date, *effect)
        return Booked(posted, effect, value_date)

    @rule(target=entries, giver=who, taker=who, amount=amounts, value_date=value_dates)
    def move(self, giver: int, taker: int, amount: Decimal, value_date: date) -> object:
        effect = ((giver, -amount, True), (taker, amount, False))
        legs = {
            "giver": [Leg(holder=self.pool[giver])],
            "taker": [Leg(holder=self.pool[taker])],
        }

        def act() -> Posted:
            with operation_on() as at:
                return ledger.post(
                    "probe.move", at, amounts={"moved": amount}, legs=legs,
                    value_date=value_date,
                )  # fmt: skip

        if not self.fits(*effect):
            with pytest.raises(Refusal):
                act()
            return multiple()
        posted = act()
        self.apply(value_date, *effect)
        return Booked(posted, effect, value_date)

    @rule(target=open_holds, person=who, amount=amounts)
    def hold(self, person: int, amount: Decimal) -> object:
        if not self.fits((person, -amount, True)):
            with pytest.raises(Refusal), operation_on() as at:
                hold_out(at, self.pool[person], amount)
            return multiple()
        with operation_on() as at:
            hold = hold_out(at, self.pool[person], amount)
        self.people[person].held += amount
        return Held(hold, person, amount)

    @rule(target=ended_holds, held=consumes(open_holds), value_date=value_dates)
    def post_hold(self, held: Held, value_date: date) -> Held:
        with operation_on() as at:
            ledger.post_hold(held.hold, at, bank_date=DAY, value_date=value_date)
        self.people[held.person].held -= held.amount
        self.apply(value_date, (held.person, -held.amount, True))
        return held

    @rule(target=ended_holds, held=consumes(open_holds))
    def release(self, held: Held) -> Held:
        with operation_on() as at:
            ledger.release(held.hold, at)
        self.people[held.person].held -= held.amount
        return held

    @rule(held=ended_holds, posting=st.booleans())
    def end_again(self, held: Held, posting: bool) -> None:
        def act() -> None:
            with operation_on() as at:
                if posting:
                    ledger.post_hold(held.hold, at, bank_date=DAY, value_date=DAY)
                else:
                    ledger.release(held.hold, at)

        with pytest.raises(Conflict):
            act()

    @rule(booked=consumes(entries))
    def reverse(self, booked: Booked) -> None:
        effect = tuple((person, -signed, pays) for person, signed, pays in booked.effect)
        if not self.fits(*effect):
            with pytest.raises(Refusal), operation_on() as at:
                reverse(at, booked.posted)
            return
        with operation_on() as at:
            reverse(at, booked.posted)
        self.apply(booked.value_date, *effect)
        with pytest.raises(Conflict), operation_on() as at:
            reverse(at, booked.posted)

    @invariant()
    def holders_equal_the_model(self) -> None:
        for holder, figures in zip(self.pool, self.people, strict=True):
            assert state(holder) == figures.expected()

    def teardown(self) -> None:
        try:
            self.sums_over_all_lines()
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def sums_over_all_lines(self) -> None:
        side = "select coalesce(sum(amount), 0) from ledger.line where side = %s"
        assert one(side, "D") == one(side, "C")
        for holder in self.pool:
            moved = lines(holder)
            assert sum((amount for amount, _ in moved), ZERO) == state(holder)[0]
            assert by_days(moved, *YEAR) == state(holder)[4]
        bank = "select coalesce(sum(case side when 'D' then amount else -amount end), 0)"
        deposit = one(f"{bank} from ledger.line where gl_account = %s", FUND)
        assert deposit == sum((figures.balance for figures in self.people), ZERO)


def test_any_sequence_of_postings(fund: str) -> None:
    Books.pool = members(PEOPLE)
    with operation_on() as at:
        pay_in(at, dict.fromkeys(Books.pool, Decimal("100.00")), value_date=YEAR[0])
    _carry_over(fund)
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _carry_over(address: str) -> None:
    """As on 1 July: what stands there is last year's."""
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("update ledger.holder set carried_less_paid = balance")
