"""登录 · the steps of signing in, in the order in which a person takes them.

    password → second factor (where it is set up) → own password (at first use)
    → set-up of the second factor (where a role needs it) → in

What is asked at each step is decided here; the pages only show it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from django.contrib.auth.hashers import check_password, make_password

from provident.kernel.refusal import refuse
from provident.staff import gate, moments, passwords, second_factor
from provident.staff.models import Login
from provident.staff.sign_in_log import record

Step: TypeAlias = Literal["code", "password", "set_up"]


def by_password(username: str, password: str, address: str) -> Login:
    """The login whose name and password these are.

    An unknown name is answered like a wrong password, after the same work.  Refuses while the
    gate is closed, and a login that is not active or whose one-time password is too old.
    """
    name = gate.normal_username(username)
    login = Login.objects.filter(username=name).first()
    if not gate.pass_gate(name):
        record("locked", login, address)
        gate.require_open(name)
    if not _is_password(login, password) or login is None:
        record("wrong_password", login, address)
        gate.require_open(name)
        raise refuse(
            "sign_in.wrong",
            "用户名或口令不对，请核对后重新填写；忘记口令请联系系统管理员重置。",
        )
    gate.was_no_failure(name)
    _require_valid(login, address)
    return login


def _is_password(login: Login | None, password: str) -> bool:
    if len(password) > passwords.LENGTH_MAX:
        return False
    if login is None:
        make_password(password)  # as long as comparing takes
        return False
    return check_password(password, login.password)


def _require_valid(login: Login, address: str) -> None:
    """The password was right, so the person may be told why he cannot come in."""
    if not login.active:
        record("not_active", login, address)
        raise refuse("sign_in.not_active", "您的用户已停用；如需恢复，请联系系统管理员。")
    if login.one_time_until and login.one_time_until <= moments.now():
        record("one_time_expired", login, address)
        raise refuse(
            "sign_in.one_time_expired", "一次性口令已经过期，请联系系统管理员重新签发。"
        )


def by_code(login: Login, typed: str, address: str) -> None:
    """Refuse unless `typed` is a good code of the second factor, not used before."""
    _pass(login, address)
    if not second_factor.spend(login, typed):
        record("wrong_code", login, address)
        gate.require_open(login.username)
        raise refuse(
            "sign_in.wrong_code",
            "动态口令不对、已经过时或已经用过，请填写手机上新显示的六位数字。",
        )
    gate.was_no_failure(login.username)


def choose_password(login: Login, new: str, again: str, address: str) -> None:
    """Take a new password; refuses with everything that is wrong with it."""
    passwords.judge(login, new, again).require()
    passwords.change(login, new)
    record("password_changed", login, address)


def prove_password(login: Login, old: str, address: str) -> None:
    """Refuse unless `old` is the present password; a person who is in gives it again."""
    _pass(login, address)
    if not _is_password(login, old):
        record("wrong_password", login, address)
        gate.require_open(login.username)
        raise refuse("password.old", "原口令不对，请重新填写。")
    gate.was_no_failure(login.username)


def _pass(login: Login, address: str) -> None:
    if not gate.pass_gate(login.username):
        record("locked", login, address)
        gate.require_open(login.username)


def next_step(login: Login, *, code_given: bool) -> Step | None:
    """What the person has to do next before he is in; None when nothing is left."""
    if login.totp_confirmed and not code_given:
        return "code"
    if login.must_change_password:
        return "password"
    if second_factor.required(login) and not login.totp_confirmed:
        return "set_up"
    return None


def enter(login: Login, session_key: str, address: str) -> None:
    """The person is in: this session is now the only one, earlier failures are forgotten."""
    if login.session_key:
        record("ended_elsewhere", login, address)
    login.session_key = session_key
    login.save(update_fields=["session_key"])
    gate.open_gate(login.username)
    record("signed_in", login, address)


def leave(login: Login, session_key: str, what: str, address: str) -> None:
    """The session ends: by the person (`signed_out`) or for want of work (`idle`)."""
    Login.objects.filter(pk=login.pk, session_key=session_key).update(session_key="")
    record(what, login, address)
