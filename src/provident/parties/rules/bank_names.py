"""开户银行 · which bank a written name of a branch belongs to.

A roster gives the bank in words (中国建设银行喀什分行); the standard wants its code besides.
"""

from __future__ import annotations

from functools import lru_cache

from provident.standards import code_list

_OFTEN_WRITTEN = {
    "工商银行": "102",
    "农业银行": "103",
    "建设银行": "105",
    "中信银行": "302",
    "光大银行": "303",
    "民生银行": "305",
    "广东发展银行": "306",
    "浦发银行": "310",
    "浦东发展银行": "310",
    "邮政储蓄银行": "403",
    "邮储银行": "403",
}
"""Names in use without the 中国 of the official one, and former names."""


@lru_cache(maxsize=4_096)
def bank_code_of(name: str) -> str:
    """银行代码: the code of the bank whose name `name` begins with; "" when none is known.

    Local banks (城市商业银行, 农村信用合作社 …) share a code for their class and carry names of
    their own, so that an unknown name says nothing about the class and is left open.
    """
    known = {label: code for code, label in code_list("bank").codes.items()} | _OFTEN_WRITTEN
    found = [label for label in known if name.startswith(label)]
    return known[max(found, key=len)] if found else ""
