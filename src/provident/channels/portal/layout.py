"""版面 · in which order a calculator's inputs stand, and an example to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from provident.channels.calc.withdrawal import NEEDS
from provident.channels.calc.withdrawal_telling import CASE_NAMES
from provident.channels.calc.words import Words, say
from provident.kernel.dates import Month
from provident.withdrawal.cases import HOUSING, LEAVING, LOCAL


@dataclass(frozen=True, slots=True)
class Group:
    """一段输入项 · folded groups are for the few who need them.

    `must` are inputs without which the chosen case cannot be answered.
    """

    legend: Words
    fields: tuple[str, ...]
    folded: bool = False
    must: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """一个计算器的版面 · `placed` tells whether the answer depends on the city.

    `example` is what the link 用例子试一试 fills in; `today_in` and `month_in` are the inputs
    that an untouched form fills with the day and the month; `steered_by` is the input that
    is chosen first, from `choices`, and decides which others are asked for (`by_choice`).
    """

    groups: tuple[Group, ...]
    example: Mapping[str, str]
    placed: bool = True
    today_in: tuple[str, ...] = ()
    month_in: tuple[str, ...] = ()
    steered_by: str = ""
    by_choice: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    choices: tuple[Group, ...] = ()

    @property
    def example_address(self) -> str:
        return urlencode(self.example)

    def groups_for(self, choice: str) -> tuple[Group, ...]:
        """The sections that are shown once `choice` was made; none before that."""
        return self.by_choice.get(choice, ()) if self.steered_by else self.groups

    def defaults(self, today: date) -> dict[str, str]:
        """What an untouched form shows: today where the policy of a day is asked for."""
        days = dict.fromkeys(self.today_in, today.isoformat())
        return days | dict.fromkeys(self.month_in, str(Month.of(today)))


ROWS = frozenset({"used"})
"""Inputs of several rows, which stand folded in a section of their own."""


def _withdrawal_groups(case: str) -> tuple[Group, ...]:
    needs = NEEDS[case]
    rows = tuple(name for name in needs.may if name in ROWS)
    may = tuple(name for name in needs.may if name not in ROWS)
    return (
        Group(say(CASE_NAMES[case]), ("on", *needs.must, *may), must=needs.must),
        *((Group(say("以前的提取"), rows, folded=True),) if rows else ()),
        Group(say("账户"), ("balance", "months_paid", "amount")),
        Group(
            say("在途、冻结、贷款等"),
            ("state", "instalment", "held", "frozen", "pledged"),
            folded=True,
        ),
        AREA,
    )


AREA = Group(say("区县"), ("area",), folded=True)

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "loan": Layout(
            (
                Group(
                    say("贷款"),
                    ("principal", "months", "rate", "home", "method", "starts_on"),
                ),
                Group(say("提前还款"), ("prepayments",), folded=True),
                Group(
                    say("利率调整和再次放款"), ("repricing", "changes", "payouts"), folded=True
                ),
                Group(
                    say("还款日和计息天数"),
                    ("first_due_on", "due_day", "day_count"),
                    folded=True,
                ),
            ),
            {
                "principal": "1000000",
                "months": "360",
                "rate": "3.1",
                "method": "equal_instalment",
                "starts_on": "2026-01-15",
            },
            today_in=("starts_on",),
        ),
        "borrow": Layout(
            (
                Group(
                    say("住房和贷款"), ("on", "price", "months", "method", "purpose", "wanted")
                ),
                Group(
                    say("借款人和家庭"),
                    (
                        "balance",
                        "months_in_row",
                        "contributors",
                        "income",
                        "other_debts",
                        "born_on",
                    ),
                ),
                Group(
                    say("住房和贷款记录"),
                    ("homes", "family_loans", "open_loans", "unsettled_loans", "overdue"),
                    folded=True,
                ),
                Group(
                    say("可能提高额度的情形"),
                    (
                        "several_children",
                        "talent",
                        "serviceman",
                        "new_citizen",
                        "young",
                        "outsider",
                        "no_home_in_district",
                        "new_home",
                        "completed_home",
                        "sale_and_buy",
                        "good_home",
                        "green_home",
                        "affordable_home",
                        "inside_corps",
                    ),
                    folded=True,
                ),
                Group(
                    say("缴存情况"),
                    ("contributor_kind", "mean_balance", "arrears", "sealed"),
                    folded=True,
                ),
                AREA,
            ),
            {
                "on": "2026-11-02",
                "price": "1500000",
                "months": "360",
                "balance": "60000",
                "months_in_row": "48",
                "contributors": "2",
                "income": "15000",
                "born_on": "1990-05-01",
            },
            today_in=("on",),
        ),
        "withdrawal": Layout(
            (),
            {
                "case": "rent",
                "on": "2026-11-02",
                "rent": "3000",
                "first": "2026-08",
                "last": "2026-10",
                "balance": "30000",
                "months_paid": "24",
            },
            today_in=("on",),
            steered_by="case",
            by_choice={case: _withdrawal_groups(case) for case in NEEDS},
            choices=(
                Group(say("住房消费"), tuple(HOUSING)),
                Group(say("离开和终了"), tuple(LEAVING)),
                Group(say("各地另行规定的情形"), tuple(LOCAL)),
            ),
        ),
        "contribution": Layout(
            (
                Group(say("工资和比例"), ("wage", "employer_ratio", "member_ratio", "month")),
                Group(say("新职工从何月起缴"), ("hired_on", "hire_kind"), folded=True),
                Group(say("取整"), ("rounding",), folded=True),
                AREA,
            ),
            {
                "wage": "8500",
                "employer_ratio": "12",
                "member_ratio": "12",
                "month": "2026-11",
            },
            month_in=("month",),
        ),
        "interest": Layout(
            (
                Group(say("结息"), ("settle_on",)),
                Group(
                    say("每月同额缴存"),
                    ("monthly_amount", "monthly_day", "first_month", "last_month"),
                ),
                Group(say("逐笔变动"), ("movements",), folded=True),
            ),
            {
                "settle_on": "2025-06-30",
                "monthly_amount": "1000",
                "monthly_day": "15",
                "first_month": "2024-07",
                "last_month": "2025-06",
            },
            placed=False,
        ),
    }
)
"""The layout of every calculator, by its code."""
