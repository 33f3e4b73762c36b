"""证件与号码 · identity numbers, credit codes, bank cards and mobile numbers.

Every check normalises first (full width to half width, blanks, lower case), then returns a
`Checked`: the typed value when it is good, *all* the reasons when it is not, and warnings
for what looks odd but happens in good numbers.  Nothing is looked up outside.

Sources: GB 11643-1999 and GB 11643-1989 (resident number), GB 32100-2015 (unified social
credit code), GB 11714-1997 (organisation code), ISO/IEC 7812-1 (cards), JGJ/T 320-2014
annex A.1 (kinds of documents).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Any, Generic, TypeVar

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from provident.kernel.refusal import Defect, Reason, Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """检查结果 · the value, or every reason why there is none; warnings do not prevent it."""

    value: T | None
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    def require(self) -> T:
        """The value.  Raises `Refusal` with all reasons when there is none."""
        if self.reasons:
            raise Refusal(self.reasons)
        if self.value is None:
            raise Defect("a check without a value and without a reason")
        return self.value


def half_width(text: str) -> str:
    """Full-width letters and digits as half-width, without any blank or hyphen."""
    if text.isascii() and text.isalnum():
        return text
    return _BLANK_OR_HYPHEN.sub("", unicodedata.normalize("NFKC", text))


_BLANK_OR_HYPHEN = re.compile(r"[\s\u200b\ufeff\-\u2010-\u2015\u2212]")


# Resident identity numbers -------------------------------------------------------------------

RESIDENT_LENGTH = 18
EARLIEST_BIRTH = date(1850, 1, 1)
PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""First two digits of GB/T 2260; 81–83 also begin the residence permits for people from
Hong Kong, Macao and Taiwan."""

_RESIDENT, _OLD_RESIDENT = re.compile(r"[0-9]{17}[0-9X]"), re.compile(r"[0-9]{15}")

CENTENARIAN_ORDERS = frozenset({"996", "997", "998", "999"})
"""GB 11643-1989 gave these orders to people over a hundred, whose century is not 19."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """公民身份号码 · the 18 characters with what they say.

    `sex` in the codes of GB/T 2261.1: "1" male, "2" female; `area` six digits of GB/T 2260.
    """

    number: str
    birth: date
    sex: str
    area: str


def check_resident_id(text: str, *, today: date) -> Checked[ResidentId]:
    """公民身份号码检查 · 18 characters, or 15 digits which become 18.

    The province must exist; a county that does not, or did not exist in the year of birth,
    is only a warning, because codes are abolished and reissued.
    """
    number = half_width(text).upper()
    warnings: list[Reason] = []
    if _OLD_RESIDENT.fullmatch(number):
        if number[12:] in CENTENARIAN_ORDERS:
            return _refused("resident_id.centenarian", _CENTENARIAN)
        number = _eighteen(number)
        warnings.append(_reason("resident_id.old", f"15 位旧号码已换算为 {number}，请核对。"))
    if not _RESIDENT.fullmatch(number):
        return _refused("resident_id.form", _resident_form(number))
    birth = _birth(number)
    reasons = [
        _reason(code, says)
        for wrong, code, says in (
            (not PROVINCES.match(number), "resident_id.area", _AREA),
            (birth is None, "resident_id.birth", _BIRTH),
            (birth is not None and not EARLIEST_BIRTH <= birth <= today, *_BIRTH_RANGE),
            (number[-1] != _resident_check(number), "resident_id.check_digit", _CHECK),
        )
        if wrong
    ]
    if birth is None or reasons:
        return Checked(None, tuple(reasons))
    if not _place_known(number[:6], number[6:10]):
        warnings.append(
            _reason("resident_id.place", "身份证号前 6 位的行政区划未查到，请核对。")
        )
    sex = "1" if int(number[16]) % 2 else "2"
    return Checked(ResidentId(number, birth, sex, number[:6]), warnings=tuple(warnings))


_AREA = "身份证号的前两位不是省级行政区划代码，请对照证件核对。"
_BIRTH = "身份证号中的出生日期不存在，请对照证件核对第 7 至 14 位。"
_BIRTH_RANGE = ("resident_id.birth_range", "身份证号中的出生日期不合理，请对照证件核对。")
_CHECK = "身份证号的校验位不符，可能有一位写错，请对照证件核对。"
_CENTENARIAN = "这是百岁老人的 15 位旧号码，出生世纪无法判断，请按现行 18 位号码填写。"


def _resident_form(number: str) -> str:
    if len(number) != RESIDENT_LENGTH:
        return f"身份证号应为 18 位，现为 {len(number)} 位，请对照证件补正。"
    return "身份证号应为 17 位数字加 1 位校验码（数字或 X），请对照证件核对。"


def _eighteen(old: str) -> str:
    body = f"{old[:6]}19{old[6:]}"
    return body + _resident_check(body)


_RESIDENT_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))


def _resident_check(number: str) -> str:
    """The check character of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(map(mul, _RESIDENT_WEIGHTS, map(int, number[:17])))
    return "10X98765432"[total % 11]


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def _place_known(area: str, year: str) -> bool:
    """Whether a county had the code `area` in `year`; remembered, as a roster repeats them."""
    try:
        ric.get_birth_place(f"{area}{year}0101")
    except (ValidationError, KeyError):
        # KeyError: the list knows the prefecture but no county with these six digits.
        return False
    return True


