"""演示用户 · people of the demonstration, with a password that everybody knows.

Only the demonstration centre has them: their passwords and secrets stand here in the open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from pyotp.totp import TOTP

from provident.kernel.context import By
from provident.kernel.operation import perform
from provident.kernel.refusal import refuse
from provident.staff import moments, passwords
from provident.staff.models import Login
from provident.staff.people import Staff, staff_of
from provident.staff.sealing import seal

PASSWORD = "仅供演示的口令 demo only"  # noqa: S105 - meant to be known
SECRET_LENGTH = 32


@dataclass(frozen=True, slots=True)
class DemonstrationLogin:
    """演示用户 · `branch` counts the branches given.

    The identity number cannot be anybody's: its order code was never issued, or its area does
    not exist.
    """

    username: str
    name: str
    id_number: str
    roles: tuple[str, ...]
    branch: int | None = None

    @property
    def secret(self) -> str:
        """The second factor's secret: letters that say what it is good for."""
        return f"DEMONSTRATIONONLY{self.username.upper()}".ljust(SECRET_LENGTH, "A")


ADMINISTRATORS = (
    DemonstrationLogin("chenjing", "陈静", "650105197901170008", ("administrator",)),
    DemonstrationLogin("zhaoqiang", "赵强", "653199198106300018", ("administrator",)),
)
OTHERS = (
    DemonstrationLogin("zhangming", "张明", "653199198803120012", ("teller",), 0),
    DemonstrationLogin("ayigul", "阿依古丽·买买提", "650102199207150007", ("teller",), 1),
    DemonstrationLogin("wangfang", "王芳", "65010319850908000X", ("reviewer",)),
    DemonstrationLogin("liuyang", "刘洋", "653199198305260012", ("accountant",)),
    DemonstrationLogin("sunli", "孙丽", "650107197612040007", ("auditor",)),
)
EVERYBODY = (*OTHERS, *ADMINISTRATORS)


def open_demonstration_logins(branches: Sequence[str]) -> tuple[DemonstrationLogin, ...]:
    """Open the logins of the demonstration, by the operations that open any login.

    `branches` are codes of two branches, one for each teller.  Returns everybody; their
    password is `PASSWORD`, and `present_code` gives their second factor.
    """
    _require_demonstration()
    for one in ADMINISTRATORS:
        command = {"username": one.username, "name": one.name, "id_number": one.id_number}
        perform("staff.open_first_administrator", command, By.machine("installation"))
    by = By(*(one.name for one in ADMINISTRATORS))
    for one in OTHERS:
        command = {
            "username": one.username,
            "name": one.name,
            "id_number": one.id_number,
            "branch": "" if one.branch is None else branches[one.branch],
            "roles": one.roles,
        }
        perform("staff.open_login", command, by)
    for one in EVERYBODY:
        _let_in(one)
    return EVERYBODY


def staff_here(username: str) -> Staff:
    """One of the people of the demonstration, as if signed in."""
    _require_demonstration()
    return staff_of(Login.objects.get(username=username))


def present_code(username: str) -> str:
    """The six digits that the telephone of this person of the demonstration shows now."""
    _require_demonstration()
    for one in EVERYBODY:
        if one.username == username:
            return TOTP(one.secret).at(moments.now())
    raise refuse("demonstration.unknown", f"演示用户中没有 {username}，请核对用户名。")


def _let_in(one: DemonstrationLogin) -> None:
    login = Login.objects.get(username=one.username)
    passwords.change(login, PASSWORD)
    login.totp_secret, login.totp_confirmed = seal(one.secret, login.pk), True
    login.save(update_fields=["totp_secret", "totp_confirmed"])


def _require_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise refuse(
            "demonstration.only",
            "演示用户的口令人人皆知，只能在示范中心使用；请用 provident staff open 开设用户。",
        )
