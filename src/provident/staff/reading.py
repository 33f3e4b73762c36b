"""用户与记录 · logins, sign-ins and unmaskings as the pages and the command line show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import is_password_usable
from django.db.models import QuerySet

from provident.staff import moments
from provident.staff.activation import has_own_password
from provident.staff.gate import locked_until as gate_closed_until
from provident.staff.models import Login, Relative, SignInEvent, Unmasking
from provident.staff.people import staff_of
from provident.staff.rules.kinship import RELATIONS
from provident.staff.sign_in_log import WORDS

STATES: Mapping[str, str] = {
    "active": "在用",
    "waiting": "待首次登录",
    "unissued": "待签发一次性口令",
    "stopped": "已停用",
}


@dataclass(frozen=True, slots=True)
class LoginLine:
    """用户的一行 · `state` in words; `version` goes with a change.

    The identity number is whole: it is masked where it is shown.  `issuable` says that a
    one-time password can be given now.
    """

    id: int
    username: str
    name: str
    id_kind: str
    id_number: str
    branch: str | None
    roles: tuple[str, ...]
    titles: tuple[str, ...]
    second_factor: bool
    active: bool
    state: str
    issuable: bool
    one_time_until: datetime | None
    locked_until: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class RelativeLine:
    """亲属的一行 · with the number whole: it is masked where it is shown."""

    name: str
    id_kind: str
    id_number: str
    relation: str


def logins() -> list[LoginLine]:
    """Every login in the order of its user name."""
    return [_line(login) for login in login_rows().order_by("username")]


def login(username: str) -> LoginLine | None:
    """The login with this user name, with the end of its lock-out where there is one."""
    found = Login.objects.filter(username=username).first()
    return _line(found, gate_closed_until(found.username)) if found else None


def relatives(login_id: int) -> list[RelativeLine]:
    """The relatives of one login, in the order in which they were given."""
    return [
        RelativeLine(one.name, one.id_kind, one.id_number, RELATIONS[one.relation])
        for one in Relative.objects.filter(login_id=login_id).order_by("id")
    ]


def login_rows() -> QuerySet[Login]:
    """Logins as rows, for lists that search, filter and page by themselves."""
    return Login.objects.defer("totp_secret", "session_key")


def sign_in_rows() -> QuerySet[SignInEvent]:
    """Sign-in events as rows with their login, newest first; words are in `EVENTS`."""
    return SignInEvent.objects.select_related("login").order_by("-id")


def unmasking_rows() -> QuerySet[Unmasking]:
    """Unmaskings as rows with their login, newest first."""
    return Unmasking.objects.select_related("login").order_by("-id")


EVENTS: Mapping[str, str] = WORDS


def _line(login: Login, locked_until: datetime | None = None) -> LoginLine:
    return LoginLine(
        id=login.pk,
        username=login.username,
        name=login.name,
        id_kind=login.id_kind,
        id_number=login.id_number,
        branch=login.branch_id,
        roles=tuple(login.roles),
        titles=staff_of(login).titles,
        second_factor=login.totp_confirmed,
        active=login.active,
        state=STATES[_state(login)],
        issuable=login.active and not has_own_password(login),
        one_time_until=login.one_time_until,
        locked_until=locked_until,
        version=login.version,
    )


def _state(login: Login) -> str:
    if not login.active:
        return "stopped"
    if not login.must_change_password:
        return "active"
    expired = login.one_time_until is None or login.one_time_until <= moments.now()
    return "unissued" if expired or not is_password_usable(login.password) else "waiting"
