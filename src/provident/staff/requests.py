"""请求中的数据 · types and facts that the operations on logins share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from provident.kernel.context import SYSTEM, By, same_person
from provident.kernel.field_reasons import ONE_LINE
from provident.kernel.identifiers import check_document
from provident.kernel.names import check_person_name
from provident.kernel.operation import Command
from provident.kernel.refusal import Conflict, Verdict, refuse
from provident.parties.registration import branch_known
from provident.staff.models import Login
from provident.staff.rules.appointment import ADMINISTRATOR
from provident.staff.rules.kinship import RELATIONS, comparable_id

Username = Annotated[str, Field(title="用户名", min_length=2, max_length=32, pattern=ONE_LINE)]
LoginName = Annotated[
    str,
    Field(
        title="用户名",
        min_length=2,
        max_length=32,
        pattern=ONE_LINE,
        json_schema_extra={"kind": "login"},
    ),
]
"""The user name of a login that is there already."""

PersonName = Annotated[str, Field(title="姓名", min_length=1, max_length=60, pattern=ONE_LINE)]
IdKind = Annotated[
    str,
    Field(
        title="证件类型",
        max_length=20,
        pattern=ONE_LINE,
        json_schema_extra={"code_list": "identity_document"},
    ),
]
IdNumber = Annotated[str, Field(title="证件号码", max_length=40, pattern=ONE_LINE)]
BranchOrNone = Annotated[
    str,
    Field(
        title="网点代码",
        max_length=3,
        pattern=ONE_LINE,
        description="全中心岗位不填",
        json_schema_extra={"kind": "branch"},
    ),
]
Roles = Annotated[
    tuple[Annotated[str, Field(max_length=20, pattern=ONE_LINE)], ...],
    Field(title="岗位", max_length=10, json_schema_extra={"kind": "role"}),
]


class RelativeItems(Command):
    """亲属 · one member of the family, as on his document."""

    name: PersonName
    id_kind: IdKind = "01"
    id_number: IdNumber
    relation: Literal["spouse", "parent", "child", "sibling", "other"] = Field(
        title="关系", json_schema_extra={"words": {**RELATIONS}}
    )


def lock_login(username: str) -> Login:
    """The login, locked until the operation ends; refuses an unknown user name."""
    login = Login.objects.select_for_update().filter(username=username.lower()).first()
    if login is None:
        raise refuse("login.unknown", f"没有用户名为 {username} 的用户，请核对。")
    return login


def require_version(login: Login, seen: int | None) -> None:
    """`Conflict` when somebody changed the login after the person had seen it; refuses where
    nobody looked at it."""
    if seen is None:
        raise refuse(
            "login.version_missing",
            "请打开这个用户的页面，从那里办理变更：现有的内容会自动填好，只改要变更的项目。",
        )
    if login.version != seen:
        raise Conflict(
            "login.changed",
            "这个用户刚刚被别人变更过，请重新打开，核对后再办理。",
            version=login.version,
        )


def judge_not_own(login: Login, by: By) -> Verdict:
    """Nobody makes or checks a change of his own login."""
    verdict = Verdict()
    verdict.refuse_if(
        any(same_person(login.name, one) for one in (by.maker, by.checker or "")),
        "login.own",
        "不能办理本人的用户业务，请由其他系统管理员办理。",
    )
    return verdict


def judge_name(name: str, *, besides: int | None = None) -> Verdict:
    """The name must be a person's, nobody else's here, and not one of the system's own."""
    verdict = Verdict()
    for reason in check_person_name(name).reasons:
        verdict.refuse(reason.code, reason.says)
    verdict.refuse_if(
        same_person(name.partition(":")[0], SYSTEM),
        "login.name_reserved",
        "这个姓名由系统自动业务专用，请另写一个。",
    )
    others = Login.objects.exclude(pk=besides).values_list("name", flat=True)
    verdict.refuse_if(
        any(same_person(name, other) for other in others),
        "login.name_taken",
        f"已有用户使用姓名“{name}”，经办人须能区分，请加注以示区别。",
    )
    return verdict


def judge_document(kind: str, number: str, today: date) -> Verdict:
    """What is wrong with an identity document."""
    verdict = Verdict()
    for reason in check_document(kind, number, today=today).reasons:
        verdict.refuse(reason.code, reason.says)
    return verdict


def document_number(kind: str, number: str, today: date) -> str:
    """The number as it is stored and compared; refuses a document that is wrong."""
    return comparable_id(check_document(kind, number, today=today).require().number)


def judge_branch(code: str) -> Verdict:
    """An unknown branch; "" is the whole centre."""
    verdict = Verdict()
    verdict.refuse_if(
        bool(code) and not branch_known(code),
        "login.branch_unknown",
        f"没有代码为 {code} 的网点，请从网点表中选择。",
    )
    return verdict


def administrators(*, besides: int | None = None) -> int:
    """How many administrators can work, without one login; locked until the end."""
    found = Login.objects.select_for_update().filter(
        active=True, roles__contains=[ADMINISTRATOR]
    )
    return len(found.exclude(pk=besides).order_by("pk"))
