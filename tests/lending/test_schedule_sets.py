"""The fast form equals the definition to the fen, for whatever loans."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provident.kernel.refusal import Refusal
from provident.lending.rules.level import to_fen
from provident.lending.rules.schedule import Loan, schedule
from provident.lending.rules.schedule_sets import LoanSet, SetMethod, schedules

START = date(2026, 1, 31)
TIE = Loan(Decimal(1441860), 2, Decimal("3.1"), "equal_instalment", START)
"""Its level payment is 723724.805 exactly (see test_schedule_published)."""


def random_loan(fen: int, months: int, rate: int, later: int, first: int) -> Loan:
    start = START + timedelta(later)
    first_due = None if first == 0 else start + timedelta(first)
    return Loan(
        Decimal(fen).scaleb(-2),
        months,
        Decimal(rate).scaleb(-3),
        "equal_instalment",
        start,
        first_due_on=first_due,
    )


batches = st.lists(
    st.builds(
        random_loan,
        st.integers(1, 5_000_000_00),
        st.integers(1, 360),
        st.integers(0, 12_000),
        st.integers(0, 800),
        st.one_of(st.just(0), st.integers(1, 59)),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(batches, st.sampled_from(["equal_instalment", "equal_principal"]))
@example([TIE, TIE], "equal_instalment")
def test_sets_equal_the_definition(loans: list[Loan], method: SetMethod) -> None:
    made = schedules(LoanSet.of(loans, method))
    for place, plain in enumerate(loans):
        column = made.column[place]
        loan = Loan(
            plain.principal,
            plain.months,
            plain.rate,
            method,
            plain.starts_on,
            first_due_on=plain.first_due_on,
        )
        rows = schedule(loan)
        expected = [
            (to_fen(r.payment), to_fen(r.principal), to_fen(r.interest), to_fen(r.balance))
            for r in rows
        ]
        columns = (made.payment, made.principal, made.interest, made.balance)
        found = list(zip(*(part[:, column].tolist() for part in columns), strict=True))
        assert found[: len(rows)] == expected
        assert not any(any(row) for row in found[len(rows) :])


def test_an_empty_set() -> None:
    assert schedules(LoanSet.of([], "equal_instalment")).payment.shape == (0, 0)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("loan.principal", {"principal": 0}),
        ("loan.months", {"months": 361}),
        ("loan.rate", {"rate": 100_000_000}),
        ("loan.first_due_on", {"first_days": 92}),
        ("loan.too_large", {"principal": 10**15}),
    ],
)
def test_a_fault_names_the_loans(code: str, change: dict[str, int]) -> None:
    good = {"principal": 100_000_00, "months": 12, "rate": 3_100_000, "first_days": 30}
    columns = {name: np.array([good[name], change.get(name, good[name])]) for name in good}
    with pytest.raises(Refusal, match="第 2 笔") as refused:
        schedules(LoanSet(**columns))
    assert refused.value.codes() == {code}
