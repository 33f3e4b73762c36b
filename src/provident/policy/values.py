"""取值校验 · whether values fit what their parameter declares.

Kind against unit, members against dimensions, codes against choices, facts against the
declared facts, limits that really limit: all of it before publication, so that no question
can stumble later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from provident.kernel.money import FEN
from provident.policy.conditions import WORDS, FactTest, tests_of
from provident.policy.histories import Place, record_name
from provident.policy.parameters import Parameter, Record
from provident.policy.pieces import conditional, inside
from provident.policy.sheets import Problem, Sheet
from provident.policy.units import SELECTORS, UNITS
from provident.policy.vocabulary import (
    RESERVED,
    Absent,
    AnyOf,
    Bands,
    Cases,
    Choice,
    CoefficientOf,
    FactItself,
    LeastOf,
    MultipleOf,
    Named,
    PerYearOf,
    Plain,
    ProductOf,
    Shape,
    ShareOf,
    Unlimited,
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
    yield from _name_faults(parameter)
    seen: set[frozenset[str]] = set()
    for name, members in parameter.dimensions.items():
        if len(members) < 2:
            yield "dimension", f"维度“{name}”至少要有两个成员"
        if reserved := RESERVED & members.keys():
            yield "dimension", f"维度成员不能叫“{'、'.join(sorted(reserved))}”"
        if frozenset(members) in seen:
            yield "dimension", f"维度“{name}”的成员与另一个维度完全相同，无法区分"
        seen.add(frozenset(members))


def _name_faults(parameter: Parameter) -> Iterator[Found]:
    groups = (parameter.dimensions, parameter.facts, parameter.flags)
    names = [name for group in groups for name in group]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield "fact_twice", f"“{name}”在 dimensions、facts、flags 中登记了两次"
    for name in sorted(WORDS.intersection(names)):
        yield "fact_name", f"事实不能叫“{name}”"


def value_problems(place: Place) -> Iterator[Problem]:
    """Whether every value of a place fits its parameter."""
    parameter = place.parameter
    if parameter is None or parameter.unit not in UNITS:
        return
    for sheet, record in place.entries:
        if not isinstance(record.value, Absent):
            for code, says in _record_faults(parameter, record, record.value):
                yield Problem(sheet.file, record_name(record), code, says)


def _record_faults(parameter: Parameter, record: Record, value: Shape) -> Iterator[Found]:
    yield from _faults(parameter, value, factor=False)
    yield from _window_faults(record, value)
    if not _is_bounded(value):
        yield "unlimited", "“不限”（unlimited）只能与其他限额一起取低，不能成为最后的结果"


def _faults(parameter: Parameter, shape: Shape, *, factor: bool) -> Iterator[Found]:
    """`factor`: the value multiplies another, so it is a plain number whatever the unit."""
    if not isinstance(shape, (Plain, AnyOf, Choice, Cases, Bands, Named)):
        yield from _number_faults(parameter)
    for test in (test for piece in conditional(shape) for test in tests_of(piece.when)):
        yield from _condition_faults(parameter, test)
    yield from _own_faults(parameter, shape, factor=factor)
    if not isinstance(shape, (LeastOf, Choice, Cases, Bands, Named)) and any(
        not _is_bounded(inner) for inner in inside(shape)
    ):
        yield "unlimited", "“不限”（unlimited）不能参与加、减、乘、系数和上浮"
    for at, inner in enumerate(inside(shape)):
        multiplies = isinstance(shape, ProductOf) or (isinstance(shape, CoefficientOf) and at)
        yield from _faults(parameter, inner, factor=factor or bool(multiplies))


def _own_faults(parameter: Parameter, shape: Shape, *, factor: bool) -> Iterator[Found]:
    match shape:
        case Plain():
            yield from _plain_faults(parameter, shape.plain, factor=factor)
        case Choice():
            yield from _choice_faults(parameter, shape)
        case AnyOf():
            yield from _code_faults(parameter, shape.any_of)
        case FactItself():
            yield from _fact_faults(parameter, shape.fact)
        case MultipleOf():
            yield from _fact_faults(parameter, shape.multiple_of)
        case ShareOf():
            yield from _fact_faults(parameter, shape.share_of)
        case PerYearOf():
            yield from _fact_faults(parameter, shape.per_year_of)
        case Bands():
            yield from _fact_faults(parameter, shape.bands_of)
        case _:
            pass


def _plain_faults(
    parameter: Parameter, plain: Decimal | str | date, *, factor: bool
) -> Iterator[Found]:
    kind = "number" if factor else parameter.measure.kind
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


def _code_faults(parameter: Parameter, codes: Iterable[str]) -> Iterator[Found]:
    for code in codes:
        if code not in parameter.choices:
            yield "choice_unknown", f"choices 中没有“{code}”"


def _number_faults(parameter: Parameter) -> Iterator[Found]:
    if parameter.measure.kind not in {"money", "number"}:
        yield "kind", f"单位“{parameter.measure.zh}”的参数不能用数的计算"


def _fact_faults(parameter: Parameter, fact: str) -> Iterator[Found]:
    if fact not in parameter.facts:
        yield "fact_unknown", f"facts 中没有登记“{fact}”"


def _condition_faults(parameter: Parameter, test: FactTest) -> Iterator[Found]:
    if test.within is not None:
        yield from _fact_faults(parameter, test.fact)
    elif test.flag is not None:
        if test.fact not in parameter.flags:
            yield "fact_unknown", f"flags 中没有登记“{test.fact}”"
    elif test.fact not in parameter.dimensions:
        yield "fact_unknown", f"dimensions 中没有登记“{test.fact}”"
    else:
        for code in test.one_of:
            if code not in parameter.dimensions[test.fact]:
                yield "member_unknown", f"维度“{test.fact}”没有 {code}"


def _window_faults(record: Record, value: Shape) -> Iterator[Found]:
    """A window that lies outside its record would never open, or open unsaid."""
    for piece in conditional(value):
        early = piece.from_on is not None and piece.from_on < record.from_on
        late = (
            record.until_on is not None
            and piece.until_on is not None
            and piece.until_on > record.until_on
        )
        if early or late:
            yield "window", "窗口（from、until）超出了这条记录的起止"
    for inner in inside(value):
        yield from _window_faults(record, inner)


def _is_bounded(shape: Shape) -> bool:
    if isinstance(shape, Unlimited):
        return False
    pieces = [_is_bounded(inner) for inner in inside(shape)]
    return any(pieces) if isinstance(shape, LeastOf) else all(pieces)
