"""回避 · who counts as family, and how identity numbers are compared for it."""

from __future__ import annotations

from provident.kernel.identifiers import half_width

RELATIONS = {
    "spouse": "配偶",
    "parent": "父母",
    "child": "子女",
    "sibling": "兄弟姐妹",
    "other": "其他近亲属",
}


def comparable_id(number: str) -> str:
    """An identity number in the one form that is stored and compared."""
    return half_width(number).upper()
