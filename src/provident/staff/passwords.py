"""口令 · which passwords are taken, and what a person has used before.

Every fault is told at once.  Sources: GB/T 22239-2019 (口令应有复杂度要求并定期更换 as far as
it serves: length, no known words, no repetition); the counts stand in `duties/roles.yaml`.
"""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from provident.kernel.refusal import Verdict
from provident.staff import moments
from provident.staff.duties import duties
from provident.staff.models import Login, PasswordUsed

LENGTH_MAX = 128
"""Longer ones would only make the server work."""


def judge(login: Login, password: str, again: str) -> Verdict:
    """Every reason why this login cannot take this password."""
    verdict, rules = Verdict(), duties().sign_in
    least = rules.password_length_min
    verdict.refuse_if(
        len(password) < least, "password.short", f"口令至少 {least} 个字符，请加长。"
    )
    verdict.refuse_if(
        len(password) > LENGTH_MAX,
        "password.long",
        f"口令最多 {LENGTH_MAX} 个字符，请缩短。",
    )
    verdict.refuse_if(
        _contains(password, login.username) or _contains(password, login.name),
        "password.own_name",
        "口令中不能含有用户名或姓名，请换一个。",
    )
    verdict.refuse_if(
        password.isdigit() or len(set(password)) < 4 or password.lower() in _common(),
        "password.common",
        "这个口令太常见或太简单，容易被猜到，请换一个。",
    )
    verdict.refuse_if(
        len(password) <= LENGTH_MAX and _used(login, password),
        "password.used",
        f"不能与最近 {rules.passwords_remembered} 次用过的口令相同，请换一个。",
    )
    verdict.refuse_if(
        password != again, "password.again", "两次填写的新口令不一样，请重新填写。"
    )
    return verdict


def change(login: Login, password: str) -> None:
    """Take a password that was judged; the one-time password ends with it."""
    digest = make_password(password)
    PasswordUsed.objects.create(login=login, digest=digest, at=moments.now())
    login.password = digest
    login.must_change_password, login.one_time_until = False, None
    login.save(update_fields=["password", "must_change_password", "one_time_until"])


def _contains(password: str, name: str) -> bool:
    return name.casefold() in password.casefold()


def _used(login: Login, password: str) -> bool:
    """Whether it is the present password (the one-time one too) or one of the last."""
    kept = duties().sign_in.passwords_remembered
    last = PasswordUsed.objects.filter(login=login).order_by("-id")[:kept]
    digests = {login.password, *(one.digest for one in last)}
    return any(check_password(password, digest) for digest in digests)


@cache
def _common() -> set[str]:
    """The 20 000 best known passwords, which come with Django."""
    return set(CommonPasswordValidator().passwords)
