"""取值词汇 · the closed vocabulary in which a policy value is written.

A value is one of the shapes below and nothing else; a key that is not listed is refused.
Shapes nest, so that "实际房租与 2500 元取低" is `least_of` over `share_of` and a number.
Time and place are not shapes: they are the interval and the area of a record.

    5                                          a number, text or date
    {first_job: …, moved_in: …}                by a dimension: every member has a value
    {least_of: […]}  {greatest_of: […]}        取低 · 取高
    {multiple_of: balance, times: 40}          a multiple of a named fact
    {share_of: rent, percent: 60}              a share of a named fact
    {bands_of: months, steps: [{below: 12, value: …}, {value: …}]}   分档
    {any_of: [fen, jiao]}                      the codes that are permitted
    {absent: 原因}                             no rule in this interval (record only)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from provident.policy.documents import Part, Text

Kind = Literal["money", "number", "choice", "text", "date"]


@dataclass(frozen=True, slots=True)
class Unit:
    """计量单位 · what a value counts, and which kind of plain value it therefore is."""

    zh: str
    kind: Kind


UNITS: Mapping[str, Unit] = {
    "yuan": Unit("元", "money"),
    "yuan_per_month": Unit("元/月", "money"),
    "percent": Unit("%", "number"),
    "percent_per_year": Unit("%/年", "number"),
    "times": Unit("倍", "number"),
    "days": Unit("个自然日", "number"),
    "days_per_year": Unit("日/年", "number"),
    "months": Unit("个月", "number"),
    "choice": Unit("选项", "choice"),
    "text": Unit("文字", "text"),
    "date": Unit("日期", "date"),
}

SELECTORS: Mapping[str, str] = {
    "business_date": "办理业务的会计日",
    "accrual_day": "计息的那一天",
    "contribution_month": "缴存所属月份的第一天",
    "pay_day": "单位发放工资日",
    "founding_date": "单位设立日",
    "registration_date": "单位缴存登记日",
    "hire_date": "职工录用日",
    "leave_date": "劳动关系终止日",
    "credit_date": "记入职工账户之日",
    "bank_date": "银行入账日",
}
"""The dates of a case that may pick the version of a parameter."""


def _as_decimal(raw: Any) -> Any:
    return Decimal(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


def _not_text(raw: Any) -> Any:
    if not isinstance(raw, Decimal):
        raise ValueError("应为数字")
    return raw


Number = Annotated[Decimal, BeforeValidator(_not_text), BeforeValidator(_as_decimal)]


class Plain(Part):
    """A number, a text or a date standing for itself."""

    plain: Annotated[Decimal | str | date, BeforeValidator(_as_decimal)]

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, raw: Any) -> Any:
        return {"plain": raw}


class Choice(Part):
    """按维度取值 · one value for every member of a dimension of the parameter."""

    options: Annotated[dict[str, Value], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, raw: Any) -> Any:
        return {"options": raw}


class LeastOf(Part):
    """取低 · the least of several."""

    least_of: Annotated[tuple[Value, ...], Field(min_length=2)]


class GreatestOf(Part):
    """取高 · the greatest of several, e.g. a share with a floor."""

    greatest_of: Annotated[tuple[Value, ...], Field(min_length=2)]


class MultipleOf(Part):
    """倍数 · `times` × a fact."""

    multiple_of: Text
    times: Annotated[Number, Field(gt=0)]


class ShareOf(Part):
    """比例 · `percent` ÷ 100 × a fact."""

    share_of: Text
    percent: Annotated[Number, Field(gt=0)]


class Step(Part):
    """One band: the fact is below `below`; the last band has no upper end."""

    below: Number | None = None
    value: Value


class Bands(Part):
    """分档 · the first step whose upper end lies above the fact."""

    bands_of: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _ascending(self) -> Bands:
        ends = [step.below for step in self.steps]
        closed = [end for end in ends[:-1] if end is not None]
        if ends[-1] is not None or len(closed) != len(ends) - 1:
            raise ValueError("分档中只有最后一档不写 below")
        if closed != sorted(set(closed)):
            raise ValueError("分档的 below 必须由小到大")
        return self


class AnyOf(Part):
    """可选范围 · the codes that are permitted, out of the parameter's `choices`."""

    any_of: Annotated[tuple[Text, ...], Field(min_length=1)]


class Absent(Part):
    """不执行 · in this interval no rule holds; the reason is shown to whoever asks."""

    absent: Text


_OPERATORS = frozenset(
    {"least_of", "greatest_of", "multiple_of", "share_of", "bands_of", "any_of", "absent"}
)
RESERVED = _OPERATORS | {"times", "percent", "steps", "below", "value"}
"""Words of the vocabulary, which no member of a dimension may be called."""


def _shape(raw: Any) -> str | None:
    if isinstance(raw, Part):
        return _TAG_OF.get(type(raw))
    if isinstance(raw, dict):
        found = [key for key in raw if key in _OPERATORS]
        return found[0] if found else "choice"
    if isinstance(raw, (int, Decimal, str, date)) and not isinstance(raw, bool):
        return "plain"
    return None


Value = Annotated[
    Annotated[Plain, Tag("plain")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[LeastOf, Tag("least_of")]
    | Annotated[GreatestOf, Tag("greatest_of")]
    | Annotated[MultipleOf, Tag("multiple_of")]
    | Annotated[ShareOf, Tag("share_of")]
    | Annotated[Bands, Tag("bands_of")]
    | Annotated[AnyOf, Tag("any_of")],
    Discriminator(_shape),
]
Shape = Plain | Choice | LeastOf | GreatestOf | MultipleOf | ShareOf | Bands | AnyOf

_TAG_OF: Mapping[type[Part], str] = {
    Plain: "plain",
    Choice: "choice",
    LeastOf: "least_of",
    GreatestOf: "greatest_of",
    MultipleOf: "multiple_of",
    ShareOf: "share_of",
    Bands: "bands_of",
    AnyOf: "any_of",
    Absent: "absent",
}

RecordValue = Annotated[
    Annotated[Value, Tag("value")] | Annotated[Absent, Tag("absent")],
    Discriminator(lambda raw: "absent" if _shape(raw) == "absent" else "value"),
]
"""What stands under `value` of a record: a value, or that there is none."""

for _part in (Choice, LeastOf, GreatestOf, Step, Bands):
    _part.model_rebuild()


def walk(value: Shape) -> Iterator[Shape]:
    """The value and every value inside it, outermost first."""
    yield value
    for inner in _inside(value):
        yield from walk(inner)


def _inside(value: Shape) -> tuple[Shape, ...]:
    match value:
        case Choice():
            return tuple(value.options.values())
        case LeastOf():
            return value.least_of
        case GreatestOf():
            return value.greatest_of
        case Bands():
            return tuple(step.value for step in value.steps)
        case _:
            return ()