# Identity documents of every kind ------------------------------------------------------------

RESIDENT_CARD, OFFICER_CARD, PASSPORT, PERMANENT_RESIDENCE, OTHER_DOCUMENT = (
    "01",
    "02",
    "03",
    "04",
    "99",
)
"""Kinds of JGJ/T 320-2014 A.1."""

_FORMS = {
    OFFICER_CARD: (r"[0-9A-Z\u4e00-\u9fff]{6,18}", "军官证号码应为 6 至 18 位字、字母或数字"),
    PASSPORT: (r"(?=.*[0-9])[0-9A-Z]{5,18}", "护照号码应为 5 至 18 位字母和数字"),
    PERMANENT_RESIDENCE: (
        r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]",
        "外国人永久居留证号码应为 3 位字母加 12 位数字，或以 9 开头的 18 位号码",
    ),
    OTHER_DOCUMENT: (r"[0-9A-Z\u4e00-\u9fff()]{5,18}", "证件号码应为 5 至 18 位字、字母或数字"),
}
"""What a number of that kind can look like; the standard's item holds 18 characters."""


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """身份证件 · kind and number, with birth and sex where the number itself says them."""

    kind: str
    number: str
    birth: date | None = None
    sex: str | None = None


def check_document(kind: str, text: str, *, today: date) -> Checked[IdentityDocument]:
    """证件号码检查 · the number of a document of `kind` (JGJ/T 320-2014 A.1)."""
    if kind == RESIDENT_CARD:
        found = check_resident_id(text, today=today)
        if found.value is None:
            return Checked(None, found.reasons, found.warnings)
        person = found.value
        document = IdentityDocument(kind, person.number, person.birth, person.sex)
        return Checked(document, warnings=found.warnings)
    if kind not in _FORMS:
        return _refused("document.kind", f"没有证件类型代码“{kind}”，请从证件类型中选择。")
    number = half_width(text).upper()
    form, says = _FORMS[kind]
    if not re.fullmatch(form, number):
        return _refused("document.form", f"{says}，请对照证件核对。")
    if kind == PERMANENT_RESIDENCE and len(number) == RESIDENT_LENGTH:
        return _check_new_residence(number, today)
    return Checked(IdentityDocument(kind, number))


def _check_new_residence(number: str, today: date) -> Checked[IdentityDocument]:
    """The card of 2023: built and checked like a resident number, beginning with 9."""
    birth = _birth(number)
    reasons: list[Reason] = []
    if birth is None or not EARLIEST_BIRTH <= birth <= today:
        reasons.append(
            _reason("document.birth", "证件号码中的出生日期不合理，请对照证件核对。")
        )
    if number[-1] != _resident_check(number):
        reasons.append(
            _reason("document.check_digit", "证件号码的校验位不符，请对照证件核对。")
        )
    if reasons:
        return Checked(None, tuple(reasons))
    sex = "1" if int(number[16]) % 2 else "2"
    return Checked(IdentityDocument(PERMANENT_RESIDENCE, number, birth, sex))


# Organisations -------------------------------------------------------------------------------

