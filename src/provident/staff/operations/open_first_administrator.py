"""设立首批系统管理员 · the two administrators with whom the admission of people begins.

Opening a login needs two persons, and at first there is nobody.  The machine's operator sets
up two administrators from the command line; from then on people do it themselves.

依据  GB/T 22239-2019 系统管理；岗位见 duties/roles.yaml
"""

from __future__ import annotations

from provident.kernel.context import Context
from provident.kernel.operation import Command, Receipt, operation
from provident.staff.opening import Opening, judge_opening, write_login
from provident.staff.requests import (
    IdKind,
    IdNumber,
    PersonName,
    Username,
    administrators,
)
from provident.staff.rules.appointment import ADMINISTRATOR, ADMINISTRATORS_MIN


class OpenFirstAdministrator(Command):
    """An administrator belongs to no branch and has no other role."""

    username: Username
    name: PersonName
    id_kind: IdKind = "01"
    id_number: IdNumber


@operation(
    "staff.open_first_administrator",
    title="设立首批系统管理员",
    basis=("gbt-22239-2019",),
    machine_only=True,
)
def open_first_administrator(command: OpenFirstAdministrator, at: Context) -> Receipt:
    """能工作的系统管理员不足两人时，由安装命令设立。"""
    asked = Opening(**command.model_dump(), branch="", roles=(ADMINISTRATOR,))
    verdict = judge_opening(asked, at.business_date)
    there = administrators()
    verdict.refuse_if(
        there >= ADMINISTRATORS_MIN,
        "login.administrators_there",
        f"已有 {there} 名系统管理员，请由他们在柜面办理开设用户。",
    )
    verdict.require()
    login = write_login(asked, at.business_date)
    missing = ADMINISTRATORS_MIN - there - 1
    more = f"还须再设 {missing} 名，才能开始办理用户业务。" if missing else ""
    return Receipt(
        f"已设立系统管理员 {login.name}（{login.username}）。{more}",
        {"username": login.username, "name": login.name},
    )
