"""编号 · the numbers the system gives out: holders, employers, references, vouchers.

All are texts of at most 20 characters, the length of JGJ/T 320-2014 for 业务流水号,
单位账号, 个人账号 and 记账凭证号.  Leading zeros count.

A number that a person copies carries check digits.  Two kinds are in use:

- *Luhn* (ISO/IEC 7812-1), one digit, for numbers typed into a form that is looked up at
  once.  It finds every wrong digit and every swap of neighbours except 09 ↔ 90.
- *MOD 97-10* (ISO/IEC 7064), two digits, for the reference that a payer writes somewhere in
  the remark of a transfer.  There it must be told from arbitrary text: a chance match
  passes once in 97 times instead of once in 10 or 11, and it finds every wrong digit, every
  swap of neighbours and every swap across one digit.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from provident.kernel.dates import Month
from provident.kernel.refusal import Defect

ReferenceKind = Literal["H", "B"]
"""H 汇缴: the order of one employer.  B 合并: a bundle of orders paid in one sum."""

_SEPARATOR = "[\\s\\-\u2010-\u2015\u2212]*"
_REFERENCE = re.compile(f"([HB])((?:{_SEPARATOR}[0-9]){{10}})")


def member_no(branch: str, serial: int) -> str:
    """个人账号 · 3 digits of the branch, 8 of the serial, 1 Luhn digit; kept for life."""
    body = _branch(branch) + _serial(serial, 8)
    return body + luhn.calc_check_digit(body)


def employer_no(branch: str, serial: int) -> str:
    """单位账号 · 3 digits of the branch, 6 of the serial, 1 Luhn digit."""
    body = _branch(branch) + _serial(serial, 6)
    return body + luhn.calc_check_digit(body)


def is_member_no(text: str) -> bool:
    """Whether `text` is written as a 个人账号 and its check digit is right."""
    return bool(re.fullmatch(r"[0-9]{12}", text)) and luhn.is_valid(text)


def is_employer_no(text: str) -> bool:
    """Whether `text` is written as a 单位账号 and its check digit is right."""
    return bool(re.fullmatch(r"[0-9]{10}", text)) and luhn.is_valid(text)


def remittance_reference(serial: int, kind: ReferenceKind = "H") -> str:
    """附言号 · what the payer writes in the remark: a letter, 8 digits, 2 check digits.

    The letter counts in the check (as 17 or 11, ISO/IEC 7064), so an H read as B fails.
    """
    body = kind + _serial(serial, 8)
    return body + mod_97_10.calc_check_digits(body)


def find_references(text: str) -> list[str]:
    """附言号识别 · every valid reference inside `text`, in order, each once.

    The text is what banks pass on: cut, padded, in full-width digits, with blanks or hyphens
    between them.  What fails its check digits is left out without a word, since almost any
    remark contains letters and digits.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    found: dict[str, None] = {}
    for match in _REFERENCE.finditer(folded):
        candidate = match[1] + re.sub(r"[^0-9]", "", match[2])
        if _reference_valid(candidate):
            found[candidate] = None
    return list(found)


def _reference_valid(candidate: str) -> bool:
    # Compared with the computed digits, not by the remainder alone: 00, 01 and 99 leave the
    # remainders of 97, 98 and 02 and would be second spellings of the same reference.
    return candidate[-2:] == mod_97_10.calc_check_digits(candidate[:-2])


def operation_no(day: date, serial: int) -> str:
    """业务流水号 · 8 digits of the business day and 12 of the serial."""
    return f"{day:%Y%m%d}{_serial(serial, 12)}"


def case_no(day: date, serial: int) -> str:
    """办件号 · 8 digits of the day it was handed in, 8 of the serial, 1 Luhn digit."""
    body = f"{day:%Y%m%d}{_serial(serial, 8)}"
    return body + luhn.calc_check_digit(body)


def is_case_no(text: str) -> bool:
    """Whether `text` is written as a 办件号 and its check digit is right."""
    return bool(re.fullmatch(r"[0-9]{17}", text)) and luhn.is_valid(text)


def entry_no(day: date, serial: int) -> str:
    """分录号 · F, 8 digits of the business day and 11 of the entry's serial."""
    return f"F{day:%Y%m%d}{_serial(serial, 11)}"


def voucher_no(month: Month, serial: int, books: str = "01") -> str:
    """记账凭证号 · 2 digits of the set of books, 6 of the month, 6 of the serial.

    The serial runs from 1 without a gap within one month of one set of books.
    """
    if not re.fullmatch(r"[0-9]{2}", books):
        raise Defect(f"账套编号应为 2 位数字：{books!r}")
    return f"{books}{month.code}{_serial(serial, 6)}"


def _branch(branch: str) -> str:
    if not re.fullmatch(r"[0-9]{3}", branch):
        raise Defect(f"网点编号应为 3 位数字：{branch!r}")
    return branch


def _serial(serial: int, digits: int) -> str:
    """The serial with leading zeros.  A serial that has outgrown its number is a `Defect`."""
    if not 1 <= serial < 10**digits:
        raise Defect(f"序号应在 1 与 {10**digits - 1} 之间：{serial}")
    return f"{serial:0{digits}d}"
