"""代码列 · what people write in a coded column, and the standard's code for it.

A cell may hold the official label, the code itself, or the everyday word where the
standard's label is not what anybody writes (男 for 男性).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from provident.collection.roster import cells
from provident.collection.roster.cells import Refused, refused
from provident.collection.roster.columns import Column
from provident.standards import code_list

_EVERYDAY: dict[str, dict[str, str]] = {
    "sex": {"男": "1", "女": "2"},
    "hiring_kind": {"首次参加工作": "1", "调入": "2"},
    "marital_status": {"未说明": "90"},
    "identity_document": {"居民身份证": "01"},
}
_SHOWN_EVERYDAY = {"sex", "hiring_kind", "marital_status"}


def code(column: Column, cell: Any) -> str | Refused | None:
    """The code that a cell means; None when it is empty and may be."""
    word = cells.text(column, cell)
    if word is None or isinstance(word, Refused):
        return word
    words = _codes_by_word(column.codes or "")
    if word in words:
        return words[word]
    return refused(
        "roster.code_unknown",
        f"“{column.heading}”没有“{word[:20]}”这个选项，请从模板的下拉列表中选择。",
        heading=column.heading,
        found=word[:20],
    )


@cache
def _codes_by_word(list_name: str) -> dict[str, str]:
    """Every accepted word of a code list with its code."""
    codes = code_list(list_name).codes
    words = {label: code for code, label in codes.items()}
    words.update({code: code for code in codes})
    words.update(_EVERYDAY.get(list_name, {}))
    return words


@cache
def labels_of(column: Column) -> tuple[str, ...]:
    """The values to offer in the column's drop-down; empty for a column without codes."""
    if column.codes is None:
        return ()
    everyday = {
        code: word
        for word, code in _EVERYDAY.get(column.codes, {}).items()
        if column.codes in _SHOWN_EVERYDAY
    }
    if column.codes == "sex":
        return tuple(everyday.values())
    codes = code_list(column.codes).codes
    return tuple(everyday.get(code, label) for code, label in codes.items())
