"""一次性口令 · the password with which a person comes in for the first time.

It is made outside of every operation, because an operation's command and receipt are kept
for ever.  It is shown once; only its digest is stored, and it opens nothing but the page
where the person chooses a password of his own.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import is_password_usable, make_password

from provident.kernel.refusal import refuse
from provident.staff import moments
from provident.staff.duties import duties
from provident.staff.gate import open_gate
from provident.staff.models import Login
from provident.staff.sign_in_log import record

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is taken for something else when it is read out or copied by hand."""

GROUPS, GROUP_LENGTH = 3, 4


def require_issuable(username: str) -> Login:
    """The login to which a one-time password may be given.

    Refuses a login that is unknown, not active, or whose person chose a password already:
    whoever could issue one for such a login could take the person's place.
    """
    login = Login.objects.filter(username=username).first()
    if login is None:
        raise refuse("login.unknown", f"没有用户名为 {username} 的用户，请核对。")
    if not login.active:
        raise refuse("login.not_active", f"用户 {username} 已停用，请先恢复使用。")
    if has_own_password(login):
        raise refuse(
            "login.has_password",
            f"用户 {username} 已经设定自己的口令；忘记口令的，请先办理重置登录。",
        )
    return login


def has_own_password(login: Login) -> bool:
    """Whether the person chose a password himself, which nobody may replace alone."""
    return is_password_usable(login.password) and login.one_time_until is None


def issue(username: str, *, address: str = "") -> str:
    """A new one-time password for a login that has no password of its own.

    Refuses as `require_issuable` does.  It is valid for `one_time_hours` and replaces the one
    before.
    """
    login = require_issuable(username)
    code = "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
    login.password, login.must_change_password = make_password(code), True
    login.one_time_until = moments.now() + timedelta(hours=duties().sign_in.one_time_hours)
    login.save(update_fields=["password", "must_change_password", "one_time_until"])
    open_gate(username)
    record("one_time_issued", login, address)
    return code
