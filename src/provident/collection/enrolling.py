"""开户入册 · new members with their enrolments, one person or a whole roster.

The number of statements does not depend on the number of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from provident.collection.roster import RosterRow
from provident.collection.rules.contribution import Base
from provident.collection.rules.standing import EmployerStanding
from provident.kernel import sql
from provident.kernel.context import Context
from provident.parties import registration
from provident.parties.registration import MemberOpened

ENROL = sql.Statement(__file__, "sql/roster_enrol.sql")

OPTIONAL = {
    "education": "education",
    "employment_status": "occupation",
    "title": "title",
    "duty": "post",
    "landline": "phone",
    "postcode": "postcode",
    "address": "address",
    "family_income": "family_income",
}
"""Optional declarations (columns of a roster) with the items of a member that they fill."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """新职工 · a person who passed all checks, with the base that his wage gives."""

    person: RosterRow
    base: Base


def enrol(
    newcomers: Sequence[Newcomer], employer: EmployerStanding, at: Context
) -> list[MemberOpened]:
    """Open holders and write members, enrolments and bases, in the order given.

    Raises `Conflict` when somebody else opened one of them at the same moment.
    """
    people = [_items(newcomer.person) for newcomer in newcomers]
    opened = registration.open_members(people, employer.branch, on=at.business_date)
    terms = [
        _terms(newcomer) | {"member_id": member.id}
        for newcomer, member in zip(newcomers, opened, strict=True)
    ]
    ENROL.run(people=to_json(terms).decode(), employer=employer.id, operation=at.operation_no)
    return opened


def _items(person: RosterRow) -> dict[str, Any]:
    """The items of a member by their names in its table."""
    items: dict[str, Any] = {OPTIONAL[key]: value for key, value in person.extras.items()}
    return items | {
        "name": person.name,
        "sex": person.sex,
        "birth": person.birth.isoformat(),
        "id_kind": person.id_kind,
        "id_number": person.id_number,
        "mobile": person.mobile,
        "marital": person.marital,
        "card_no": person.card,
        "card_bank_name": person.card_bank,
    }


def _terms(newcomer: Newcomer) -> dict[str, Any]:
    """The terms of the enrolment; amounts as text, so that they stay exact in JSON."""
    person = newcomer.person
    return newcomer.base.facts() | {
        "hired_on": person.hired_on.isoformat(),
        "hire_kind": person.hire_kind,
        "first_month": person.first_month.first_day.isoformat(),
    }
