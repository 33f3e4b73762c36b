"""取值校验 · whether values fit what their parameter declares.

Kind against unit, members against dimensions, codes against choices, facts against the
declared facts: all of it before publication, so that no question can stumble later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from provident.kernel.money import FEN
from provident.policy.histories import Place
from provident.policy.parameters import Parameter
from provident.policy.sheets import Problem, Sheet
from provident.policy.vocabulary import (
    RESERVED,
    SELECTORS,
    UNITS,
    Absent,
    AnyOf,
    Bands,
    Choice,
    GreatestOf,
    LeastOf,
    MultipleOf,
    Plain,
    Shape,
    ShareOf,
    walk,
)

Found = tuple[str, str]


def declaration_problems(sheet: Sheet, parameter: Parameter) -> Iterator[Problem]:
    """Whether the head of a parameter is well declared."""
    for code, says in _head_faults(parameter):
        yield Problem(sheet.file, "", code, says)


def _head_faults(parameter: Parameter) -> Iterator[Found]:
    if parameter.unit not in UNITS:
        yield "unit_unknown", f"不认识的单位“{parameter.unit}”"
    if parameter.selected_by not in SELECTORS:
        yield "selector_unknown", f"不认识的选取日期“{parameter.selected_by}”"
    if (parameter.unit == "choice") != bool(parameter.choices):
        yield "choices", "单位为 choice 的参数（且只有它们）要列出 choices"
    seen: set[frozenset[str]] = set()
    for name, members in parameter.dimensions.items():
        if len(members) < 2:
            yield "dimension", f"维度“{name}”至少要有两个成员"
        if reserved := RESERVED & members.keys():
            yield "dimension", f"维度成员不能叫“{'、'.join(sorted(reserved))}”"
        if frozenset(members) in seen:
            yield "dimension", f"维度“{name}”的成员与另一个维度完全相同，无法区分"
        seen.add(frozenset(members))


def value_problems(place: Place) -> Iterator[Problem]:
    """Whether every value of a place fits its parameter."""
    parameter = place.parameter
    if parameter is None or parameter.unit not in UNITS:
        return
    for sheet, record in place.entries:
        if isinstance(record.value, Absent):
            continue
        for shape in walk(record.value):
            for code, says in _faults(parameter, shape):
                yield Problem(sheet.file, f"from {record.from_on}", code, says)


def _faults(parameter: Parameter, shape: Shape) -> Iterator[Found]:
    match shape:
        case Plain():
            yield from _plain_faults(parameter, shape.plain)
        case Choice():
            yield from _choice_faults(parameter, shape)
        case AnyOf():
            yield from _code_faults(parameter, shape.any_of)
        case LeastOf() | GreatestOf():
            yield from _number_faults(parameter, "取低、取高")
        case MultipleOf():
            yield from _number_faults(parameter, "倍数")
            yield from _fact_faults(parameter, shape.multiple_of)
        case ShareOf():
            yield from _number_faults(parameter, "比例")
            yield from _fact_faults(parameter, shape.share_of)
        case Bands():
            yield from _fact_faults(parameter, shape.bands_of)


def _plain_faults(parameter: Parameter, plain: Decimal | str | date) -> Iterator[Found]:
    kind = parameter.measure.kind
    if kind == "choice" and isinstance(plain, str):
        yield from _code_faults(parameter, (plain,))
        return
    expected: type = {"text": str, "choice": str, "date": date}.get(kind, Decimal)
    if not isinstance(plain, expected):
        yield "kind", f"取值“{plain}”与单位“{parameter.measure.zh}”不符"
    elif isinstance(plain, Decimal) and plain < 0:
        yield "kind", f"取值不能是负数：{plain}"
    elif kind == "money" and isinstance(plain, Decimal) and plain != plain.quantize(FEN):
        yield "kind", f"金额最多两位小数：{plain}"


def _choice_faults(parameter: Parameter, choice: Choice) -> Iterator[Found]:
    given = choice.options.keys()
    if any(members.keys() == given for members in parameter.dimensions.values()):
        return
    for name, members in parameter.dimensions.items():
        if given & members.keys():
            missing, unknown = members.keys() - given, given - members.keys()
            if missing:
                yield "member_missing", f"维度“{name}”缺少 {'、'.join(sorted(missing))}"
            if unknown:
                yield "member_unknown", f"维度“{name}”没有 {'、'.join(sorted(unknown))}"
            return
    yield "unknown_key", f"不认识的取值形式：{'、'.join(sorted(given))}"


def _code_faults(parameter: Parameter, codes: tuple[str, ...]) -> Iterator[Found]:
    for code in codes:
        if code not in parameter.choices:
            yield "choice_unknown", f"choices 中没有“{code}”"


def _number_faults(parameter: Parameter, what: str) -> Iterator[Found]:
    if parameter.measure.kind not in {"money", "number"}:
        yield "kind", f"单位“{parameter.measure.zh}”的参数不能用{what}"


def _fact_faults(parameter: Parameter, fact: str) -> Iterator[Found]:
    if fact not in parameter.facts:
        yield "fact_unknown", f"facts 中没有登记“{fact}”"
