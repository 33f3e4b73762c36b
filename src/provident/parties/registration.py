"""登记 · writing employers, their payers, and members.

Used by the operations of `collection`, which judge first.  Unique keys are the last word:
whoever loses a race gets a `Conflict`, never a second holder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Model
from pydantic_core import to_json

from provident import standards
from provident.kernel import sql
from provident.kernel.names import comparable_name
from provident.kernel.numbers import employer_no
from provident.kernel.refusal import Conflict
from provident.parties.completeness import items_to_complete, missing_items
from provident.parties.finding import payer_key
from provident.parties.models import Branch, Employer, EmployerPayer, Member
from provident.parties.rules.bank_names import bank_code_of

OPEN_MEMBERS = sql.Statement(__file__, "sql/members_open.sql")
EMPLOYER_SERIAL = "select nextval(pg_get_serial_sequence('employer', 'id'))"

_TEXTS = (
    "phone", "marital", "occupation", "title", "post", "education", "postcode", "address",
    "card_no", "card_bank_name",
)  # fmt: skip
"""Items of a member that may stay empty."""

_GIVEN = {"number": True, "opened_on": True}
"""Items that opening itself gives."""


@dataclass(frozen=True, slots=True)
class MemberOpened:
    """已开户的职工 · what a new member got; `missing` names the items to complete."""

    id: int
    number: str
    holder: int
    missing: tuple[str, ...]


def branch_known(code: str) -> bool:
    """Whether there is a branch (网点) with this code."""
    return Branch.objects.filter(code=code).exists()


def register_branch(code: str, name: str) -> None:
    """Write a branch; `Conflict` when somebody else wrote one with its code at once."""
    with _unique("网点"):
        Branch.objects.create(code=code, name=name)


def begin_paying(employers: Iterable[int]) -> None:
    """开户 becomes 正常 with the first month that is credited."""
    Employer.objects.filter(pk__in=list(employers), state=Employer.OPENED).update(
        state=Employer.NORMAL
    )


def register_employer(branch: str, items: Mapping[str, Any], *, on: date) -> Employer:
    """Write an employer and give it its number; `items` by field of the model."""
    (serial,) = sql.call(EMPLOYER_SERIAL)
    with _unique("单位"):
        return Employer.objects.create(
            pk=serial,
            number=employer_no(branch, serial),
            branch_id=branch,
            match_name=comparable_name(items["name"]),
            state=Employer.OPENED,
            opened_on=on,
            **items,
        )


def change_employer(employer: int, version: int, items: Mapping[str, Any]) -> Employer:
    """Write changed items of an employer; `Conflict` when `version` is not the newest."""
    changes = dict(items)
    if "name" in changes:
        changes["match_name"] = comparable_name(changes["name"])
    with _unique("单位"):
        _write(Employer, employer, version, changes)
    return Employer.objects.get(pk=employer)


def add_payers(employer: int, payers: Iterable[Mapping[str, str]]) -> None:
    """Write bank accounts from which the employer's money may come."""
    EmployerPayer.objects.bulk_create(
        EmployerPayer(
            employer_id=employer, **{**payer, "account_no": payer_key(payer["account_no"])}
        )
        for payer in payers
    )


def payers_of(employer: int) -> dict[str, str]:
    """The employer's payers: account number to account name, by number."""
    found = EmployerPayer.objects.filter(employer=employer).order_by("account_no")
    return dict(found.values_list("account_no", "account_name"))


def remove_payer(employer: int, account_no: str) -> None:
    """Remove one payer of an employer."""
    EmployerPayer.objects.filter(employer=employer, account_no=payer_key(account_no)).delete()


def open_members(
    people: Sequence[Mapping[str, Any]], branch: str, *, on: date
) -> list[MemberOpened]:
    """Write members and open their holders, in the order given, in one statement.

    Each person gives name, sex, birth, id_kind, id_number and mobile, and whatever of the
    other items is known; dates and amounts as text.  `Conflict` when somebody else wrote one
    of them, or his card, at the same moment.
    """
    rows: list[dict[str, Any]] = []
    missing: list[tuple[str, ...]] = []
    for person in people:
        row = dict.fromkeys(_TEXTS, "") | {"family_income": None} | dict(person)
        row["card_bank_code"] = bank_code_of(row["card_bank_name"])
        missing.append(tuple(missing_items(Member, row | _GIVEN)))
        rows.append(row | {"to_complete": bool(missing[-1])})
    opened = _open_members(rows, branch, on)
    return [
        MemberOpened(one["id"], one["number"], one["holder"], items)
        for one, items in zip(opened, missing, strict=True)
    ]


def change_member(member: int, version: int, items: Mapping[str, Any]) -> Member:
    """Write changed items of a member; `Conflict` when `version` is not the newest."""
    changes = dict(items)
    if "card_bank_name" in changes:
        changes["card_bank_code"] = bank_code_of(changes["card_bank_name"])
    with _unique("职工"):
        _write(Member, member, version, changes)
    found = Member.objects.get(pk=member)
    to_complete = bool(items_to_complete(found))
    if to_complete != found.to_complete:
        Member.objects.filter(pk=member).update(to_complete=to_complete)
    return found


def _open_members(rows: list[dict[str, Any]], branch: str, on: date) -> list[dict[str, Any]]:
    opened = OPEN_MEMBERS.rows(
        people=to_json(rows).decode(),
        branch=branch,
        gl=standards.role("member").gl_account.code,
        day=on,
    )
    left_out = len(rows) - (opened[0]["written"] if opened else 0)
    if left_out:
        raise Conflict(
            "member.opened_meanwhile",
            "刚才已有人为其中的职工开户，或登记了同一张银行卡，请重新查询后再办理。",
            left_out=left_out,
        )
    return opened


def _write(model: type[Model], key: int, version: int, changes: dict[str, Any]) -> None:
    found = model._default_manager.filter(pk=key, version=version)
    if not found.update(**changes, version=F("version") + 1):
        raise Conflict(
            "party.stale",
            "资料已被他人修改，请重新查询，在最新的资料上再改。",
            version=version,
        )


@contextmanager
def _unique(whose: str) -> Iterator[None]:
    """Turn the loss of a race for a unique key into a `Conflict`."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(
            "party.taken_meanwhile",
            f"刚才已有人登记了相同的{whose}信息，请重新查询后再办理。",
        ) from error
