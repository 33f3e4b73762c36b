"""报文的域 · the fields of a message with their Chinese names and the words of their codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from provident.channels.workbench.log.masking import mask_field
from provident.settlement.wire.catalogue import FieldSpec, Form, MessageSpec, catalogue


@dataclass(frozen=True, slots=True)
class FieldShown:
    """一个域 · its name on the wire, its Chinese name, its value and what that means."""

    name: str
    zh: str
    value: str
    means: str
    hidden: bool


def kinds() -> dict[str, str]:
    """The name of every transaction in Chinese."""
    return {code: _(spec.zh) for code, spec in catalogue().messages.items()}


def request_shown(message: Mapping[str, Any], code: str, *, whole: bool) -> list[FieldShown]:
    """The head and body of a request of ours."""
    spec = catalogue().messages.get(code)
    head = catalogue().heads[Form.CENTRE_REQUEST]
    return _both(message, head, spec.request if spec else (), whole=whole)


def answer_shown(message: Mapping[str, Any], code: str, *, whole: bool) -> list[FieldShown]:
    """The head and body of the platform's answer."""
    spec: MessageSpec | None = catalogue().messages.get(code)
    head = catalogue().heads[Form.PLATFORM_ANSWER]
    return _both(message, head, spec.answer if spec else (), whole=whole)


def head_shown(head: Mapping[str, str], *, whole: bool) -> list[FieldShown]:
    """The head of a notice."""
    return list(_fields(head, catalogue().heads[Form.PLATFORM_REQUEST], whole=whole))


def row_shown(row: Mapping[str, str], *, whole: bool) -> list[FieldShown]:
    """One row of a notice's detail file."""
    columns = catalogue().files["account_change"].columns
    return [one for one in _fields(row, columns, whole=whole) if one.value]


def _both(
    message: Mapping[str, Any],
    head: Sequence[FieldSpec],
    body: Sequence[FieldSpec],
    *,
    whole: bool,
) -> list[FieldShown]:
    return [
        *_fields(message.get("head", {}), head, whole=whole),
        *_fields(message.get("body", {}), body, whole=whole),
    ]


def _fields(
    fields: Mapping[str, Any], specs: Sequence[FieldSpec], *, whole: bool
) -> Iterator[FieldShown]:
    """In the catalogue's order; what it does not know comes last under its own name."""
    known = {spec.name: spec for spec in specs}
    for name in [*(name for name in known if name in fields), *(fields.keys() - known.keys())]:
        value = fields[name]
        if not isinstance(value, str):
            continue
        spec = known.get(name)
        seen = value if whole or spec is None else mask_field(spec, value)
        means = spec.codes.get(value, "") if spec and spec.codes else ""
        yield FieldShown(
            name, _(spec.zh) if spec else "", seen, _(means) if means else "", seen != value
        )
