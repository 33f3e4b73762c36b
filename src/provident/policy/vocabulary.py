"""取值词汇 · the closed vocabulary in which a policy value is written.

A value is one of the shapes below and nothing else; a key that is not listed is refused.
Shapes nest, so that "实际房租与 2500 元取低" is `least_of` over a fact and a number.

    5                                          a number, text or date
    {first_job: …, moved_in: …}                by a dimension: every member has a value
    {cases: [{when: …, value: …}, {value: …}]} the first whose condition holds; the last: else
    {bands_of: months, steps: [{below: 12, value: …}, {value: …}]}   分档
    {least_of: […]}  {greatest_of: […]}        取低 · 取高
    {sum_of: […]}  {difference_of: […]}  {product_of: […]}   相加 · 相减（不低于零）· 相乘
    {fact: rent}                               a named fact itself
    {multiple_of: balance, times: 40}          a multiple of a named fact
    {share_of: rent, percent: 60}              a share of a named fact
    {per_year_of: months, amount: 200000, years: completed}   每缴存一年
    {coefficient_of: …, factors: [{name: 流动性系数, times: 1.2, when: …}]}   系数
    {uplift_of: …, stacking: largest, ceiling: …, uplifts: [{name: …, percent: 30, when: …}]}
    {called: 余额倍数, value: …}                a piece with a name, for explanations
    {unlimited: 原因}                           no limit here (only inside least_of)
    {any_of: [fen, jiao]}                      the codes that are permitted
    {absent: 原因}                             no rule in this interval (record only)

Place is the area of a record.  Time is its interval; a case, factor or uplift may hold in a
narrower window (`from`, `until`), which cuts the record's interval where it begins and ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from provident.policy.conditions import Condition, Number
from provident.policy.documents import Day, Part, Text


def _as_decimal(raw: Any) -> Any:
    return Decimal(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


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


class Windowed(Part):
    """A piece that may hold only in a window inside its record's interval."""

    from_on: Annotated[Day | None, Field(alias="from")] = None
    until_on: Annotated[Day | None, Field(alias="until")] = None

    @model_validator(mode="after")
    def _forward(self) -> Windowed:
        if self.from_on and self.until_on and self.until_on <= self.from_on:
            raise ValueError("窗口的 until（不含）必须晚于 from")
        return self

    def open_on(self, on: date) -> bool:
        """Whether the window is open on a day."""
        begun = self.from_on is None or self.from_on <= on
        return begun and (self.until_on is None or on < self.until_on)


class Case(Windowed):
    """One of several cases: what it comes to when its condition holds."""

    when: Condition | None = None
    value: Value


