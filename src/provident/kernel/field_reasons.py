"""请求填写检查 · what is wrong with the fields of a command, told in the words of the form.

pydantic names a fault by the attribute, in English.  Here each fault becomes one reason that
a person can act on: the Chinese titles of the fields (`Field(title=…)`) joined by "·", the
items of a list counted as 第 n 项, and a sentence with the limit that was passed.

A field with a closed set of values carries the words for them:
`Field(title="款项性质", json_schema_extra={"words": {"interest": "利息", "fee": "手续费"}})`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from provident.kernel.quoting import ECHO_MAX, quoted
from provident.kernel.refusal import Reason

ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
"""No control characters: no line break, and nothing that a text column cannot hold."""

REQUIRED = "必须填写"
NOT_ONE_LINE = "只能写成一行，不能含有换行或看不见的字符"
TOO_LONG = "写得太长，请核对后重新填写"
UNEXPLAINED = "填写不符合要求，请核对后重新填写"

SENTENCES: Mapping[str, str] = {
    "missing": REQUIRED,
    "extra_forbidden": "没有这一项，请删去或核对名称",
    "greater_than": "必须大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "必须小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "string_type": "应为文字",
    "string_unicode": "含有无法识别的字符，请重新录入",
    "string_too_short": "至少要写 {min_length} 个字",
    "string_too_long": "最多写 {max_length} 个字，请缩短",
    "string_pattern_mismatch": "格式不对，请核对后重新填写",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数，不能带小数",
    "int_parsing_size": "数字太大，请核对",
    "finite_number": "不是数字",
    "bool_type": "只能填是或否",
    "bool_parsing": "只能填是或否",
    "date_type": "不是日期，应写作 2026-11-02",
    "date_parsing": "没有这一天或写法不对，日期应写作 2026-11-02",
    "date_from_datetime_parsing": "没有这一天或写法不对，日期应写作 2026-11-02",
    "date_from_datetime_inexact": "只填日期，不填时刻，应写作 2026-11-02",
    "date_past": "应为今天以前的日期",
    "date_future": "应为今天以后的日期",
    "decimal_type": "不是数字",
    "decimal_parsing": "不是数字",
    "decimal_max_digits": "最多 {max_digits} 位数字",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "decimal_whole_digits": "整数部分最多 {whole_digits} 位",
    "uuid_type": "不是标识，请照系统给出的标识填写",
    "uuid_parsing": "不是标识，请照系统给出的标识填写",
    "uuid_version": "不是标识，请照系统给出的标识填写",
    "tuple_type": "应逐项列出，只有一项时也一样",
    "list_type": "应逐项列出，只有一项时也一样",
    "too_short": "至少要列 {min_length} 项",
    "too_long": "最多列 {max_length} 项，请分次办理",
    "model_type": "应分项填写",
    "model_attributes_type": "应分项填写",
    "dict_type": "应分项填写",
}
"""pydantic's kinds of error → what to tell, with the limits of the error's context."""

BOUNDS: Mapping[str, str] = {
    "greater_than_equal": "不能早于 {ge}",
    "less_than_equal": "不能晚于 {le}",
}
"""The limits of a day; pydantic hands them over as text, those of numbers as numbers."""

COLUMN_MAX = 2**31 - 1
"""A limit as large as this is the database's, not the business', and is not told."""

MISPLACED: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool,), "不能填是或否"),
    ((float,), "带小数的数须作为文字填写，以免丢失精度"),
    ((list, tuple, dict), "只能填一个值，不能填一组"),
)
"""Where one of our own types (amount, percentage, month) was given something else than
text or a whole number; its own sentence would repeat the value in a program's spelling."""

_DIGITS = re.compile(r"\^\[0-9\]\{(\d+)\}\$")


def field_reasons(command: type[BaseModel], faults: Sequence[Any]) -> list[Reason]:
    """One reason for each of pydantic's faults, in the order of the command's fields.

    A list that is "too short" only because its items are faulty is no fault of its own.
    """
    places = [fault["loc"] for fault in faults]
    around = {place[:end] for place in places for end in range(len(place))}
    return [_reason(command, fault) for fault in faults if fault["loc"] not in around]


def words_of(field: FieldInfo) -> dict[str, str]:
    """选项 · the values of a closed set with the word for each, {} where it is not one."""
    extra = field.json_schema_extra
    words = extra.get("words") if isinstance(extra, dict) else None
    return cast(dict[str, str], words or {})


def nested(annotation: Any) -> type[BaseModel] | None:
    """The command inside a field's type, as in `Payer`, `Payer | None`, `tuple[Payer, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inside: Iterator[Any] = map(nested, get_args(annotation))
    return next((found for found in inside if found), None)


def _reason(command: type[BaseModel], fault: Any) -> Reason:
    name, field = _named(command, fault["loc"])
    words = words_of(field) if field else {}
    facts: dict[str, Any] = {"field": ".".join(map(str, fault["loc"])), "kind": fault["type"]}
    if fault["type"] == "literal_error":
        facts["allowed"] = list(words)
    return Reason("command.field", f"{name}：{_sentence(fault, words)}。", facts)


def _named(command: type[BaseModel], place: Sequence[Any]) -> tuple[str, FieldInfo | None]:
    """付款户第 1 项·付款账号: the titles on the way to a place, and the field there."""
    names: list[str] = []
    field: FieldInfo | None = None
    within: type[BaseModel] | None = command
    for part in place:
        if isinstance(part, int):
            names[-1] += f"第 {part + 1} 项"
            continue
        field = within.model_fields.get(part) if within else None
        names.append((field.title if field else None) or quoted(part))
        within = nested(field.annotation) if field else None
    return "·".join(names) or "请求", field


def _sentence(fault: Any, words: Mapping[str, str]) -> str:
    kind, given, limits = fault["type"], fault["input"], fault.get("ctx", {})
    if kind != "extra_forbidden" and (given is None or _blank(kind, given)):
        return REQUIRED
    if kind == "value_error":
        return _told_by_parser(given, limits["error"])
    if kind == "string_pattern_mismatch":
        return _form(limits["pattern"])
    if kind in BOUNDS:
        return _bound(kind, limits)
    if kind == "literal_error" and words:
        return f"只能填{_either(list(words.values()))}"
    return SENTENCES.get(kind, UNEXPLAINED).format(**limits)


def _bound(kind: str, limits: Mapping[str, Any]) -> str:
    (limit,) = limits.values()
    if isinstance(limit, str):
        return BOUNDS[kind].format(**limits)
    too_large = kind == "less_than_equal" and limit >= COLUMN_MAX
    return SENTENCES["int_parsing_size" if too_large else kind].format(**limits)


def _blank(kind: str, given: Any) -> bool:
    return kind == "string_too_short" and not given.strip()


def _told_by_parser(given: Any, error: Exception) -> str:
    """Our own parsers raise with a sentence for the person, which repeats what was given."""
    if isinstance(given, str):
        if not given.isprintable():
            return NOT_ONE_LINE
        return str(error) if len(given) <= ECHO_MAX else TOO_LONG
    said = (sentence for kinds, sentence in MISPLACED if isinstance(given, kinds))
    return next(said, str(error))


def _form(pattern: str) -> str:
    if pattern == ONE_LINE:
        return NOT_ONE_LINE
    digits = _DIGITS.fullmatch(pattern)
    return f"应为 {digits[1]} 位数字" if digits else SENTENCES["string_pattern_mismatch"]


def _either(words: Sequence[str]) -> str:
    """“甲”、“乙”或“丙”."""
    *others, last = (f"“{word}”" for word in words)
    return f"{'、'.join(others)}或{last}" if others else last
