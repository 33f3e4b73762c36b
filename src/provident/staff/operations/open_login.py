"""开设用户 · open a login for one more person.

The login cannot be used yet: a one-time password is issued outside of the operation
(`provident.staff.activation`), because an operation's command and receipt are kept for ever.

依据  GB/T 22239-2019 身份鉴别、访问控制；岗位见 duties/roles.yaml
"""

from __future__ import annotations

from provident.kernel.context import Context
from provident.kernel.operation import Command, Receipt, operation
from provident.staff.opening import Opening, judge_opening, titles, write_login
from provident.staff.requests import (
    BranchOrNone,
    IdKind,
    IdNumber,
    PersonName,
    Roles,
    Username,
)


class OpenLogin(Command):
    """`name` is what the operation log shows as maker, so it must be unique."""

    username: Username
    name: PersonName
    id_kind: IdKind = "01"
    id_number: IdNumber
    branch: BranchOrNone = ""
    roles: Roles


@operation("staff.open_login", title="开设用户", basis=("gbt-22239-2019",), two_persons=True)
def open_login(command: OpenLogin, at: Context) -> Receipt:
    """为一名工作人员开设用户，指定网点和岗位；开设后签发一次性口令才能登录。"""
    asked = Opening(**command.model_dump())
    judge_opening(asked, at.business_date).require()
    login = write_login(asked, at.business_date)
    return Receipt(
        f"已为 {login.name} 开设用户 {login.username}（{titles(login.roles)}），"
        "请签发一次性口令交给本人。",
        {
            "username": login.username,
            "name": login.name,
            "branch": asked.branch,
            "roles": login.roles,
        },
    )
