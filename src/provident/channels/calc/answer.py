"""计算结果 · what every calculator answers, whoever asks.

The answer comes first (`summary`, `figures`), then how it came about (`steps`), then the
pictures and tables.  A page, the programming interface and the command line show the same
answer; none computes anything of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from provident.channels.calc.words import Words
from provident.kernel.dates import Month
from provident.kernel.refusal import Reason

Cell = str | int | Decimal | date | Month | Words | None
ChartKind = Literal["stack", "lines", "bars"]
Tone = Literal["brand", "soft", "warn", "good"]


@dataclass(frozen=True, slots=True)
class Figure:
    """主要数字 · one number that people came for.  `unit` is empty where the value says it."""

    label: Words
    value: Decimal | int | date | Month | Words
    unit: Words | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """计算步骤 · one step in plain words, with the citations it rests on."""

    title: Words
    says: Words
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """图中的一组数 · one value for each label of the chart."""

    name: Words
    values: tuple[Decimal, ...]
    tone: Tone = "brand"


@dataclass(frozen=True, slots=True)
class Chart:
    """图 · what to draw, not how.

    `stack`  columns whose series stand on one another; `lines`  one line a series;
    `bars`   one lying bar a label, `marked` is the one that decides.
    """

    kind: ChartKind
    title: Words
    labels: tuple[Words, ...]
    series: tuple[Series, ...]
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """表 · rows under headings; amounts are Decimals, so that a workbook can add them.

    `long` sheets are folded away on a page and whole in the workbook.
    """

    code: str
    title: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    long: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """结果 · `reasons` is filled where the honest answer is "no"; `notes` say what to mind.

    `facts` are the plain values for programs: amounts as text, dates as YYYY-MM-DD.
    """

    summary: Words
    figures: tuple[Figure, ...] = ()
    steps: tuple[Step, ...] = ()
    charts: tuple[Chart, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Words, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def plain(value: object) -> Any:
    """A value as programs get it: amounts as text with two places, days as YYYY-MM-DD."""
    match value:
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case Month() | Words():
            return str(value)
        case _:
            return value
