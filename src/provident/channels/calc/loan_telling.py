"""贷款试算的说明 · a schedule in sentences, tables and pictures.

Nothing here decides anything: it sums up and words what the schedule says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

from provident.channels.calc.answer import Chart, Figure, Series, Sheet, Step
from provident.channels.calc.loan_rate import Lent
from provident.channels.calc.words import Words, mark, percent, plain_number, say
from provident.kernel.money import ZERO
from provident.lending.rules.loan import Instalment, Loan, Method, Payout, RateChange

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "equal_instalment": mark("等额本息"),
        "equal_principal": mark("等额本金"),
        "bullet": mark("到期一次还本付息"),
    }
)
DAYS_BY = ("yinfa-2005-129",)
"""How interest is counted by months and days."""

MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Total:
    """合计 · the sums of a schedule, yuan."""

    payment: Decimal
    principal: Decimal
    interest: Decimal

    @classmethod
    def of(cls, rows: Sequence[Instalment]) -> Total:
        return cls(
            sum((row.payment for row in rows), ZERO),
            sum((row.principal for row in rows), ZERO),
            sum((row.interest for row in rows), ZERO),
        )


def summary(loan: Loan, rows: Sequence[Instalment], total: Total) -> Words:
    """The answer in one sentence."""
    count = sum(1 for row in rows if row.number)
    steady = len({row.payment for row in rows[:-1]}) <= 1
    if loan.method == "equal_instalment" and steady:
        template = mark("每月还款 {first} 元，{count} 期还清，共付利息 {interest} 元。")
    elif loan.method == "bullet":
        template = mark("到期一次还款 {last} 元，其中利息 {interest} 元。")
    else:
        template = mark("首期还款 {first} 元，{count} 期还清，共付利息 {interest} 元。")
    return say(
        template,
        first=rows[0].payment,
        last=rows[-1].payment,
        count=count,
        interest=total.interest,
    )


def figures(
    rows: Sequence[Instalment], total: Total, spared: Decimal | None
) -> tuple[Figure, ...]:
    """The numbers that people came for; `spared` only where something is repaid early."""
    yuan = say("元")
    found = [
        Figure(say("首期还款"), rows[0].payment, yuan, say("{on} 到期", on=rows[0].due_on)),
        Figure(say("利息合计"), total.interest, yuan),
        Figure(say("本息合计"), total.payment, yuan),
        Figure(say("还清之日"), rows[-1].due_on),
    ]
    if spared is not None:
        found.append(Figure(say("提前还款节省利息"), spared, yuan))
    return tuple(found)


def steps(
    lent: Lent, rows: Sequence[Instalment], later: Sequence[RateChange | Payout]
) -> tuple[Step, ...]:
    """How the schedule comes about, from the rate to the last instalment."""
    loan = lent.loan
    told = [_rate_step(lent), _level_step(loan, rows), _first_step(loan, rows[0])]
    told += [_event_step(event) for event in sorted(later, key=lambda event: event.on)]
    told += [_early_step(row) for row in rows if not row.number]
    last = rows[-1]
    told.append(
        Step(
            say("还清"),
            say(
                "最后一次还款在 {on}，把剩余本金 {principal} 元全部还清；"
                "各期本金之和正好等于放款金额，一分不差。",
                on=last.due_on,
                principal=last.principal,
            ),
        )
    )
    return tuple(told)


def _rate_step(lent: Lent) -> Step:
    rate = lent.loan.rate
    monthly = plain_number(round(rate / MONTHS_OF_YEAR, 6))
    template = mark("年利率 {rate}，按实际天数计息。")
    if lent.loan.day_count == "30/360":
        template = mark(
            "年利率 {rate}，每个整月按十二分之一计息，即 {monthly}%；不满一个月的按天计息。"
        )
    says = say(template, rate=percent(rate), monthly=monthly)
    return Step(say("利率"), says, (*lent.basis, *DAYS_BY))


def _level_step(loan: Loan, rows: Sequence[Instalment]) -> Step:
    title = say("每期还多少")
    values: dict[str, Decimal | int | str] = {
        "principal": loan.principal,
        "months": loan.months,
        "first": rows[0].payment,
        "part": rows[0].principal,
    }
    if loan.method == "equal_principal":
        template = mark(
            "贷款金额 {principal} 元分 {months} 期，每期还本金 {part} 元，另加剩余本金的利息；"
            "利息逐月减少，还款额也逐月减少。"
        )
    elif loan.method == "bullet":
        template = mark("期间不还款，到期时一次还清本金 {principal} 元和全部利息。")
    elif not loan.rate:
        template = mark("利率为零，贷款金额 {principal} 元平均分为 {months} 期。")
    else:
        template = mark(
            "每期还款额相同：贷款金额 × 月利率 ×（1＋月利率）的 {months} 次方，"
            "除以〔（1＋月利率）的 {months} 次方 − 1〕，四舍五入到分。"
        )
    return Step(title, say(template, **values))


def _first_step(loan: Loan, first: Instalment) -> Step:
    return Step(
        say("第一次还款"),
        say(
            "{start} 放款，{on} 还 {payment} 元，其中利息 {interest} 元、本金 {principal} 元，"
            "还欠本金 {balance} 元。",
            start=loan.starts_on,
            on=first.due_on,
            payment=first.payment,
            interest=first.interest,
            principal=first.principal,
            balance=first.balance,
        ),
    )


def _event_step(event: RateChange | Payout) -> Step:
    if isinstance(event, RateChange):
        return Step(
            say("利率调整"),
            say(
                "{on} 起年利率改为 {rate}，以后各期按新利率重新计算。",
                on=event.on,
                rate=percent(event.rate),
            ),
        )
    return Step(
        say("再次放款"),
        say(
            "{on} 再放款 {amount} 元，以后各期按新的欠款重新计算。",
            on=event.on,
            amount=event.amount,
        ),
    )


def _early_step(row: Instalment) -> Step:
    if row.balance:
        return Step(
            say("提前还款"),
            say(
                "{on} 提前还本金 {principal} 元，还欠本金 {balance} 元；这部分本金到当日的利息"
                "并入下一期。",
                on=row.due_on,
                principal=row.principal,
                balance=row.balance,
            ),
        )
    return Step(
        say("提前结清"),
        say(
            "{on} 还清本金 {principal} 元，利息算到当日，为 {interest} 元。",
            on=row.due_on,
            principal=row.principal,
            interest=row.interest,
        ),
    )


def alternatives(schedules: Mapping[Method, Sequence[Instalment]]) -> Sheet:
    """The same loan by each method, without early payments."""
    rows = []
    for method, instalments in schedules.items():
        total = Total.of(instalments)
        rows.append(
            (
                say(METHODS[method]),
                instalments[0].payment,
                instalments[-1].payment,
                total.interest,
                total.payment,
            )
        )
    return Sheet(
        "methods",
        say("还款方式比较（不计提前还款）"),
        (say("还款方式"), say("首期还款"), say("末期还款"), say("利息合计"), say("本息合计")),
        tuple(rows),
    )


def by_year(rows: Sequence[Instalment]) -> Sheet:
    """What is paid in each calendar year, and what is still owed at its end."""
    yearly = []
    for year, inside in groupby(rows, key=lambda row: row.due_on.year):
        lines = list(inside)
        total = Total.of(lines)
        yearly.append((year, total.payment, total.principal, total.interest, lines[-1].balance))
    return Sheet(
        "years",
        say("各年还款"),
        (say("年份"), say("还款"), say("本金"), say("利息"), say("年末欠款")),
        tuple(yearly),
    )


def by_instalment(rows: Sequence[Instalment]) -> Sheet:
    """The whole schedule; early payments carry their name instead of a number."""
    return Sheet(
        "schedule",
        say("还款计划"),
        (say("期次"), say("还款日"), say("还款"), say("本金"), say("利息"), say("剩余本金")),
        tuple(
            (
                row.number or say("提前还款"),
                row.due_on,
                row.payment,
                row.principal,
                row.interest,
                row.balance,
            )
            for row in rows
        ),
        long=True,
    )


def years(rows: Sequence[Instalment]) -> Chart:
    """Principal and interest of each year, standing on one another."""
    sums = [
        (year, Total.of(list(inside)))
        for year, inside in groupby(rows, key=lambda row: row.due_on.year)
    ]
    return Chart(
        "stack",
        say("各年还款：本金与利息"),
        tuple(say("{year}", year=year) for year, _ in sums),
        (
            Series(say("本金"), tuple(total.principal for _, total in sums)),
            Series(say("利息"), tuple(total.interest for _, total in sums), "warn"),
        ),
    )


def balances(rows: Sequence[Instalment], without: Sequence[Instalment]) -> Chart:
    """What is still owed at the end of each year, with and without early payments."""
    given = _year_ends(rows)
    series = [Series(say("剩余本金"), tuple(given.values()))]
    labels = given
    if rows is not without:
        labels = _year_ends(without)
        series = [
            Series(say("提前还款后"), tuple(given.get(year, ZERO) for year in labels)),
            Series(say("不提前还款"), tuple(labels.values()), "soft"),
        ]
    return Chart(
        "lines",
        say("各年末剩余本金"),
        tuple(say("{year}", year=year) for year in labels),
        tuple(series),
    )


def _year_ends(rows: Sequence[Instalment]) -> dict[int, Decimal]:
    return {row.due_on.year: row.balance for row in rows}
