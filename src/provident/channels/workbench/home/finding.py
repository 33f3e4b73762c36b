"""查找 · everything that a text can name, looked up exactly, masked, and within one's rights.

Each kind is one look into an index.  A kind that the person may not open is not looked up; a
member or an employer of a foreign branch is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from provident import standards
from provident.channels.workbench.books.leads import lead
from provident.channels.workbench.home.asked import Asked, Second, like
from provident.channels.workbench.log.operations import operation_seen
from provident.documents.notation import amount_text
from provident.kernel import sql
from provident.kernel.context import shown
from provident.kernel.dates import Month
from provident.kernel.numbers import is_case_no
from provident.kernel.operation import catalogue
from provident.parties.api import mask_id
from provident.staff.api import Staff

HITS_MAX = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """一条结果 · what was found, in words, and where it is shown."""

    title: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """一类结果 · `more` says that there are more than are shown."""

    title: str
    hits: tuple[Hit, ...]
    more: bool


def find(asked: Asked, staff: Staff) -> list[Group]:
    """What the text names, by kinds; kinds without a hit are left out."""
    found = (_group(title, hits(asked, staff)) for title, hits in _kinds(staff))
    return [group for group in found if group.hits]


def needs_second(asked: Asked, staff: Staff) -> bool:
    """Whether the text may be a person's name that only a second key makes findable."""
    return asked.may_be_person and asked.second is None and staff.may_see("member")


_Finder = Callable[[Asked, Staff], Iterable[Hit]]


def _kinds(staff: Staff) -> Iterator[tuple[str, _Finder]]:
    offered: tuple[tuple[str, str, _Finder], ...] = (
        ("member", _("缴存职工"), _members),
        ("employer", _("缴存单位"), _employers),
        ("list", _("汇缴清册"), _lists),
        ("case", _("办件"), _cases),
        ("operation", _("业务"), _operations),
        ("voucher", _("记账凭证"), _vouchers),
        ("bank_rows", _("银行流水"), _bank_rows),
        ("suspense", _("暂收款"), _suspense),
    )
    for page, title, finder in offered:
        if staff.may_see(page):
            yield title, finder


def _group(title: str, hits: Iterable[Hit]) -> Group:
    found = tuple(hits)
    return Group(title, found[:HITS_MAX], len(found) > HITS_MAX)


MEMBERS = sql.Statement(__file__, "sql/find_members.sql")
PEOPLE = sql.Statement(__file__, "sql/find_people.sql")
EMPLOYERS = sql.Statement(__file__, "sql/find_employers.sql")
LISTS = sql.Statement(__file__, "sql/find_lists.sql")
CASES = sql.Statement(__file__, "sql/find_cases.sql")
OPERATIONS = sql.Statement(__file__, "sql/find_operations.sql")
VOUCHERS = sql.Statement(__file__, "sql/find_vouchers.sql")
BANK_ROWS = sql.Statement(__file__, "sql/find_bank_rows.sql")
SUSPENSE = sql.Statement(__file__, "sql/find_suspense.sql")
_LIMIT = HITS_MAX + 1


def _members(asked: Asked, staff: Staff) -> Iterator[Hit]:
    for row in _member_rows(asked, staff):
        closed = _("已销户") if row["closed_on"] else ""
        note = " · ".join(filter(None, (row["number"], mask_id(row["id_number"]), closed)))
        yield Hit(row["name"], note, lead(staff, "member", row["number"]))


def _member_rows(asked: Asked, staff: Staff) -> list[dict[str, Any]]:
    if asked.name and asked.second:
        return PEOPLE.rows(
            name=asked.name, branch=staff.branch, limit=_LIMIT, **_second(asked.second)
        )
    if not asked.key:
        return []
    return MEMBERS.rows(
        text=asked.key, kinds=_document_kinds(), branch=staff.branch, limit=_LIMIT
    )


def _second(second: Second) -> dict[str, Any]:
    return {
        "tail": second.tail,
        "birth": second.birth,
        "employer": second.employer,
        "employer_like": like(second.employer_name) if second.employer_name else None,
    }


@cache
def _document_kinds() -> list[str]:
    return list(standards.code_list("identity_document").codes)


def _employers(asked: Asked, staff: Staff) -> Iterator[Hit]:
    states = standards.code_list("employer_status").codes
    rows = EMPLOYERS.rows(
        text=asked.key, like=asked.employer_like, branch=staff.branch, limit=_LIMIT
    )
    for row in rows:
        state = states.get(row["state"], row["state"])
        note = f"{row['number']} · {row['credit_code']} · {state}"
        yield Hit(row["name"], note, lead(staff, "employer", row["number"]))


def _lists(asked: Asked, staff: Staff) -> Iterator[Hit]:
    for row in LISTS.rows(text=asked.reference, branch=staff.branch, limit=_LIMIT):
        note = f"{row['name']} · {Month.of(row['month'])} · {_yuan(row['total'])}"
        yield Hit(row["reference"], note, lead(staff, "list", row["reference"]))


def _cases(asked: Asked, staff: Staff) -> Iterator[Hit]:
    if is_case_no(asked.key):
        for row in CASES.rows(text=asked.key, branch=staff.branch, name=staff.name):
            note = f"{row['title']} · {row['about']} · {row['made_on']}"
            yield Hit(row["number"], note, lead(staff, "case", row["number"]))


def _operations(asked: Asked, staff: Staff) -> Iterator[Hit]:
    titles = {one.code: one.title for one in catalogue()}
    for row in OPERATIONS.rows(text=asked.key):
        if operation_seen(staff, row["number"]) is None:
            continue
        title = titles.get(row["code"], row["code"])
        note = f"{title} · {row['business_date']} · {shown(row['maker'])}"
        yield Hit(row["number"], note, lead(staff, "operation", row["number"]))


def _vouchers(asked: Asked, staff: Staff) -> Iterator[Hit]:
    if asked.voucher:
        month, number = asked.voucher
        for row in VOUCHERS.rows(month=month.first_day, number=number):
            title = _("%(month)s 第 %(number)s 号") % {"month": month, "number": number}
            note = f"{row['business_date']} · {row['summary']}"
            yield Hit(title, note, lead(staff, "voucher", row["id"]))


def _bank_rows(asked: Asked, staff: Staff) -> Iterator[Hit]:
    for row in BANK_ROWS.rows(text=asked.typed, limit=_LIMIT):
        note = f"{row['bank_name']} · {row['bank_date']} · {_yuan(row['amount'])}"
        yield Hit(row["host_serial"], note, lead(staff, "bank_rows", row["id"]))


def _suspense(asked: Asked, staff: Staff) -> Iterator[Hit]:
    if asked.suspense:
        for row in SUSPENSE.rows(item=asked.suspense):
            note = f"{row['business_date']} · {_yuan(row['amount'])}"
            title = _("暂收款 %s") % row["id"]
            yield Hit(title, note, lead(staff, "suspense", row["id"]))


def _yuan(amount: Any) -> str:
    return _("%s 元") % amount_text(amount)