CREDIT_CODE_LENGTH = 18
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """统一社会信用代码 · the 18 characters and their parts.

    `registrar` and `kind` are the first two characters (91 企业, 12 事业单位 …); `area` six
    digits; `organisation` the nine characters of GB 11714.
    """

    code: str
    registrar: str
    kind: str
    area: str
    organisation: str


def check_credit_code(text: str) -> Checked[CreditCode]:
    """统一社会信用代码检查 · both check characters.

    The outer one must be right.  The inner one, of the organisation code, is a warning: a
    few codes that were assigned early carry a wrong one and are valid all the same.
    """
    code = half_width(text).upper()
    if len(code) != CREDIT_CODE_LENGTH:
        says = f"统一社会信用代码应为 18 位，现为 {len(code)} 位，请对照证照补正。"
        return _refused("credit_code.length", says)
    if not re.fullmatch(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}", code):
        says = "统一社会信用代码只含数字和大写字母（不含 I、O、S、V、Z），第 3 至 8 位为数字。"
        return _refused("credit_code.form", says)
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        says = "统一社会信用代码的校验位不符，可能有一位写错，请对照证照核对。"
        return _refused("credit_code.check_digit", says)
    warnings: tuple[Reason, ...] = ()
    if code[16] != organisation_check(code[8:16]):
        warnings = (
            _reason("credit_code.organisation", "其中的组织机构代码校验位不符，请核对。"),
        )
    value = CreditCode(code, code[0], code[1], code[2:8], code[8:17])
    return Checked(value, warnings=warnings)


def check_organisation_code(text: str) -> Checked[str]:
    """组织机构代码检查 · the nine characters that older employers still carry (GB 11714)."""
    code = half_width(text).upper()
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        says = "组织机构代码应为 8 位数字或字母加 1 位校验码，请对照证照核对。"
        return _refused("organisation_code.form", says)
    if code[-1] != organisation_check(code[:8]):
        says = "组织机构代码的校验位不符，请对照证照核对。"
        return _refused("organisation_code.check_digit", says)
    return Checked(code)


def organisation_check(body: str) -> str:
    """The check character of eight characters of an organisation code (GB 11714-1997)."""
    pairs = zip(body, ORGANISATION_WEIGHTS, strict=True)
    rest = 11 - sum(int(char, 36) * weight for char, weight in pairs) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


# Cards and telephones ------------------------------------------------------------------------


def check_bank_card(text: str) -> Checked[str]:
    """银行卡号检查 · 16 to 19 digits with a Luhn digit (ISO/IEC 7812-1).

    For cards of people only: a company's bank account number need not have the digit.
    """
    number = half_width(text)
    if not _CARD.fullmatch(number):
        says = f"银行卡号应为 16 至 19 位数字，现为“{number}”，请对照银行卡核对。"
        return _refused("bank_card.form", says)
    if not _luhn_valid(number):
        says = "银行卡号的校验位不符，可能有一位写错，请对照银行卡核对。"
        return _refused("bank_card.check_digit", says)
    return Checked(number)


_CARD = re.compile(r"[0-9]{16,19}")
_DOUBLED = str.maketrans("0123456789", "0246813579")
"""Each digit as the sum of the digits of its double."""


def _luhn_valid(number: str) -> bool:
    """ISO/IEC 7812-1 annex B, over strings: a roster has a hundred thousand cards."""
    digits = number[-1::-2] + number[-2::-2].translate(_DOUBLED)
    return sum(map(int, digits)) % 10 == 0


_CHINA_PREFIX = re.compile(r"^(?:\+|00)86")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def check_mobile(text: str) -> Checked[str]:
    """手机号码检查 · eleven digits beginning with 13 to 19; a leading +86 is dropped."""
    number = _CHINA_PREFIX.sub("", half_width(text))
    if not _MOBILE.fullmatch(number):
        says = f"手机号码应为 1 开头的 11 位数字，现为“{number}”，请核对。"
        return _refused("mobile.form", says)
    return Checked(number)


def _reason(code: str, says: str) -> Reason:
    return Reason(f"identifier.{code}", says)


def _refused(code: str, says: str) -> Checked[Any]:
    return Checked(None, (_reason(code, says),))
