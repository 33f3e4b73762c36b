"""报文目录 · `standards/bank_messages.yaml` as typed objects, loaded once.

The catalogue says which fields a message has, how long they are, what they are called in
Chinese and which values they take.  Checking a message against it collects every fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml

from provident.settlement.wire.errors import UnknownTransaction

CATALOGUE_FILE = Path(__file__).resolve().parents[4] / "standards" / "bank_messages.yaml"

Value: TypeAlias = "str | list[Fields]"
Fields: TypeAlias = dict[str, Value]

_MONEY = re.compile(r"[+-]?\d{1,16}(\.\d{1,2})?", re.ASCII)


class Form(Enum):
    """Who speaks and whether he asks or answers: this chooses head and body."""

    CENTRE_REQUEST = "centre_request"
    PLATFORM_ANSWER = "platform_answer"
    PLATFORM_REQUEST = "platform_request"
    CENTRE_ANSWER = "centre_answer"

    @property
    def is_request(self) -> bool:
        return self in (Form.CENTRE_REQUEST, Form.PLATFORM_REQUEST)

    @property
    def asked_by(self) -> str:
        """The side that asks in this exchange."""
        return "centre" if self in (Form.CENTRE_REQUEST, Form.PLATFORM_ANSWER) else "platform"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field; `bytes_max` None means that no length is known."""

    name: str
    zh: str
    bytes_max: int | None
    length_uncertain: bool
    kind: Literal["text", "money", "list"]
    required: bool
    cut_when_long: bool
    codes: Mapping[str, str] | None
    also: str | None
    items: tuple[FieldSpec, ...]

    @property
    def label(self) -> str:
        return f"{self.name}（{self.zh}）"


@dataclass(frozen=True, slots=True)
class MessageSpec:
    """One transaction."""

    code: str
    zh: str
    sent_by: frozenset[str]
    secret: bool
    request: tuple[FieldSpec, ...]
    answer: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One kind of detail file: its columns in order and the separator after each."""

    zh: str
    separator: str
    columns: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in `standards/bank_messages.yaml`."""

    heads: Mapping[Form, tuple[FieldSpec, ...]]
    messages: Mapping[str, MessageSpec]
    files: Mapping[str, FileSpec]
    codes: Mapping[str, Mapping[str, str]]

    def message(self, code: str, form: Form) -> MessageSpec:
        """The transaction `code`; raises `UnknownTransaction`, also for a wrong direction."""
        spec = self.messages.get(code)
        if spec is None or form.asked_by not in spec.sent_by:
            raise UnknownTransaction(f"没有这个方向的交易码“{code}”")
        return spec


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once per process."""
    source = yaml.safe_load(CATALOGUE_FILE.read_text(encoding="utf-8"))
    codes: dict[str, dict[str, str]] = source["codes"]
    return Catalogue(
        heads={form: _fields(source["heads"][form.value], codes) for form in Form},
        messages={
            code: MessageSpec(
                code,
                entry["zh"],
                frozenset(entry["sent_by"]),
                entry["secret"],
                _fields(entry.get("request", {}), codes),
                _fields(entry.get("answer", {}), codes),
            )
            for code, entry in source["messages"].items()
        },
        files={
            name: FileSpec(entry["zh"], entry["separator"], _fields(entry["columns"], codes))
            for name, entry in source["files"].items()
        },
        codes=codes,
    )


def _fields(
    source: Mapping[str, Mapping[str, Any]], codes: Mapping[str, Mapping[str, str]]
) -> tuple[FieldSpec, ...]:
    return tuple(
        FieldSpec(
            name=name,
            zh=entry["zh"],
            bytes_max=entry.get("length"),
            length_uncertain=entry.get("length_uncertain", False),
            kind=entry.get("kind", "text"),
            required=entry.get("required", False),
            cut_when_long=entry.get("over_length") == "cut",
            codes=codes[entry["codes"]] if "codes" in entry else None,
            also=entry.get("also"),
            items=_fields(entry.get("items", {}), codes),
        )
        for name, entry in source.items()
    )


def field_faults(
    fields: Mapping[str, Value],
    specs: tuple[FieldSpec, ...],
    *,
    encoding: str,
    sending: bool,
) -> list[str]:
    """Every fault of `fields` in Chinese, none hiding another; empty when all is well.

    What we send must be exactly the catalogue's: no unknown name, every coded value known,
    every length kept.  What arrives is taken with unknown names and new codes, and with
    lengths of which the catalogue itself is not sure.
    """
    faults: list[str] = []
    for spec in specs:
        value = fields.get(spec.name, "")
        if not value:
            if spec.required:
                faults.append(f"缺少必填的 {spec.label}")
        elif isinstance(value, list) != (spec.kind == "list"):
            faults.append(f"{spec.label} 的结构不对：列表与单值混用")
        elif isinstance(value, list):
            for item in value:
                faults += field_faults(item, spec.items, encoding=encoding, sending=sending)
        else:
            faults += _value_faults(value, spec, encoding, sending)
    if sending:
        known = {spec.name for spec in specs}
        faults += [f"报文目录里没有“{name}”" for name in fields if name not in known]
    return faults


def _value_faults(value: str, spec: FieldSpec, encoding: str, sending: bool) -> list[str]:
    faults: list[str] = []
    if spec.kind == "money" and not _MONEY.fullmatch(value):
        faults.append(f"{spec.label} 不是至多两位小数的金额：“{value[:40]}”")
    length = len(value.encode(encoding, "replace"))
    enforced = sending or not spec.length_uncertain
    if enforced and spec.bytes_max is not None and length > spec.bytes_max:
        faults.append(f"{spec.label} 长 {length} 字节，至多 {spec.bytes_max} 字节")
    if sending and spec.codes is not None and value not in spec.codes:
        faults.append(f"{spec.label} 没有“{value}”这个取值")
    return faults
