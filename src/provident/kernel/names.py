"""姓名与名称 · names of people and organisations, kept exactly as on the document.

A name is compared as it stands on the identity document, so real characters are never
changed, however rare: no Unicode normalisation that would fold one ideograph into another.
Only what has no meaning of its own is put right: the form of the middle dot in Uyghur and
other names (阿依古丽·买买提), full-width Latin letters, blanks at the ends.
"""

from __future__ import annotations

import re
import unicodedata

from provident.kernel.identifiers import Checked
from provident.kernel.refusal import Reason

MIDDLE_DOT = "·"
DOTS = "\u2022\u2027\u2024\u2219\u22c5\u30fb\uff65\uff0e\u16eb\u0387"
"""• ‧ ․ ∙ ⋅ ・ ･ ． ᛫ · — typed or printed in place of the middle dot U+00B7."""

PERSON_LENGTH, ORGANISATION_LENGTH = 120, 255
"""Characters of XingMing and DWMC in JGJ/T 320-2014."""

_IDEOGRAPH = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
# Every check below passes such a name unchanged (a test holds it to that).  Most names are
# such names, and asking costs ten times as much as seeing.
_PLAIN_CHINESE = re.compile("(?=.{2,60}$)[\u4e00-\u9fa5]+(?:·[\u4e00-\u9fa5]+)*")
_ASCII_DOT_IN_CHINESE = re.compile(f"(?<={_IDEOGRAPH})\\.(?={_IDEOGRAPH})")
_BLANK_BESIDE_IDEOGRAPH = re.compile(f"(?<={_IDEOGRAPH})\\s|\\s(?={_IDEOGRAPH})")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TO_MIDDLE_DOT = dict.fromkeys(map(ord, DOTS), MIDDLE_DOT)
_INVISIBLE = {
    "Cc": "控制字符",
    "Cf": "不可见字符",
    "Co": "自造字",
    "Cs": "残缺字符",
    "Cn": "未定义字符",
}


def normal_name(text: str) -> str:
    """The name with one form of dot, half-width Latin letters and no blanks at the ends."""
    dotted = text.translate(_TO_MIDDLE_DOT).translate(_FULL_WIDTH).replace("\u3000", " ")
    return _ASCII_DOT_IN_CHINESE.sub(MIDDLE_DOT, dotted).strip()


def comparable_name(text: str) -> str:
    """A key for comparing names from different sources: no blanks, dots or case.

    For matching only; what is stored and printed is the name itself.
    """
    return re.sub(r"[\s·.]", "", normal_name(text)).casefold()


def check_person_name(text: str) -> Checked[str]:
    """姓名检查 · the name of a person, normalised; up to 120 characters.

    Refuses blanks inside Chinese names, control and private-use characters, digits and
    signs.  Latin names may have single blanks, apostrophes, hyphens and full stops.
    """
    if _PLAIN_CHINESE.fullmatch(text):
        return Checked(text)
    return _check_any_person_name(text)


def _check_any_person_name(text: str) -> Checked[str]:
    name = normal_name(text)
    reasons = _common_faults(name, "姓名", PERSON_LENGTH)
    if _BLANK_BESIDE_IDEOGRAPH.search(name):
        reasons.append(_reason("blank", "姓名的汉字之间不能有空格，请按证件填写。"))
    if re.search(r"^·|·$|··", name):
        reasons.append(
            _reason("dot", "姓名中的间隔号应在两个字之间，且不能连用，请按证件填写。")
        )
    strange = sorted({char for char in name if not _belongs_in_person_name(char)})
    if strange:
        says = f"姓名中有不应出现的字符“{''.join(strange)}”，请按证件填写。"
        reasons.append(_reason("character", says))
    return Checked(None, tuple(reasons)) if reasons else Checked(name)


def check_organisation_name(text: str) -> Checked[str]:
    """单位名称检查 · the name of an organisation, normalised; up to 255 characters.

    Brackets and digits belong to such names (新疆第一建筑（集团）有限公司, 第10中学); control
    and private-use characters do not.
    """
    name = normal_name(text).replace("(", "（").replace(")", "）")
    reasons = _common_faults(name, "单位名称", ORGANISATION_LENGTH)
    return Checked(None, tuple(reasons)) if reasons else Checked(name)


def _common_faults(name: str, what: str, length: int) -> list[Reason]:
    reasons: list[Reason] = []
    if not name:
        reasons.append(_reason("empty", f"{what}不能为空，请按证件填写。"))
    if len(name) > length:
        reasons.append(
            _reason("length", f"{what}最多 {length} 个字，现为 {len(name)} 个字，请核对。")
        )
    if "  " in name:
        reasons.append(_reason("blanks", f"{what}中不能有连续的空格，请删去多余的空格。"))
    found = sorted({kind for char in name if (kind := _unprintable(char))})
    if found:
        says = f"{what}中含有{'、'.join(found)}，请删除后重新填写，生僻字请用国家标准字符录入。"
        reasons.append(_reason("unprintable", says))
    return reasons


def _unprintable(char: str) -> str | None:
    """The Chinese word for what `char` is when it cannot stand in a name, else None.

    Planes 2 and 3 are ideographs only.  Their newest blocks are younger than the tables of
    this Python and would look undefined, although people bear these names.
    """
    if "\U00020000" <= char <= "\U0003fffd":
        return None
    return _INVISIBLE.get(unicodedata.category(char))


def _belongs_in_person_name(char: str) -> bool:
    if char in "· .'’-" or "\U00020000" <= char <= "\U0003fffd":
        return True
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nl" or category in _INVISIBLE


def _reason(code: str, says: str) -> Reason:
    return Reason(f"name.{code}", says)
