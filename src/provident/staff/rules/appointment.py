"""岗位安排 · which roles one person may have together, and where he may work."""

from __future__ import annotations

from collections.abc import Sequence

from provident.kernel.refusal import Verdict
from provident.staff.duties import Duties

ADMINISTRATOR = "administrator"
ADMINISTRATORS_MIN = 2
"""Logins need two persons; with fewer administrators nobody could be admitted any more."""


def judge_appointment(roles: Sequence[str], branch: str, duties: Duties) -> Verdict:
    """Every reason why a person in this branch ("" for the whole centre) cannot have them."""
    verdict, known = Verdict(), duties.roles
    verdict.refuse_if(not roles, "login.no_role", "请至少选择一个岗位。")
    for name in sorted(set(roles) - known.keys()):
        verdict.refuse("login.role_unknown", f"没有岗位“{name[:40]}”，请从岗位表中选择。")
    for name, role in known.items():
        if name not in roles:
            continue
        verdict.refuse_if(
            role.alone and len(set(roles)) > 1,
            "login.role_alone",
            f"{role.title}不能与其他岗位兼任，请只选这一个岗位。",
        )
        verdict.refuse_if(
            role.scope == "branch" and not branch,
            "login.branch_missing",
            f"{role.title}须属于一个网点，请填写网点代码。",
        )
        verdict.refuse_if(
            role.scope == "centre" and bool(branch),
            "login.branch_given",
            f"{role.title}为全中心岗位，请不要填写网点代码。",
        )
    return verdict


def judge_administrators_left(left: int) -> Verdict:
    """Refuse a change after which fewer than two administrators could work."""
    verdict = Verdict()
    verdict.refuse_if(
        left < ADMINISTRATORS_MIN,
        "login.administrators",
        f"变更后能工作的系统管理员不足 {ADMINISTRATORS_MIN} 人，以后将无人能办理用户业务，"
        "请先增设系统管理员。",
    )
    return verdict