class Cases(Part):
    """按条件取值 · the first case whose condition holds; the last one has none."""

    cases: Annotated[tuple[Case, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _ends_open(self) -> Cases:
        *conditional, last = self.cases
        open_ended = last.when is None and last.from_on is None and last.until_on is None
        if not open_ended or any(case.when is None for case in conditional):
            raise ValueError("cases 中只有最后一种不写 when，且不限时间")
        return self


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


class LeastOf(Part):
    """取低 · the least of several."""

    least_of: Annotated[tuple[Value, ...], Field(min_length=2)]


class GreatestOf(Part):
    """取高 · the greatest of several, e.g. a share with a floor."""

    greatest_of: Annotated[tuple[Value, ...], Field(min_length=2)]


class SumOf(Part):
    """相加 · the sum of several."""

    sum_of: Annotated[tuple[Value, ...], Field(min_length=2)]


class DifferenceOf(Part):
    """相减 · the first less all others, never below zero."""

    difference_of: Annotated[tuple[Value, ...], Field(min_length=2)]


class ProductOf(Part):
    """相乘 · the product of several, e.g. the balance × a multiple in bands."""

    product_of: Annotated[tuple[Value, ...], Field(min_length=2)]


class FactItself(Part):
    """事实 · the named fact as it is, e.g. the rent that is really paid."""

    fact: Text


class MultipleOf(Part):
    """倍数 · `times` × a fact."""

    multiple_of: Text
    times: Annotated[Number, Field(gt=0)]


class ShareOf(Part):
    """比例 · `percent` ÷ 100 × a fact."""

    share_of: Text
    percent: Annotated[Number, Field(gt=0)]


class PerYearOf(Part):
    """按缴存年限 · `amount` for every year in a fact counted in months.

    `years`  completed: only whole years count; begun: a year begun counts whole.
    """

    per_year_of: Text
    amount: Annotated[Number, Field(gt=0)]
    years: Literal["completed", "begun"]


class Factor(Windowed):
    """One coefficient, where its condition holds."""

    name: Text
    times: Value
    when: Condition | None = None


class CoefficientOf(Part):
    """系数 · a value × every coefficient whose condition holds and whose window is open."""

    coefficient_of: Value
    factors: Annotated[tuple[Factor, ...], Field(min_length=1)]


class Uplift(Windowed):
    """One uplift: a percentage of the base or an amount, where its condition holds."""

    name: Text
    percent: Annotated[Number, Field(gt=0)] | None = None
    amount: Annotated[Number, Field(gt=0)] | None = None
    when: Condition | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Uplift:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("上浮只写 percent 或 amount 之一")
        return self


class UpliftOf(Part):
    """上浮 · a base and its uplifts; their order never matters.

    `stacking`  add_up: all that apply count; largest: only the largest counts;
    `ceiling`   the total never exceeds it.
    """

    uplift_of: Value
    stacking: Literal["add_up", "largest"]
    ceiling: Value | None = None
    uplifts: Annotated[tuple[Uplift, ...], Field(min_length=1)]


class Named(Part):
    """A value with a name, which explanations show."""

    called: Text
    value: Value


class Unlimited(Part):
    """不限 · one of several limits that does not bite here; the reason is shown."""

    unlimited: Text


class AnyOf(Part):
    """可选范围 · the codes that are permitted, out of the parameter's `choices`."""

    any_of: Annotated[tuple[Text, ...], Field(min_length=1)]


class Absent(Part):
    """不执行 · in this interval no rule holds; the reason is shown to whoever asks."""

    absent: Text


_OPERATORS: Mapping[str, type[Part]] = {
    "cases": Cases,
    "bands_of": Bands,
    "least_of": LeastOf,
    "greatest_of": GreatestOf,
    "sum_of": SumOf,
    "difference_of": DifferenceOf,
    "product_of": ProductOf,
    "fact": FactItself,
    "multiple_of": MultipleOf,
    "share_of": ShareOf,
    "per_year_of": PerYearOf,
    "coefficient_of": CoefficientOf,
    "uplift_of": UpliftOf,
    "called": Named,
    "unlimited": Unlimited,
    "any_of": AnyOf,
    "absent": Absent,
}
RESERVED = frozenset(_OPERATORS) | {"times", "percent", "steps", "below", "value", "when"}
"""Words of the vocabulary, which no member of a dimension may be called."""

_TAG_OF: Mapping[type[Part], str] = {
    Plain: "plain",
    Choice: "choice",
    **{part: key for key, part in _OPERATORS.items()},
}


def _shape(raw: Any) -> str | None:
    if isinstance(raw, Part):
        return _TAG_OF.get(type(raw))
    if isinstance(raw, dict):
        return next((key for key in raw if key in _OPERATORS), "choice")
    if isinstance(raw, (int, Decimal, str, date)) and not isinstance(raw, bool):
        return "plain"
    return None


Value = Annotated[
    Annotated[Plain, Tag("plain")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Cases, Tag("cases")]
    | Annotated[Bands, Tag("bands_of")]
    | Annotated[LeastOf, Tag("least_of")]
    | Annotated[GreatestOf, Tag("greatest_of")]
    | Annotated[SumOf, Tag("sum_of")]
    | Annotated[DifferenceOf, Tag("difference_of")]
    | Annotated[ProductOf, Tag("product_of")]
    | Annotated[FactItself, Tag("fact")]
    | Annotated[MultipleOf, Tag("multiple_of")]
    | Annotated[ShareOf, Tag("share_of")]
    | Annotated[PerYearOf, Tag("per_year_of")]
    | Annotated[CoefficientOf, Tag("coefficient_of")]
    | Annotated[UpliftOf, Tag("uplift_of")]
    | Annotated[Named, Tag("called")]
    | Annotated[Unlimited, Tag("unlimited")]
    | Annotated[AnyOf, Tag("any_of")],
    Discriminator(_shape),
]
Shape = (
    Plain
    | Choice
    | Cases
    | Bands
    | LeastOf
    | GreatestOf
    | SumOf
    | DifferenceOf
    | ProductOf
    | FactItself
    | MultipleOf
    | ShareOf
    | PerYearOf
    | CoefficientOf
    | UpliftOf
    | Named
    | Unlimited
    | AnyOf
)

RecordValue = Annotated[
    Annotated[Value, Tag("value")] | Annotated[Absent, Tag("absent")],
    Discriminator(lambda raw: "absent" if _shape(raw) == "absent" else "value"),
]
"""What stands under `value` of a record: a value, or that there is none."""

for _part in (
    *(Choice, Case, Cases, Step, Bands, LeastOf, GreatestOf, SumOf, DifferenceOf, ProductOf),
    *(Factor, CoefficientOf, UpliftOf, Named),
):
    _part.model_rebuild()
