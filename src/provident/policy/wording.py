"""计算说明 · steps, values and conditions in words that a citizen can follow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from provident.policy.conditions import Either, Every, FactTest, Range, Unless
from provident.policy.engine import NO_LIMIT, Result, dimension_of
from provident.policy.parameters import Parameter
from provident.policy.vocabulary import (
    AnyOf,
    Bands,
    Cases,
    Choice,
    CoefficientOf,
    DifferenceOf,
    FactItself,
    Factor,
    GreatestOf,
    LeastOf,
    MultipleOf,
    Named,
    PerYearOf,
    Plain,
    ProductOf,
    Shape,
    ShareOf,
    SumOf,
    Unlimited,
    Uplift,
    UpliftOf,
)

_YEARS = {"completed": "每满一年", "begun": "每一年（不足一年按一年）"}
_STACKING = {"add_up": "各项上浮相加", "largest": "各项上浮只取最大一项"}


def spelled(parameter: Parameter, value: Result) -> str:
    """An answer as people read it: codes in words, numbers grouped and with their unit."""
    if not isinstance(value, Decimal) or value == NO_LIMIT or parameter.choices:
        return worded(parameter, value)
    money = parameter.measure.kind == "money"
    return f"{f'{value:,.2f}' if money else written(value)} {parameter.measure.zh}"


def typed(parameter: Parameter, value: Result) -> str:
    """An answer as somebody may type it again: numbers ungrouped, a choice with its code."""
    if parameter.choices:
        codes = value if isinstance(value, tuple) else (str(value),)
        return "、".join(f"{parameter.choices[code]}（{code}）" for code in codes)
    money = parameter.measure.kind == "money" and isinstance(value, Decimal)
    plain = f"{value:.2f}" if money and value != NO_LIMIT else figure(value)
    return plain + (_unit(parameter) if value != NO_LIMIT else "")


def worded(parameter: Parameter, value: Result) -> str:
    """An answer or a step of it without its unit: codes in words, numbers grouped."""
    codes = value if isinstance(value, tuple) else (str(value),)
    if all(code in parameter.choices for code in codes):
        return "、".join(parameter.choices[code] for code in codes)
    return written(value)


def written(value: Result) -> str:
    """A result as people write it: 1200000 as 1,200,000."""
    if isinstance(value, Decimal) and value != NO_LIMIT:
        return _plain_number(value, ",")
    return figure(value)


def figure(value: Result) -> str:
    """A result for programs: numbers ungrouped, without trailing zeros; codes as they are."""
    match value:
        case Decimal():
            return "不限" if value == NO_LIMIT else _plain_number(value)
        case date():
            return value.isoformat()
        case tuple():
            return "、".join(value)
        case _:
            return value


def _plain_number(number: Decimal, grouped: str = "") -> str:
    text = f"{number:{grouped}f}"
    if "." not in text:
        return text
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def described(parameter: Parameter, shape: Shape | Factor | Uplift) -> str:  # noqa: PLR0911, PLR0912 - one sentence for each shape of the closed vocabulary
    """What a step does, in a few words."""
    match shape:
        case Plain() | AnyOf():
            return "规定的数" if isinstance(shape, Plain) else "可选的范围"
        case Unlimited():
            return f"不限：{shape.unlimited}"
        case Named():
            return shape.called
        case FactItself():
            return parameter.gloss(shape.fact)
        case MultipleOf():
            return f"{parameter.gloss(shape.multiple_of)} × {written(shape.times)}"
        case ShareOf():
            return f"{parameter.gloss(shape.share_of)} × {written(shape.percent)}%"
        case PerYearOf():
            fact = parameter.gloss(shape.per_year_of)
            return f"{fact}{_YEARS[shape.years]}计 {written(shape.amount)}{_unit(parameter)}"
        case Choice():
            members = parameter.dimensions[dimension_of(parameter, shape)]
            return f"按{'、'.join(members.values())}分别规定"
        case Cases():
            return "按情形"
        case Bands():
            return f"按{parameter.gloss(shape.bands_of)}分档"
        case LeastOf():
            return "以下各项取最低"
        case GreatestOf():
            return "以下各项取最高"
        case SumOf():
            return "以下各项相加"
        case DifferenceOf():
            return "第一项减去其余各项，不低于零"
        case ProductOf():
            return "以下各项相乘"
        case CoefficientOf():
            return "第一项乘以各项系数"
        case UpliftOf():
            limit = "，不超过封顶" if shape.ceiling is not None else ""
            return f"第一项为基数，{_STACKING[shape.stacking]}{limit}"
        case Factor():
            return f"系数：{shape.name}{_reason(parameter, shape)}"
        case Uplift():
            measure = f" {written(shape.percent)}%" if shape.percent is not None else ""
            return f"上浮：{shape.name}{measure}{_reason(parameter, shape)}"


def _unit(parameter: Parameter) -> str:
    return f" {parameter.measure.zh}" if parameter.measure.kind in ("money", "number") else ""


def _reason(parameter: Parameter, piece: Factor | Uplift) -> str:
    return f"（{condition(parameter, piece.when)}）" if piece.when is not None else ""


def condition(parameter: Parameter, asked: FactTest | Every | Either | Unless) -> str:
    """A condition in words."""
    match asked:
        case Every():
            return "，且".join(condition(parameter, part) for part in asked.every)
        case Either():
            return "，或".join(condition(parameter, part) for part in asked.either)
        case Unless():
            return f"不是（{condition(parameter, asked.unless)}）"
        case FactTest():
            return _test(parameter, asked)


def _test(parameter: Parameter, asked: FactTest) -> str:
    name = parameter.gloss(asked.fact)
    if asked.within is not None:
        return f"{name}{_range(asked.within)}"
    if asked.flag is not None:
        return name if asked.flag else f"不是{name}"
    members = parameter.dimensions.get(asked.fact, {})
    return "或".join(members.get(code, code) for code in asked.one_of)


def _range(asked: Range) -> str:
    if asked.at_least is not None and asked.at_least == asked.at_most:
        return f"为 {written(asked.at_least)}"
    words = {
        "不少于": asked.at_least,
        "多于": asked.above,
        "不多于": asked.at_most,
        "少于": asked.below,
    }
    return "、".join(f"{word} {written(end)}" for word, end in words.items() if end is not None)
