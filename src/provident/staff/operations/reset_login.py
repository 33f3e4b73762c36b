"""重置登录 · a person forgot the password or lost the telephone: both start anew.

Whoever could reset a login alone could take the person's place, so it takes two persons.
The one-time password is issued outside of the operation (`provident.staff.activation`).

依据  GB/T 22239-2019 身份鉴别
"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from provident.kernel.context import Context
from provident.kernel.operation import Command, Receipt, operation
from provident.staff.requests import LoginName, judge_not_own, lock_login


class ResetLogin(Command):
    """The login keeps its roles; only what the person proves himself with is given up."""

    username: LoginName


@operation("staff.reset_login", title="重置登录", basis=("gbt-22239-2019",), two_persons=True)
def reset_login(command: ResetLogin, at: Context) -> Receipt:
    """作废口令和动态口令，结束正在使用的会话；此后须重新签发一次性口令。"""
    login = lock_login(command.username)
    judge_not_own(login, at.by).require()
    login.password, login.must_change_password = make_password(None), True
    login.one_time_until = login.totp_secret = None
    login.totp_confirmed, login.session_key = False, ""
    login.version += 1
    login.save()
    return Receipt(
        f"已重置 {login.name}（{login.username}）的登录，请签发一次性口令交给本人。",
        {"username": login.username, "version": login.version},
    )
