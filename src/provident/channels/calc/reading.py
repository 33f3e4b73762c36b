"""读入 · from what somebody sent to a question, or every fault of it in words.

Each fault names its field as the form labels it.  Its facts carry the field's place
(`changes.0.on`) as `field`, its label as `label`, what is wrong as `fault` and, for programs
and other languages, as `kind`, so that a page can say it beside the input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from provident.channels.calc.fields import Fault, Question
from provident.kernel.refusal import Reason, Refusal

Asked = TypeVar("Asked", bound=Question)
Place = tuple[str | int, ...]

_SENTENCES = {
    "missing": "请填写",
    "extra_forbidden": "没有这一项，请去掉",
    "literal_error": "不在可选的范围内",
    "too_long": "太多",
    "string_too_long": "太长",
    "string_type": "应为文字",
    "bool_parsing": "应为“是”或“否”",
    "bool_type": "应为“是”或“否”",
    "tuple_type": "应为列表",
    "model_type": "应为一组内容",
    "model_attributes_type": "应为一组内容",
    "json_invalid": "不是 JSON",
}
_CODES = {"missing": "input.missing", "extra_forbidden": "input.unknown"}


def read_question(kind: type[Asked], given: Mapping[str, Any]) -> Asked:
    """The question, or a `Refusal` with every fault; empty texts count as not given."""
    try:
        return kind.model_validate(without_blanks(given))
    except ValidationError as error:
        raise Refusal(reasons_of(kind, error.errors())) from None


def reasons_of(kind: type[BaseModel], found: Sequence[Any]) -> list[Reason]:
    """What pydantic found, in words for the person who typed it."""
    return [_reason(kind, item) for item in found]


def _reason(kind: type[BaseModel], item: Mapping[str, Any]) -> Reason:
    place: Place = tuple(item["loc"])
    # Our own parsers raise with a sentence for the person; pydantic's words are English text.
    cause = item.get("ctx", {}).get("error")
    known = item["type"] if item["type"] in _SENTENCES else "other"
    says = str(cause) if cause else _SENTENCES.get(item["type"], "有误")
    told = cause.facts if isinstance(cause, Fault) else {"kind": known}
    return Reason(
        _CODES.get(item["type"], "input.value"),
        f"{label_of(kind, place)}：{says}。",
        {
            "field": ".".join(str(part) for part in place),
            "label": label_parts(kind, place),
            "fault": says,
            **told,
        },
    )


def without_blanks(given: Any) -> Any:
    """The same without empty texts, so that an empty input means "not given"."""
    if isinstance(given, Mapping):
        kept = {key: without_blanks(value) for key, value in given.items()}
        return {key: value for key, value in kept.items() if value not in ("", None)}
    if isinstance(given, list | tuple):
        return [without_blanks(item) for item in given]
    return given.strip() if isinstance(given, str) else given


def label_of(kind: type[BaseModel], place: Place) -> str:
    """A field as its form calls it: “贷款金额”, or “利率调整第 2 行的日期”."""
    words = [
        f"第 {part} 行的" if isinstance(part, int) else part
        for part in label_parts(kind, place)
    ]
    return f"“{''.join(words)}”" if words else "内容"


def label_parts(kind: type[BaseModel], place: Place) -> list[str | int]:
    """The titles on the way to a field, and between them the numbers of rows, from 1."""
    parts: list[str | int] = []
    model: type[BaseModel] | None = kind
    for part in place:
        if isinstance(part, int):
            parts.append(part + 1)
            continue
        info = model.model_fields.get(part) if model else None
        parts.append((info and info.title) or part)
        model = shape_of(info).rows if info else None
    return parts


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of input a field is: its plain type, or the model of its rows."""

    kind: Any
    rows: type[BaseModel] | None = None
    optional: bool = False


def shape_of(info: FieldInfo) -> Shape:
    """The type of a field without `| None`, and the model of its rows if it is a list."""
    kind, optional = info.annotation, False
    if get_origin(kind) in (Union, UnionType):
        rest = [part for part in get_args(kind) if part is not type(None)]
        kind, optional = rest[0], True
    if get_origin(kind) is tuple:
        row = get_args(kind)[0]
        if isinstance(row, type) and issubclass(row, BaseModel):
            return Shape(kind, row, optional)
    return Shape(kind, None, optional)
