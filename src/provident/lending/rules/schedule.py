"""还款计划 · every instalment of a loan, to the fen.

依据  银发〔2005〕129号 (interest by months and days); GB/T 51267-2017 (methods of repayment)

The rules, each said once:

- Interest of a period = Σ balance × rate × days over its parts, rounded half up to the fen
  once.  An event inside a period cuts it; the days of the parts add up to the period's.
- Principal of an instalment = 月还款额 less the interest of a *regular* period at the balance
  and rate that then hold (等额本息), or the constant part (等额本金).  In a regular period the
  payment is therefore 月还款额; in an odd one (first period, event inside) only the interest
  differs and every later instalment keeps its place.
- 月还款额 is computed anew when the rate changes, when more is paid out, and after an early
  payment that lowers it; an early payment that shortens the term leaves it.
- The last instalment closes: its principal is the balance, so that Σ principal = loan.
- On a due date the instalment comes first, then a new rate, a payout, an early payment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext

from provident.kernel.dates import chinese_date
from provident.kernel.money import ZERO, half_up_fen, yuan
from provident.kernel.refusal import refuse
from provident.lending.rules.due_days import Counting, due_dates, due_day_of, regular_start
from provident.lending.rules.level import from_fen, half_up_whole, level_payment, to_fen
from provident.lending.rules.loan import (
    DayCount,
    Effect,
    Instalment,
    Loan,
    Method,
    Payout,
    Prepayment,
    RateChange,
    Repricing,
)
from provident.lending.rules.loan_inputs import RATE_PLACES, Events, require_sound

Event = RateChange | Payout | Prepayment

__all__ = [
    "DayCount",
    "Effect",
    "Instalment",
    "Loan",
    "Method",
    "Payout",
    "Prepayment",
    "RateChange",
    "Repricing",
    "schedule",
]

DIGITS = 60
"""Enough for balance × rate × days to be exact, so that only the named rounding rounds."""


def schedule(
    loan: Loan,
    *,
    changes: Iterable[RateChange] = (),
    payouts: Iterable[Payout] = (),
    prepayments: Iterable[Prepayment] = (),
) -> list[Instalment]:
    """还款计划 · the instalments and early payments of a loan in time order.

    The events may come in any order.  Σ principal = `loan.principal` + Σ payouts, and the
    last balance is zero.  Raises `Refusal` with every fault of the input at once, and for an
    early payment larger than the debt of its day.
    """
    events = Events(tuple(changes), tuple(payouts), tuple(prepayments))
    require_sound(loan, events)
    with localcontext(prec=DIGITS):
        run = _Run(loan)
        for on, event in _in_order(run, events):
            run.pay_until(on)
            run.meet(on, event)
        run.pay_until(run.due[-1])
        return run.rows


def _in_order(run: _Run, events: Events) -> list[tuple[date, Event]]:
    """By the day on which they take effect; on one day the rate first, early payments last."""
    timed: list[tuple[date, int, date, Event]] = [
        *((run.effective_on(change), 0, change.on, change) for change in events.changes),
        *((payout.on, 1, payout.on, payout) for payout in events.payouts),
        *((early.on, 2, early.on, early) for early in events.prepayments),
    ]
    timed.sort(key=lambda one: one[:3])
    return [(on, event) for on, _, _, event in timed]


class _Run:
    """The loan while it runs: what is owed, at which rate, and how it is being repaid."""

    def __init__(self, loan: Loan) -> None:
        self._loan = loan
        self._counting = Counting(loan.day_count, due_day_of(loan))
        self.due = due_dates(loan)
        begins = [regular_start(loan), *self.due[:-1]]
        self._days = [*map(self._counting.days, begins, self.due)]  # of regular periods
        self.rows: list[Instalment] = []
        self._balance = yuan(loan.principal)
        self._rate = loan.rate
        self._done, self._left = 0, len(self.due)
        self._accrued, self._since = Decimal(0), loan.starts_on
        self._level = self._computed_level()

    def effective_on(self, change: RateChange) -> date:
        """The day from which a new rate counts, by the contract's way of repricing."""
        if self._loan.repricing == "on_day":
            return change.on
        return next(due for due in self.due if due >= change.on)

    def pay_until(self, day: date) -> None:
        """Every instalment that is due on or before `day`."""
        while self._left and self.due[self._done] <= day:
            self._pay()

    def meet(self, on: date, event: Event) -> None:
        """A new rate, a further payout or an early payment."""
        if isinstance(event, RateChange):
            self._reprice(on, event)
        elif not self._left:
            raise refuse(
                "loan.settled",
                f"{chinese_date(on)}贷款已经结清，不能再放款或还款，请核对日期。",
                on=on.isoformat(),
            )
        elif isinstance(event, Payout):
            self._accrue(on)
            self._balance += yuan(event.amount)
            self._level = self._computed_level()
        else:
            self._prepay(event)

    def _pay(self) -> None:
        due = self.due[self._done]
        self._accrue(due)
        interest = self._take_interest()
        last = self._left == 1
        principal = self._balance if last else self._part(self._balance, self._done)
        self._done += 1
        self._left -= 1
        self._settle(self._done, due, principal, interest)

    def _reprice(self, on: date, change: RateChange) -> None:
        if not self._left or change.rate == self._rate:
            return
        self._accrue(on)
        self._rate = change.rate
        if self._loan.method == "equal_instalment":
            self._level = self._computed_level()

    def _prepay(self, early: Prepayment) -> None:
        amount = self._balance if early.amount is None else yuan(early.amount)
        if amount > self._balance:
            raise refuse(
                "prepayment.too_large",
                f"{chinese_date(early.on)}只欠本金 {self._balance:.2f} 元，"
                f"提前还款 {amount:.2f} 元超过欠款，请减少金额或改为提前结清。",
                on=early.on.isoformat(),
                debt=f"{self._balance:.2f}",
                amount=f"{amount:.2f}",
            )
        self._accrue(early.on)
        settles = amount == self._balance
        interest = self._take_interest() if settles else ZERO
        self._settle(0, early.on, amount, interest)
        if early.effect == "lower":
            self._level = self._computed_level()
        elif early.effect == "shorten":
            self._left = self._needed()

    def _settle(self, number: int, on: date, principal: Decimal, interest: Decimal) -> None:
        """Write one line; a debt that is paid has no further instalments."""
        self._balance -= principal
        payment = principal + interest
        self.rows.append(Instalment(number, on, payment, principal, interest, self._balance))
        if not self._balance:
            self._left = 0

    def _accrue(self, day: date) -> None:
        days = self._counting.days(self._since, day)
        self._accrued += self._balance * self._rate * days
        self._since = day

    def _take_interest(self) -> Decimal:
        interest = self._per_cent_year(self._accrued)
        self._accrued = Decimal(0)
        return interest

    def _per_cent_year(self, accrued: Decimal) -> Decimal:
        """Balance × percent × days as interest: the one place where interest is rounded."""
        return half_up_fen(accrued / (100 * self._counting.year_days))

    def _part(self, balance: Decimal, index: int) -> Decimal:
        """The principal in an instalment that is not the last."""
        if self._loan.method == "equal_principal":
            return min(self._level, balance)
        regular = self._per_cent_year(balance * self._rate * self._days[index])
        return min(max(self._level - regular, ZERO), balance)

    def _needed(self) -> int:
        """How many instalments of the present size the debt still takes."""
        balance, count = self._balance, 0
        while balance and count < self._left:
            balance -= self._part(balance, self._done + count)
            count += 1
        return count

    def _computed_level(self) -> Decimal:
        """月还款额, or the constant principal, for the debt and the instalments left."""
        if self._loan.method == "bullet" or not self._left:
            return ZERO
        if self._loan.method == "equal_principal":
            return from_fen(half_up_whole(to_fen(self._balance), self._left))
        unit = 100 * self._counting.year_days * 10**RATE_PLACES
        millionths = int(self._rate.scaleb(RATE_PLACES))
        coming = self._days[self._done : self._done + self._left]
        return level_payment(self._balance, [unit + millionths * days for days in coming], unit)
