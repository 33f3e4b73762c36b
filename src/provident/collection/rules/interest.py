"""存款利息 · interest of a member's balance by products (积数), with the rates of their time.

积数 ＝ Σ 余额 × 天数; 利息 ＝ Σ（积数 × 年利率 ÷ 100 ÷ 年天数）, rounded half up once for each
settlement, to the fen.  This is the definition; the ledger's product column and
`ledger.settle_interest` are its fast form for all holders at once.

- A balance earns from its value date (in) to the end (out).  The interest year runs from
  1 July to 30 June; 30 June earns too, and the interest's value date is 1 July.
- Closing on another day pays to the day before.
- Until 2016-02-20 there were two products: what was carried over on 1 July earned the
  three-month rate, what came in since the demand rate, both as posted on the day of
  settlement or closing.  Since then one rate, cut where it changes.
- Money paid out is taken from what was carried over first.

依据  《住房公积金管理条例》(2026) 第二十一条；银发〔2016〕43号；银发〔2005〕129号
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Literal, TypeVar

from provident.kernel.dates import interest_year_end
from provident.kernel.money import ZERO, AmountError, half_up_fen, yuan
from provident.kernel.refusal import Defect, Verdict, refuse

Kind = Literal["brought_forward", "credit", "debit"]
Part = Literal["carried_over", "current_year"]
Method = Literal["settlement_day", "segmented"]
Ending = Literal["settlement", "closing"]

BASIS = ("regulation-2026#21",)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Movement:
    """余额变动 · yuan above zero, from the value date on.

    `brought_forward`  the balance of 1 July, 上年结转;
    `credit`           money that came in (汇缴、补缴、转入);
    `debit`            money that went out (提取、转出).
    """

    value_date: date
    amount: Decimal
    kind: Kind


@dataclass(frozen=True, slots=True)
class RateStep:
    """存款利率 · % a year from a day on, for both parts of a balance."""

    from_on: date
    current_year: Decimal
    carried_over: Decimal


@dataclass(frozen=True, slots=True)
class MethodStep:
    """利率变动的适用方式 · from a day on: the settlement day's rate, or cut at each change."""

    from_on: date
    method: Method


@dataclass(frozen=True, slots=True)
class DepositTerms:
    """计息条件 · rates and methods in ascending order, and the days of a year of interest."""

    rates: tuple[RateStep, ...]
    methods: tuple[MethodStep, ...]
    day_basis: int
    basis: tuple[str, ...] = BASIS

    @property
    def known_from(self) -> date:
        return max(self.rates[0].from_on, self.methods[0].from_on)

    def rate_on(self, day: date) -> RateStep:
        return _last(self.rates, day)

    def method_on(self, day: date) -> Method:
        return _last(self.methods, day).method


@dataclass(frozen=True, slots=True)
class InterestSegment:
    """计息段 · one part of the balance, in yuan-days, at one rate in % a year."""

    part: Part
    from_on: date
    until_on: date
    rate: Decimal
    product: Decimal


@dataclass(frozen=True, slots=True)
class InterestYear:
    """一个计息年度 · from the first movement or 1 July to `until_on`, which does not earn.

    `closing` is `opening` and the movements and the interest together, in yuan.
    """

    from_on: date
    until_on: date
    ending: Ending
    opening: Decimal
    segments: tuple[InterestSegment, ...]
    interest: Decimal
    closing: Decimal


@dataclass(frozen=True, slots=True)
class InterestStatement:
    """利息清单 · every interest year from the first movement on, in yuan."""

    years: tuple[InterestYear, ...]

    @property
    def interest(self) -> Decimal:
        return sum((year.interest for year in self.years), ZERO)

    @property
    def balance(self) -> Decimal:
        """本息合计 · the balance with all interest in it."""
        return self.years[-1].closing


def interest(products: Sequence[Decimal], rates: Sequence[Decimal], days: int) -> Decimal:
    """Interest in yuan of one product (yuan-days) a segment at its rate (% a year).

    >>> interest([Decimal("3650000.00")], [Decimal("1.50")], 360)
    Decimal('152.08')
    """
    weighted = sum(
        (product * rate for product, rate in zip(products, rates, strict=True)), Decimal(0)
    )
    return half_up_fen(weighted / (100 * days))


def statement(
    movements: Iterable[Movement], settle_on: date, terms: DepositTerms
) -> InterestStatement:
    """利息清单: 30 June settles the year, every other day closes the holder.

    Refuses what `judge_movements` finds.
    """
    ordered = sorted(movements, key=lambda movement: movement.value_date)
    judge_movements(ordered, settle_on, terms).require()
    ending: Ending = "settlement" if (settle_on.month, settle_on.day) == (6, 30) else "closing"
    end = settle_on + ONE_DAY if ending == "settlement" else settle_on
    years: list[InterestYear] = []
    opening = ZERO
    start = ordered[0].value_date
    while not years or start < end:
        until = min(interest_year_end(start), end)
        # What moves on the closing day itself earns nothing but belongs to the balance.
        last = until if until == end == settle_on else until - ONE_DAY
        inside = [one for one in ordered if start <= one.value_date <= last]
        # Closing on 1 July finds the year before settled already.
        kind: Ending = "settlement" if until == interest_year_end(start) else "closing"
        years.append(_year(start, until, kind, opening, inside, terms))
        opening, start = years[-1].closing, until
    return InterestStatement(tuple(years))


