"""缴存关系的事实 · employers and members as the rules of enrolment want to see them.

The order of locks: the employers' terms in ascending id, then members in ascending id.
Facts are read by a later statement than the one that locks, because a statement sees the
books as they stood when it began and it may have waited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from django.db.models import Q

from provident.collection.models import ContributionList, Enrolment
from provident.collection.rules.standing import (
    EmployerStanding,
    Holding,
    MemberStanding,
    Ratios,
    StandingList,
)
from provident.kernel import sql
from provident.kernel.dates import Month
from provident.kernel.refusal import Refusal, refuse
from provident.parties import api as parties

MEMBERS = sql.Statement(__file__, "../sql/member_standing.sql")

# The employer's row is locked with its terms, so that name and state are the newest too.
# Opening a person changes neither and shares the lock; everything else excludes the others.
_SELECT = (
    "select e.id, e.number, e.name, e.branch_id as branch, e.state, e.opened_on, e.pay_day,"
    " t.rounding, t.first_month, t.listed_to, t.unallocated_holder"
    " from employer_terms t join employer e on e.id = t.employer_id"
)
_EXCLUDE = (
    _SELECT + " where e.number = any(%s) order by t.employer_id for no key update of t, e"
)
# One employer is found by a plain comparison: its plan is kept, that of an array is made anew.
_ONE = _SELECT + " where e.number = %s"
_SHARE_ONE = _ONE + " for share of t, e"
_EXCLUDE_ONE = _ONE + " for no key update of t, e"
_EXCLUDE_BY_ID = (
    _SELECT + " where e.id = any(%s) order by t.employer_id for no key update of t, e"
)
_LOCK_MEMBERS = (
    "select count(*) from (select id from member where number = any(%s)"
    " order by id for no key update) locked"
)
_RATIOS = (
    "select unit_ratio, personal_ratio from ratio_period"
    " where employer_id = %s and from_month <= %s order by from_month desc limit 1"
)
_COUNTS = (
    "select count(*) filter (where state = '01'), count(*) filter (where state = '02')"
    " from enrolment where employer_id = %s and ended_on is null"
)


@dataclass(frozen=True, slots=True)
class EnrolmentCounts:
    """职工人数 · how many members of an employer are normal and how many are sealed."""

    normal: int
    sealed: int


def lock_employer(number: str, *, sharing: bool = False) -> EmployerStanding:
    """Lock one employer and return it; an unknown number is a `Refusal`.

    `sharing` lets other operations that share it go on at the same time.
    """
    found = _employers(_SHARE_ONE if sharing else _EXCLUDE_ONE, number)
    if number not in found:
        raise unknown_employer(number)
    return found[number]


def lock_employers(numbers: Iterable[str]) -> dict[str, EmployerStanding]:
    """Lock employers in ascending id; by 单位账号, unknown numbers left out."""
    return _employers(_EXCLUDE, sorted(set(numbers)))


def lock_employers_by_id(ids: Iterable[int]) -> dict[int, EmployerStanding]:
    """Lock employers in ascending id; by id.  The first lock of whatever moves their money."""
    found = _employers(_EXCLUDE_BY_ID, sorted(set(ids)))
    return {one.id: one for one in found.values()}


def employer_standing(number: str) -> EmployerStanding | None:
    """One employer as it stands, without locking it; None when nobody has the number."""
    return _employers(_ONE, number).get(number)


def unknown_employer(number: str) -> Refusal:
    """The refusal for a 单位账号 that nobody has."""
    return refuse(
        "employer.unknown",
        f"没有单位账号为 {number} 的单位，请核对后重新输入。",
        employer=number,
    )


def lock_members(numbers: Iterable[str]) -> dict[str, MemberStanding]:
    """Lock members in ascending id and return them by 个人账号; unknown ones left out."""
    wanted = sorted(set(numbers))
    sql.call(_LOCK_MEMBERS, wanted)
    return members_standing(wanted)


def members_standing(numbers: Sequence[str]) -> dict[str, MemberStanding]:
    """Members by 个人账号 as they stand, without locking them."""
    rows = MEMBERS.rows(numbers=list(numbers))
    return {
        row["number"]: MemberStanding(
            **_with_months(row, "first_month", "sealed_from", "unsealed_month")
        )
        for row in rows
    }


def live_enrolment(number: str) -> MemberStanding | None:
    """One member with his enrolment that has not ended; None when nobody has the number."""
    return members_standing([number]).get(number)


def holdings(people: Sequence[Mapping[str, Any]]) -> dict[int, list[Holding]]:
    """Who in the books shares document, card or mobile with these persons, by their `row`.

    Each person gives row, id_kind, id_number, card and mobile; an empty one asks nothing.
    One statement, and a second one where somebody is in the books himself.
    """
    alike = parties.members_alike(people)
    themselves = [
        one.number for some in alike.values() for one in some if one.same == "document"
    ]
    standings = members_standing(themselves) if themselves else {}
    return {
        row: [
            Holding(
                one.same,
                one.number,
                standings.get(one.number) if one.same == "document" else None,
            )
            for one in some
        ]
        for row, some in alike.items()
    }


def ratios_in(employer: int, month: Month) -> Ratios | None:
    """The employer's ratios in a month; None before its first."""
    row = sql.call(_RATIOS, employer, month.first_day)
    return Ratios(*row) if row else None


def standing_lists(employer: int, from_month: Month) -> list[StandingList]:
    """The employer's lists of this month and later that are confirmed or credited."""
    return _lists(ContributionList.objects.filter(employer=employer, month__gte=from_month))


def lists_of_member(member: int, from_month: Month) -> list[StandingList]:
    """Standing lists with a line of this member that wait for money, or of these months."""
    waiting = Q(state=ContributionList.CONFIRMED)
    return _lists(
        ContributionList.objects.filter(
            waiting | Q(month__gte=from_month), listline__member=member
        )
    )


def ever_enrolled(employer: int, month: Month) -> bool:
    """Whether anybody, sealed or not, belongs to this employer in the month."""
    return Enrolment.objects.filter(employer=employer, first_month__lte=month).exists()


def enrolment_counts(employer: int) -> EnrolmentCounts:
    """How many members of this employer are normal and how many are sealed."""
    return EnrolmentCounts(*sql.call(_COUNTS, employer))


def _employers(
    text: LiteralString, wanted: str | list[str] | list[int]
) -> dict[str, EmployerStanding]:
    rows = sql.cursor(as_dict=True).execute(text, [wanted], prepare=True).fetchall()
    return {
        row["number"]: EmployerStanding(**_with_months(row, "first_month", "listed_to"))
        for row in rows
    }


def _lists(chosen: Any) -> list[StandingList]:
    rows = (
        chosen.exclude(state=ContributionList.CANCELLED)
        .order_by("month")
        .values_list("month", "reference", "state")
    )
    return [
        StandingList(month, reference, state == ContributionList.CREDITED)
        for month, reference, state in rows
    ]


def _with_months(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The row with the named columns as months; they are stored as the first day."""
    months = {name: None if row[name] is None else Month.of(row[name]) for name in names}
    return {**row, **months}
