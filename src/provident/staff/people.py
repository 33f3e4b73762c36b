"""工作人员 · a signed-in person, what he may do, and whose business he must keep out of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provident.kernel.context import By
from provident.kernel.refusal import Reason, Verdict
from provident.staff import moments
from provident.staff.duties import Role, duties, matches
from provident.staff.models import Export, Login, Relative, Unmasking
from provident.staff.rules.kinship import RELATIONS, comparable_id

COUNTER = "counter"
"""柜面 · the channel of whoever works in the pages."""

REASON_MIN, REASON_MAX = 4, 200
"""Characters of a reason: shorter tells nothing, longer nobody reads."""


@dataclass(frozen=True, slots=True)
class Staff:
    """工作人员 · who is signed in.

    `name` is unique and what `By.maker` carries; `branch` is a branch's code, None for the
    whole centre; `roles` are names of `duties/roles.yaml`; `channel` is what the person came
    through and what the operation log will say.
    """

    id: int
    username: str
    name: str
    branch: str | None
    roles: frozenset[str]
    channel: str = COUNTER

    def may_see(self, page: str) -> bool:
        """Whether one of the roles sees the page of this name."""
        return any(matches(role.sees, page) for role in self._roles())

    def may_make(self, code: str) -> bool:
        """Whether one of the roles makes the operation of this code."""
        return any(matches(role.makes, code) for role in self._roles())

    def may_check(self, code: str) -> bool:
        """Whether one of the roles checks the operation of this code."""
        return any(matches(role.checks, code) for role in self._roles())

    def sees_branch(self, branch: str) -> bool:
        """Whether records of this branch are open to this person."""
        return self.branch is None or self.branch == branch

    @property
    def rows_max(self) -> int:
        """How many rows one export may have; 0 means no right to export."""
        return max((role.rows_max for role in self._roles()), default=0)

    @property
    def titles(self) -> tuple[str, ...]:
        """The roles' Chinese titles, in the order of the file."""
        return tuple(role.title for name, role in duties().roles.items() if name in self.roles)

    def _roles(self) -> list[Role]:
        known = duties().roles
        return [known[name] for name in self.roles if name in known]


def staff_of(login: Login, *, channel: str = COUNTER) -> Staff:
    """The person behind a login, as the rest of the system knows him."""
    roles = frozenset(login.roles)
    return Staff(login.pk, login.username, login.name, login.branch_id, roles, channel)


def by(staff: Staff, checker: Staff | None = None) -> By:
    """The people of an operation, through the channel that its maker came through."""
    return By(staff.name, checker.name if checker else None, staff.channel)


def kin_reasons(staff: Staff, id_numbers: Iterable[str]) -> list[Reason]:
    """回避 · why this person may not act on the accounts with these identity numbers.

    One reason for himself and one for each relative among them; numbers are compared
    without regard to width and case.  Two queries, however many numbers.
    """
    own, family = _near(staff, id_numbers)
    reasons = [Reason("staff.own", _OWN, {"staff": staff.name})] if own else []
    return reasons + [
        Reason(
            "staff.kin",
            f"这笔业务涉及您的{RELATIONS[one.relation]}{one.name}，按回避要求请由其他人员办理。",
            {"staff": staff.name, "relation": one.relation},
        )
        for one in family
    ]


_OWN = "这笔业务涉及您本人的账户，按回避要求请由其他人员办理。"


def _near(staff: Staff, id_numbers: Iterable[str]) -> tuple[bool, list[Relative]]:
    """Whether his own number is among these, and which of his relatives' are."""
    concerned = {comparable_id(number) for number in id_numbers}
    if not concerned:
        return False, []
    own = Login.objects.values_list("id_number", flat=True).get(pk=staff.id)
    family = Relative.objects.filter(login_id=staff.id).order_by("id")
    return own in concerned, [one for one in family if one.id_number in concerned]


def unmask(
    staff: Staff, what: str, subject: str, reason: str, *, id_numbers: Iterable[str] = ()
) -> None:
    """查看明文 · write down that this person sees something whole, and why.

    `what` is the item in words (证件号码), `subject` whose it is (`member:…`), `id_numbers`
    are the documents of the people concerned.  Refuses his own and his family's numbers, and
    a reason of fewer than 4 or more than 200 characters.
    """
    told = " ".join(reason.split())
    own, family = _near(staff, id_numbers)
    near = ["本人", *(f"{RELATIONS[one.relation]}{one.name}" for one in family)][not own :]
    verdict = Verdict()
    verdict.refuse_if(
        bool(near),
        "staff.unmask_kin",
        f"其中有您{'、'.join(near)}的号码，按回避要求您不能查看{what}，请由其他人员查看。",
    )
    verdict.refuse_if(
        not REASON_MIN <= len(told) <= REASON_MAX,
        "staff.unmask_reason",
        f"请用 {REASON_MIN} 到 {REASON_MAX} 个字写明为什么要查看{what}。",
    )
    verdict.require()
    Unmasking.objects.create(
        at=moments.now(), login_id=staff.id, what=what, subject=subject, reason=told
    )


def note_export(staff: Staff, what: str, page: str, conditions: str, rows: int) -> None:
    """导出 · write down that this person takes rows of a list away as a workbook.

    `what` is the list's title, `page` the address where it stands, `conditions` what narrowed
    it, in words and with personal numbers masked.
    """
    Export.objects.create(
        at=moments.now(),
        login_id=staff.id,
        what=what,
        page=page,
        conditions=conditions,
        rows=rows,
    )
