"""登录步骤 · where a person stands who has given his password and is not in yet.

Noted in the session for some minutes; it opens no page but the next step.
"""

from __future__ import annotations

from django.http import HttpRequest

from provident.staff import moments
from provident.staff.models import Login

SIGNING = "signing"
MINUTES_MAX = 10
"""How long the steps may take together; then the password is asked again."""


def begin(request: HttpRequest, login: Login) -> None:
    """The password was right; from here on the session has a new id."""
    request.session.flush()
    request.session[SIGNING] = {
        "login": login.pk,
        "digest": login.get_session_auth_hash(),
        "code": False,
        "at": int(moments.now().timestamp()),
    }


def code_given(request: HttpRequest) -> bool:
    """Whether the second factor was given in this sign-in."""
    return bool(request.session.get(SIGNING, {}).get("code"))


def give_code(request: HttpRequest) -> None:
    """Note that the second factor was given."""
    request.session[SIGNING] = request.session[SIGNING] | {"code": True}


def give_password(request: HttpRequest, login: Login) -> None:
    """Note that the person chose a password of his own."""
    digest = login.get_session_auth_hash()
    request.session[SIGNING] = request.session[SIGNING] | {"digest": digest}


def under_way(request: HttpRequest) -> Login | None:
    """Whose sign-in is under way here; None when none is, or it took too long."""
    noted = request.session.get(SIGNING)
    if not noted or moments.now().timestamp() - noted["at"] > MINUTES_MAX * 60:
        return None
    login = Login.objects.filter(pk=noted["login"], active=True).first()
    if login is None or login.get_session_auth_hash() != noted["digest"]:
        return None
    return login


def end(request: HttpRequest) -> None:
    """The sign-in is complete."""
    request.session.pop(SIGNING, None)
