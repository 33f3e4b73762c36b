"""填表 · a valid-looking value for every input of every operation's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provident.kernel.operation import OperationSpec, catalogue

if TYPE_CHECKING:
    from provident.channels.workbench.forms.items import Item

LOOKS_VALID = {
    "text": "示例甲",
    "amount": "１,234.50",
    "percent": "8.5",
    "integer": "3",
    "date": "2026年10月5日",
    "month": "2026.11",
    "flag": "on",
}


def operations() -> list[OperationSpec]:
    """Every operation of the system; tests register some of their own beside them."""
    return [one for one in catalogue() if one.handler.__module__.startswith("provident.")]


def filled(items: tuple[Item, ...], within: str = "") -> dict[str, str]:
    """A valid-looking value for every input."""
    found: dict[str, str] = {}
    for item in items:
        place = within + item.name
        if item.kind in ("group", "rows"):
            found |= filled(item.parts, f"{place}." + ("0." if item.kind == "rows" else ""))
        elif item.kind in ("choice", "branch"):
            found[place] = next(iter(item.choices), "001")
        elif item.kind in ("lines", "several"):
            found[place] = LOOKS_VALID.get(item.each, "teller")
        elif item.kind != "version":
            found[place] = LOOKS_VALID[item.kind]
    return found
