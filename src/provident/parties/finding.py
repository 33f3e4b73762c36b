"""查找 · employers and members by what is known about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet
from pydantic_core import to_json

from provident.kernel import sql
from provident.kernel.identifiers import half_width
from provident.kernel.names import comparable_name
from provident.parties.models import Branch, Employer, Member

ALIKE = sql.Statement(__file__, "sql/members_alike.sql")

NAME_CHARACTERS_MIN = 4
"""A cut name shorter than this is the beginning of too many names to mean anything."""


@dataclass(frozen=True, slots=True)
class EmployerFound:
    """单位 · an employer that a receipt may be meant for, or that has the same code."""

    id: int
    number: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class MemberAlike:
    """同一证件、银行卡或手机的职工 · `same` says what agrees with the person asked about."""

    same: Literal["document", "card", "mobile"]
    id: int
    number: str
    closed_on: date | None


def find_employer(number: str) -> Employer | None:
    """The employer with this 单位账号."""
    return Employer.objects.filter(number=number.strip()).first()


def find_member(number: str) -> Member | None:
    """The member with this 个人账号."""
    return Member.objects.filter(number=number.strip()).first()


def find_employers(numbers: Iterable[str]) -> dict[str, Employer]:
    """Employers by 单位账号; unknown numbers left out.  One query, however many they are."""
    return {one.number: one for one in Employer.objects.filter(number__in=set(numbers))}


def find_members(numbers: Iterable[str]) -> dict[str, Member]:
    """Members by 个人账号; unknown numbers left out.  One query, however many they are."""
    return {one.number: one for one in Member.objects.filter(number__in=set(numbers))}


def branches() -> dict[str, str]:
    """网点 · the names of the branches by their codes, in the order of the codes."""
    return dict(Branch.objects.order_by("code").values_list("code", "name"))


def find_person(id_kind: str, id_number: str) -> Member | None:
    """The member with this document: kind of JGJ/T 320-2014 A.1 and number."""
    number = half_width(id_number).upper()
    return Member.objects.filter(id_kind=id_kind, id_number=number).first()


def payer_key(account_no: str) -> str:
    """付款账号: the number as it is stored and compared: half-width, no blanks or hyphens."""
    return half_width(account_no).upper()


def employers_by_payer(account_no: str) -> list[EmployerFound]:
    """The employers for which this bank account pays, by number; closed ones left out."""
    return _found(Employer.objects.filter(employerpayer__account_no=payer_key(account_no)))


def employers_by_name(name: str, *, cut: bool) -> list[EmployerFound]:
    """The employers that a payer's name may stand for, by number; closed ones left out.

    `cut` says that the wire may have cut the name (it holds 60 bytes), so that a beginning
    is enough; otherwise the whole name must agree.  Blanks, dots, case and the width of
    letters do not matter.
    """
    key = comparable_name(name)
    if not key:
        return []
    if not cut:
        return _found(Employer.objects.filter(match_name=key))
    if len(key) < NAME_CHARACTERS_MIN:
        return []
    return _found(Employer.objects.filter(match_name__startswith=key))


def employer_with_code(credit_code: str, *, other_than: int = 0) -> EmployerFound | None:
    """The employer with this 统一社会信用代码, closed or not."""
    found = Employer.objects.filter(credit_code=credit_code).exclude(pk=other_than)
    return next(_rows(found), None)


def members_alike(people: Sequence[Mapping[str, Any]]) -> dict[int, list[MemberAlike]]:
    """Members who share document, card or mobile with these persons, by the persons' `row`.

    Each person gives row, id_kind, id_number, card and mobile; an empty one asks nothing.
    One statement, however many they are.
    """
    asked = to_json(people).decode()
    found: dict[int, list[MemberAlike]] = {}
    for row in ALIKE.rows(people=asked):
        found.setdefault(row.pop("row"), []).append(MemberAlike(**row))
    return found


def _found(employers: QuerySet[Employer]) -> list[EmployerFound]:
    return list(_rows(employers.exclude(state=Employer.CLOSED)))


def _rows(employers: QuerySet[Employer]) -> Iterator[EmployerFound]:
    rows = employers.order_by("number").values_list("id", "number", "name", "state")
    return (EmployerFound(*row) for row in rows)
