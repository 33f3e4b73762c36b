"""就地展开 · a command's JSON schema, fit for the description of an interface.

A command's schema names its parts under `$defs`; inside a description of an interface such a
name would lead nowhere, so each part is written where it is used.  Commands do not contain
themselves.  Amounts and percentages are described as the texts that programs should send.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OURS = ("words", "code_list", "kind")
"""Keys that our own forms read; a description for programs does without them."""


def inlined(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with every `$ref` replaced by what it refers to."""
    parts: Mapping[str, Any] = schema.get("$defs", {})
    whole = {key: value for key, value in schema.items() if key != "$defs"}
    return _written(whole, parts)


def _written(value: Any, parts: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_written(one, parts) for one in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        part = parts[value["$ref"].rpartition("/")[2]]
        beside = {key: one for key, one in value.items() if key != "$ref"}
        return _written({**part, **beside}, parts)
    written: dict[str, Any] = {}
    for key, one in _as_text(value).items():
        if key == "properties":  # keys are names of fields here, which may be called `kind`
            written[key] = {name: _written(field, parts) for name, field in one.items()}
        elif key not in OURS:
            written[key] = _written(one, parts)
    return written


def _as_text(value: dict[str, Any]) -> dict[str, Any]:
    """Of "a number or a text", which is how pydantic describes a decimal, only the text."""
    ways: list[Any] = value.get("anyOf", [])
    others = [one for one in ways if one.get("type") != "number"]
    if len(others) == len(ways):
        return value
    beside = {key: one for key, one in value.items() if key != "anyOf"}
    return {**beside, **others[0]} if len(others) == 1 else {**beside, "anyOf": others}
