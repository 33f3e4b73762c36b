"""变更用户 · change a person's name, branch or roles, stop his login or let it work again.

What is given is how the login stands afterwards.  The person's open session ends, so that
nobody goes on with rights that he no longer has.

依据  GB/T 22239-2019 访问控制（及时停用、最小权限、职责分离）；岗位见 duties/roles.yaml
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import Version
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Verdict
from provident.staff.duties import duties
from provident.staff.models import Login
from provident.staff.requests import (
    BranchOrNone,
    LoginName,
    PersonName,
    Roles,
    administrators,
    judge_branch,
    judge_name,
    judge_not_own,
    lock_login,
    require_version,
)
from provident.staff.rules.appointment import (
    ADMINISTRATOR,
    judge_administrators_left,
    judge_appointment,
)


class ChangeLogin(Command):
    """The login as it shall stand; `version` is the one that the person saw.

    Without a version nobody looked, and it is refused in words: an empty item would take away
    what stands there.
    """

    username: LoginName
    version: Version | None = Field(
        default=None, title="版本", json_schema_extra={"kind": "version"}
    )
    name: PersonName
    branch: BranchOrNone = ""
    roles: Roles
    active: bool = Field(title="在用")


@operation("staff.change_login", title="变更用户", basis=("gbt-22239-2019",), two_persons=True)
def change_login(command: ChangeLogin, at: Context) -> Receipt:
    """变更用户的姓名、网点、岗位，或者停用、恢复；以本次填写的全部内容为准。"""
    login = lock_login(command.username)
    require_version(login, command.version)
    before = _items(login)
    after = command.model_dump(include=set(before)) | {"roles": list(command.roles)}
    changed = [name for name in before if before[name] != after[name]]
    verdict = judge_not_own(login, at.by)
    verdict.merge(_judge(login, after, changed))
    verdict.require()
    login.name, login.branch_id = after["name"], str(after["branch"]) or None
    login.roles, login.active = after["roles"], after["active"]
    login.session_key, login.version = "", login.version + 1
    login.save()
    return Receipt(
        f"已变更用户 {login.username}（{login.name}），共 {len(changed)} 项。",
        {
            "username": login.username,
            "version": login.version,
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
        },
    )


def _items(login: Login) -> dict[str, Any]:
    return {
        "name": login.name,
        "branch": login.branch_id or "",
        "roles": login.roles,
        "active": login.active,
    }


def _judge(login: Login, after: dict[str, Any], changed: list[str]) -> Verdict:
    verdict = Verdict()
    verdict.refuse_if(
        not changed,
        "login.nothing_changed",
        "没有任何一项与现有信息不同，请核对要变更的项目。",
    )
    if "name" in changed:
        verdict.merge(judge_name(after["name"], besides=login.pk))
    if "branch" in changed:
        verdict.merge(judge_branch(after["branch"]))
    verdict.merge(judge_appointment(after["roles"], after["branch"], duties()))
    was, stays = (
        active and ADMINISTRATOR in roles
        for active, roles in (
            (login.active, login.roles),
            (after["active"], after["roles"]),
        )
    )
    if was and not stays:
        verdict.merge(judge_administrators_left(administrators(besides=login.pk)))
    return verdict
