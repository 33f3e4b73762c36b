"""日期 · contribution months, the interest year and counted days.

Intervals are half-open everywhere: the first day is in, the last day is out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from provident.kernel.quoting import quoted


class MonthError(ValueError):
    """The text is not a month in the form YYYY-MM or YYYYMM."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """年月 · a calendar month, e.g. the month that a contribution is for.

    Stored as the date of its first day; the data standard writes YYYYMM (`code`).
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1800 <= self.year <= 9998 and 1 <= self.month <= 12):
            raise MonthError(f"没有 {self.year} 年 {self.month} 月，请核对年月")

    @classmethod
    def parse(cls, text: str) -> Month:
        match = re.fullmatch(r"(\d{4})-?(\d{2})", text.strip())
        if not match:
            raise MonthError(f"{quoted(text)}不是年月，应写作 2026-11 或 202611")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return (self + 1).first_day - timedelta(days=1)

    @property
    def code(self) -> str:
        """YYYYMM as in JGJ/T 320."""
        return f"{self.year:04d}{self.month:02d}"

    def day(self, number: int) -> date:
        """The given day of this month, or the month's last day when it has no such day."""
        return date(self.year, self.month, min(number, self.last_day.day))

    def __add__(self, months: int) -> Month:
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, other: Month) -> int:
        return (self.year - other.year) * 12 + self.month - other.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        return {"type": "string", "format": "month", "pattern": r"^\d{4}-?\d{2}$"}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _asked, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


def _asked(value: Any) -> Month:
    """A month in a request: within two centuries, so that months can be counted from it."""
    if isinstance(value, Month):
        month = value
    elif isinstance(value, date):
        month = Month.of(value)
    elif isinstance(value, str):
        month = Month.parse(value)
    else:
        raise MonthError("不是年月，应写作 2026-11 或 202611")
    if not ASKED_FROM <= month <= ASKED_TO:
        raise MonthError(f"年月应在 {ASKED_FROM} 与 {ASKED_TO} 之间，请核对")
    return month


ASKED_FROM, ASKED_TO = Month(1900, 1), Month(2199, 12)


def months(first: Month, count: int) -> Iterator[Month]:
    """`count` consecutive months beginning with `first`."""
    for offset in range(count):
        yield first + offset


def interest_year_end(day: date) -> date:
    """The 1 July that ends (exclusive) the interest year that `day` lies in.

    The interest year runs from 1 July to 30 June; 30 June belongs to the old year.
    """
    return date(day.year + 1, 7, 1) if day >= date(day.year, 7, 1) else date(day.year, 7, 1)


def interest_year_start(day: date) -> date:
    """The 1 July on which the interest year that `day` lies in begins."""
    end = interest_year_end(day)
    return date(end.year - 1, 7, 1)


def chinese_date(day: date) -> str:
    """2026-11-02 as 2026年11月2日, for documents."""
    return f"{day.year}年{day.month}月{day.day}日"