def judge_movements(
    movements: Sequence[Movement], settle_on: date, terms: DepositTerms
) -> Verdict:
    """Every reason why interest cannot be computed from these movements."""
    verdict = Verdict()
    verdict.refuse_if(
        not movements, "interest.no_movements", "没有任何余额变动，无从计息；请至少给出一笔。"
    )
    for number, movement in enumerate(movements, start=1):
        _judge_movement(verdict, number, movement, settle_on, terms)
    forward = [one for one in movements if one.kind == "brought_forward"]
    earliest = min((one.value_date for one in movements), default=None)
    verdict.refuse_if(
        len(forward) > 1 or any(one.value_date != earliest for one in forward),
        "interest.brought_forward",
        "上年结转余额只能有一笔，而且应是最早的一笔；以后各年由系统结转，请去掉多余的。",
    )
    return verdict


def _judge_movement(
    verdict: Verdict, number: int, movement: Movement, settle_on: date, terms: DepositTerms
) -> None:
    day = movement.value_date
    try:
        positive = yuan(movement.amount) > 0
    except AmountError:
        positive = False
    verdict.refuse_if(
        not positive,
        "interest.amount",
        f"第 {number} 笔的金额 {movement.amount} 应大于零，最多两位小数；支取请用类别注明。",
        row=number,
        amount=str(movement.amount),
    )
    verdict.refuse_if(
        day > settle_on,
        "interest.after_settlement",
        f"第 {number} 笔的起息日 {day} 在结息日 {settle_on} 之后，请核对日期。",
        row=number,
        on=day.isoformat(),
        settle_on=settle_on.isoformat(),
    )
    verdict.refuse_if(
        day < terms.known_from,
        "interest.before_known",
        f"第 {number} 笔的起息日 {day} 早于已录入的利率（{terms.known_from} 起），"
        "系统不作推算；请补录当时的利率。",
        basis=terms.basis,
        row=number,
        on=day.isoformat(),
        known_from=terms.known_from.isoformat(),
    )
    verdict.refuse_if(
        movement.kind == "brought_forward" and (day.month, day.day) != (7, 1),
        "interest.brought_forward_day",
        f"第 {number} 笔是上年结转，起息日应为 7 月 1 日，现为 {day}。",
        row=number,
        on=day.isoformat(),
    )


def _year(
    start: date,
    until: date,
    ending: Ending,
    opening: Decimal,
    movements: Sequence[Movement],
    terms: DepositTerms,
) -> InterestYear:
    positions = _positions(start, until, opening, movements)
    segments = tuple(
        segment
        for from_on, to_on, rate in _stretches(start, until, ending, terms)
        for segment in _segments(positions, from_on, to_on, rate)
    )
    earned = interest(
        [segment.product for segment in segments],
        [segment.rate for segment in segments],
        terms.day_basis,
    )
    closing = opening + sum((_signed(one) for one in movements), ZERO) + earned
    return InterestYear(start, until, ending, opening, segments, earned, closing)


@dataclass(frozen=True, slots=True)
class _Position:
    """Both parts of a balance from a day on."""

    from_on: date
    carried_over: Decimal
    current_year: Decimal


def _positions(
    start: date, until: date, opening: Decimal, movements: Sequence[Movement]
) -> list[_Position]:
    """The balance after each day of movements, and an end marker at `until`."""
    carried, current = opening, ZERO
    found = [_Position(start, carried, current)]
    for day, ones in groupby(movements, key=lambda one: one.value_date):
        for one in ones:
            if one.kind == "brought_forward":
                carried += one.amount
            elif one.kind == "credit":
                current += one.amount
            else:
                carried -= one.amount
        # What the carried-over part cannot bear is taken from what came in this year.
        carried, current = max(carried, ZERO), current + min(carried, ZERO)
        if current < 0:
            raise refuse(
                "interest.overdrawn",
                f"{day} 支取后余额为 {current:.2f} 元，账户不能透支；请核对此前的各笔。",
                day=day.isoformat(),
                balance=f"{current:.2f}",
            )
        found.append(_Position(day, carried, current))
    return [*found, _Position(until, ZERO, ZERO)]


def _stretches(
    start: date, until: date, ending: Ending, terms: DepositTerms
) -> Iterator[tuple[date, date, RateStep]]:
    """The interval cut where the method changes and, under `segmented`, where a rate does."""
    for from_on, to_on in _cut(start, until, (step.from_on for step in terms.methods)):
        if terms.method_on(from_on) == "segmented":
            for inner in _cut(from_on, to_on, (step.from_on for step in terms.rates)):
                yield *inner, terms.rate_on(inner[0])
            continue
        last = to_on - ONE_DAY
        closing_day = to_on == until and ending == "closing"
        if closing_day and terms.method_on(to_on) == "settlement_day":
            last = to_on
        yield from_on, to_on, terms.rate_on(last)


def _cut(start: date, until: date, changes: Iterable[date]) -> Iterator[tuple[date, date]]:
    inside = sorted(day for day in changes if start < day < until)
    if start < until:
        yield from pairwise([start, *inside, until])


def _segments(
    positions: Sequence[_Position], from_on: date, to_on: date, rate: RateStep
) -> Iterator[InterestSegment]:
    carried = current = ZERO
    for here, following in pairwise(positions):
        days = (min(following.from_on, to_on) - max(here.from_on, from_on)).days
        if days > 0:
            carried += here.carried_over * days
            current += here.current_year * days
    if carried:
        yield InterestSegment("carried_over", from_on, to_on, rate.carried_over, carried)
    if current:
        yield InterestSegment("current_year", from_on, to_on, rate.current_year, current)


def _signed(movement: Movement) -> Decimal:
    return -movement.amount if movement.kind == "debit" else movement.amount


_Step = TypeVar("_Step", RateStep, MethodStep)


def _last(steps: Sequence[_Step], day: date) -> _Step:
    """The step in force on a day."""
    at = bisect_right(steps, day, key=lambda step: step.from_on) - 1
    if at < 0:
        raise Defect(f"no deposit terms are known for {day}")
    return steps[at]
