"""What holds for every loan, whatever happens to it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from provident.kernel.refusal import Refusal
from provident.lending.rules.due_days import Counting, last_due
from provident.lending.rules.schedule import (
    Instalment,
    Loan,
    Payout,
    Prepayment,
    RateChange,
    schedule,
)

START = date(2026, 1, 31)

amounts = st.integers(1, 2_000_000_00).map(lambda fen: Decimal(fen).scaleb(-2))
rates = st.integers(0, 12_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
days = st.integers(1, 2000).map(lambda count: START + timedelta(count))
day_counts = st.sampled_from(["30/360", "actual/360", "actual/365"])
early = st.lists(
    st.one_of(
        st.builds(Prepayment, days, st.sampled_from(["lower", "shorten"]), amounts),
        st.builds(Prepayment, days, st.just("full")),
    ),
    max_size=3,
)
loans = st.builds(
    Loan,
    principal=amounts,
    months=st.integers(1, 120),
    rate=rates,
    method=st.sampled_from(["equal_instalment", "equal_principal", "bullet"]),
    starts_on=st.integers(0, 400).map(lambda count: START + timedelta(count)),
    day_count=day_counts,
    repricing=st.sampled_from(["next_period", "on_day"]),
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Loan, dict[str, list[Any]]]:
    """A loan with sound events inside its life."""
    loan = draw(loans)
    last = last_due(loan)
    inside = st.dates(loan.starts_on + timedelta(1), last - timedelta(1))
    quarters = amounts.map(
        lambda amount: max(Decimal("0.01"), min(amount, loan.principal // 4))
    )
    effects = ["lower"] if loan.method == "bullet" else ["lower", "shorten"]
    on = {"unique_by": lambda event: event.on, "max_size": 3}
    return loan, {
        "changes": draw(st.lists(st.builds(RateChange, inside, rates), **on)),
        "payouts": draw(st.lists(st.builds(Payout, inside, amounts), **on)),
        "prepayments": draw(
            st.lists(st.builds(Prepayment, inside, st.sampled_from(effects), quarters), **on)
        ),
    }


@settings(max_examples=300, deadline=None)
@given(lives())
def test_principal_adds_up_and_the_balance_ends_at_zero(
    life: tuple[Loan, dict[str, list[Any]]],
) -> None:
    loan, events = life
    try:
        rows = schedule(loan, **events)
    except Refusal as refusal:
        event("refused: " + "、".join(sorted(refusal.codes())))
        assume(False)
    lent = loan.principal + sum((more.amount for more in events["payouts"]), Decimal(0))
    assert sum((row.principal for row in rows), Decimal(0)) == lent
    assert rows[-1].balance == 0
    _judge_rows(rows)


@settings(max_examples=100, deadline=None)
@given(lives(), st.randoms(use_true_random=False))
def test_the_order_of_the_events_does_not_matter(
    life: tuple[Loan, dict[str, list[Any]]], chance: Random
) -> None:
    loan, events = life
    mixed = {name: chance.sample(found, len(found)) for name, found in events.items()}
    assert _told(loan, mixed) == _told(loan, events)


@settings(max_examples=200, deadline=None)
@given(loans, st.lists(st.builds(RateChange, days, rates), max_size=3), early)
def test_whatever_is_refused_is_refused_in_words(
    loan: Loan, changes: list[RateChange], back: list[Prepayment]
) -> None:
    told = _told(loan, {"changes": changes, "prepayments": back})
    if isinstance(told, set):
        assert told
    else:
        assert told[-1].balance == 0


def _told(loan: Loan, events: dict[str, list[Any]]) -> list[Instalment] | set[str]:
    try:
        return schedule(loan, **events)
    except Refusal as refusal:
        return {reason.says for reason in refusal.reasons}


def _judge_rows(rows: list[Instalment]) -> None:
    numbers = [row.number for row in rows if row.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    for row in rows:
        assert row.payment == row.principal + row.interest
        assert min(row.principal, row.interest, row.balance) >= 0


@settings(max_examples=200, deadline=None)
@given(loans)
def test_the_balance_falls_without_pause_unless_something_is_paid_out(loan: Loan) -> None:
    balances = [loan.principal, *(row.balance for row in schedule(loan))]
    assert balances == sorted(balances, reverse=True)


@given(
    day_counts,
    st.integers(1, 31),
    st.tuples(days, days, days).map(sorted),
)
def test_days_add_up_over_any_split(day_count: str, due_day: int, at: list[date]) -> None:
    """Cutting a period changes no day, so interest before rounding is additive."""
    counting = Counting(day_count, due_day)  # type: ignore[arg-type]
    first, middle, last = at
    parts = counting.days(first, middle) + counting.days(middle, last)
    assert counting.days(first, last) == parts
    assert counting.days(first, middle) >= 0


@settings(deadline=None)
@given(loans, days)
def test_a_change_to_the_same_rate_changes_nothing(loan: Loan, on: date) -> None:
    try:
        changed = schedule(loan, changes=[RateChange(on, loan.rate)])
    except Refusal:
        return
    assert changed == schedule(loan)


@settings(deadline=None)
@given(loans, days, amounts)
def test_repaying_early_never_costs_more_interest(loan: Loan, on: date, back: Decimal) -> None:
    """Up to half a fen of rounding in each instalment."""
    try:
        rows = schedule(loan, prepayments=[Prepayment(on, "lower", back)])
    except Refusal:
        return
    without = sum((row.interest for row in schedule(loan)), Decimal(0))
    rounding = Decimal("0.01") * (loan.months + 1)
    assert sum((row.interest for row in rows), Decimal(0)) <= without + rounding
