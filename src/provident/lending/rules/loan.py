"""贷款 · the words in which a loan and everything that happens to it are told.

Amounts are yuan with two places, rates are percent a year (3.1 means 3.1 %), terms are
months.  Nothing here computes; `schedule` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Method = Literal["equal_instalment", "equal_principal", "bullet"]
"""等额本息 · 等额本金 · 到期一次还本付息."""

DayCount = Literal["30/360", "actual/360", "actual/365"]
"""30/360: a whole month is a twelfth of a year, other days count a 360th (银发〔2005〕129号);
actual: every day counts, a 360th or a 365th of a year."""

Repricing = Literal["next_period", "on_day"]
"""When a new rate begins to count: from the first due date on or after the day of the
change (January's instalment keeps the old rate), or from that very day, so that the period
in which it lies is split."""

Effect = Literal["shorten", "lower", "full"]
"""缩短期限 · 减少月还款额 · 提前结清."""


@dataclass(frozen=True, slots=True)
class Loan:
    """贷款 · what the contract says.

    `principal`     paid out on `starts_on`; later payouts come on top;
    `months`        the term, 1 to 360;
    `rate`          percent a year on the day of payout;
    `due_day`       1 to 31; in a shorter month the last day stands for it and the next month
                    has the day itself again.  Without it: the day of `first_due_on`, else
                    the day of the payout;
    `first_due_on`  without it: the due day of the month after the payout.
    """

    principal: Decimal
    months: int
    rate: Decimal
    method: Method
    starts_on: date
    day_count: DayCount = "30/360"
    repricing: Repricing = "next_period"
    due_day: int | None = None
    first_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class RateChange:
    """利率调整 · a new rate, percent a year, from a day on (see `Loan.repricing`)."""

    on: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Payout:
    """再次放款 · a further part of the loan, paid out after the first."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Prepayment:
    """提前还款 · principal repaid before it is due.

    `amount` is principal and nothing else: the interest that it earned until that day is
    part of the next instalment.  With the effect `full` there is no amount: the whole debt
    and the interest up to the day are paid.
    """

    on: date
    effect: Effect
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """一期还款 · one line of a schedule: payment = principal + interest, yuan.

    `number`   from 1; 0 for an early payment, which is no instalment;
    `balance`  the principal that remains after it.
    """

    number: int
    due_on: date
    payment: Decimal
    principal: Decimal
    interest: Decimal
    balance: Decimal
