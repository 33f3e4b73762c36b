"""开设用户 · writing a login that cannot be used until a one-time password is issued."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError

from provident.kernel.refusal import Conflict, Verdict
from provident.staff.duties import duties
from provident.staff.models import Login
from provident.staff.requests import (
    document_number,
    judge_branch,
    judge_document,
    judge_name,
)
from provident.staff.rules.appointment import judge_appointment
from provident.staff.rules.kinship import comparable_id

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new login consists of; `branch` "" is the whole centre."""

    username: str
    name: str
    id_kind: str
    id_number: str
    branch: str
    roles: Sequence[str]


def judge_opening(asked: Opening, today: date) -> Verdict:
    """Every reason why this login cannot be opened."""
    verdict, username = Verdict(), asked.username.lower()
    verdict.refuse_if(
        not USERNAME.fullmatch(username),
        "login.username",
        "用户名须以字母开头，只用小写字母、数字、点、横线和下划线，2 到 32 个字符。",
    )
    verdict.refuse_if(
        Login.objects.filter(username=username).exists(),
        "login.username_taken",
        f"用户名 {username} 已经使用，请另选一个。",
    )
    verdict.merge(judge_name(asked.name))
    verdict.merge(judge_document(asked.id_kind, asked.id_number, today))
    taken = Login.objects.filter(id_number=comparable_id(asked.id_number)).first()
    if taken:
        verdict.refuse(
            "login.person_taken",
            f"该证件已登记在用户 {taken.username} 名下；一人只有一个用户，停用的可以恢复。",
        )
    verdict.merge(judge_branch(asked.branch))
    verdict.merge(judge_appointment(asked.roles, asked.branch, duties()))
    return verdict


def write_login(asked: Opening, today: date) -> Login:
    """Write a login that was judged; `Conflict` when its name was taken meanwhile."""
    try:
        return Login.objects.create(
            username=asked.username.lower(),
            name=asked.name,
            id_kind=asked.id_kind,
            id_number=document_number(asked.id_kind, asked.id_number, today),
            branch_id=asked.branch or None,
            roles=list(asked.roles),
            password=make_password(None),
        )
    except IntegrityError as error:
        raise Conflict(
            "login.taken", "用户名、姓名或证件刚刚被别人登记，请重新核对后提交。"
        ) from error


def titles(roles: Sequence[str]) -> str:
    """柜员、复核 · the roles in words."""
    known = duties().roles
    return "、".join(known[name].title for name in roles)
