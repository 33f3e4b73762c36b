"""脱敏 · how names and numbers of people are shown to those who need not see them whole.

The full value is shown only for a stated reason, and that is logged.  Lengths are kept,
so that two people can still compare what they hold in their hands.
"""

from __future__ import annotations

import re

STAR = "*"

_COMPOUND = (
    "欧阳太史端木上官司马东方独孤南宫夏侯诸葛尉迟公羊皇甫濮阳公冶宗政申屠公孙慕容仲孙钟离长孙"
    "宇文司徒鲜于司空令狐闻人轩辕百里呼延东郭南门西门赫连澹台公西拓跋夹谷谷梁闾丘淳于单于太叔"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND[i : i + 2] for i in range(0, len(_COMPOUND), 2))
"""Surnames of two characters; the mask of such a name keeps both."""


def mask_name(name: str) -> str:
    """姓名: 张三丰 → 张**, 欧阳修远 → 欧阳**, 阿依古丽·买买提 → 阿***·***.

    What separates the parts of a name stays, since it tells nothing.
    """
    kept = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:kept] + re.sub(r"[^\s·.'’-]", STAR, name[kept:])


def mask_id(number: str) -> str:
    """证件号码: the first three and the last four remain; of a short one, one at each end."""
    if len(number) >= 12:
        return _middle(number, 3, 4)
    return _middle(number, 1, 1)


def mask_mobile(number: str) -> str:
    """手机号码: 13812345678 → 138****5678."""
    return _middle(number, 3, 4) if len(number) == 11 else _middle(number, 1, 1)


def mask_card(number: str) -> str:
    """银行卡号、银行户: only the last four digits remain."""
    return _middle(number, 0, 4) if len(number) > 4 else STAR * len(number)


def mask_organisation(name: str) -> str:
    """单位名称: the first and the last two characters remain, for a person who only needs to
    recognise his own former employer."""
    return _middle(name, 2, 2) if len(name) > 4 else _middle(name, 1, 0)


def _middle(text: str, head: int, tail: int) -> str:
    """`text` with stars between the first `head` and the last `tail` characters."""
    hidden = len(text) - head - tail
    if hidden <= 0:
        return STAR * len(text)
    return text[:head] + STAR * hidden + (text[-tail:] if tail else "")
