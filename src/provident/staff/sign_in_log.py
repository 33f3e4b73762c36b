"""登录记录 · what happened at the door: written by signing in, read by people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provident.staff import moments
from provident.staff.models import Login, SignInEvent

WORDS = {
    "signed_in": "登录",
    "signed_out": "退出",
    "wrong_password": "口令错误",
    "wrong_code": "动态口令错误",
    "locked": "锁定期间尝试登录",
    "not_active": "已停用，拒绝登录",
    "one_time_expired": "一次性口令过期",
    "ended_elsewhere": "因在别处登录而结束上一次登录",
    "idle": "长时间没有操作，自动退出",
    "password_changed": "修改口令",
    "second_factor_set": "启用动态口令",
    "one_time_issued": "签发一次性口令",
}
"""What the log calls each event; the keys are what is stored."""

ADDRESS_MAX = 45  # the longest written form of an IPv6 address


@dataclass(frozen=True, slots=True)
class SignInLine:
    """登录记录的一行 · `address` is where the request came from."""

    at: datetime
    what: str
    address: str


def record(what: str, login: Login | None, address: str) -> None:
    """Write one event; of an unknown user name only that somebody tried."""
    SignInEvent.objects.create(
        at=moments.now(), login=login, what=what, address=address[:ADDRESS_MAX]
    )


def last_lines(login_id: int, count: int) -> list[SignInLine]:
    """The newest events of one login, newest first."""
    events = SignInEvent.objects.filter(login_id=login_id).order_by("-id")[:count]
    return [SignInLine(one.at, WORDS[one.what], one.address) for one in events]


def last_sign_in(login_id: int) -> SignInLine | None:
    """The newest completed sign-in, for telling the person at the next one."""
    events = SignInEvent.objects.filter(login_id=login_id, what="signed_in")
    return next(
        (SignInLine(e.at, WORDS[e.what], e.address) for e in events.order_by("-id")[:1]), None
    )


def failures_since(login_id: int, moment: datetime) -> int:
    """How many wrong passwords and codes were tried on a login after this moment."""
    return SignInEvent.objects.filter(
        login_id=login_id, at__gt=moment, what__in=("wrong_password", "wrong_code", "locked")
    ).count()
