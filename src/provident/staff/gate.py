"""登录闸 · too many failures in a row close a user name for some minutes.

Every try passes the gate before anything is compared, and counts as a failure until it has
proved to be none: so tries that arrive at once cannot slip through together.  A name that
does not exist has a gate like any other, which tells a guesser nothing.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from django.db.models import F

from provident.kernel import sql
from provident.kernel.digest import sm3
from provident.kernel.refusal import refuse
from provident.staff import moments
from provident.staff.duties import duties
from provident.staff.models import SignInGate

TRY = sql.Statement(__file__, "sql/try_gate.sql")
FORGET_AFTER = timedelta(days=1)
"""Failures older than this count no more, and their rows go."""


def pass_gate(username: str) -> bool:
    """Count one try under this name; False while the gate is closed."""
    rules, now = duties().sign_in, moments.now()
    until = now + timedelta(minutes=rules.lock_minutes)
    SignInGate.objects.filter(tried_at__lt=now - FORGET_AFTER).delete()
    return bool(
        TRY.rows(
            digest=_digest(username), now=now, until=until, failures_max=rules.failures_max
        )
    )


def locked_until(username: str) -> datetime | None:
    """When the gate of this name opens again; None where it is open."""
    gate = SignInGate.objects.filter(pk=_digest(username)).first()
    if gate is None or gate.locked_until is None or gate.locked_until <= moments.now():
        return None
    return gate.locked_until


def was_no_failure(username: str) -> None:
    """The try that passed the gate just now was good, but the sign-in is not over yet."""
    gate = SignInGate.objects.filter(pk=_digest(username), tries__gt=0)
    gate.update(tries=F("tries") - 1, locked_until=None)


def open_gate(username: str) -> None:
    """Forget the failures of this name: it signed in, or was given a new password."""
    SignInGate.objects.filter(pk=_digest(username)).delete()


def require_open(username: str) -> None:
    """Refuse, with the moment at which it opens again, while the gate is closed."""
    until = locked_until(username)
    if until:
        raise refuse(
            "sign_in.locked",
            f"连续多次登录失败，已暂停登录，请在 {moments.shown(until)} 以后再试；"
            "忘记口令请联系系统管理员重置。",
            until=until.isoformat(),
        )


def _digest(username: str) -> str:
    return sm3(normal_username(username).encode())


def normal_username(typed: str) -> str:
    """A user name as it is stored: half width, lower case, without blanks around it."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", typed) if char.isprintable())
    return seen.strip().lower()
