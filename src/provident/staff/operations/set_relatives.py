"""登记亲属 · the family of a person, whose business he keeps out of.

The list given is the whole list: who is no longer in it may be served by this person again,
so it takes two persons.

依据  GB/T 22239-2019 访问控制（职责分离）；亲属的范围由中心内部制度确定
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Verdict
from provident.staff.models import Relative
from provident.staff.requests import (
    LoginName,
    RelativeItems,
    document_number,
    judge_document,
    judge_not_own,
    lock_login,
)


class SetRelatives(Command):
    """An empty list says that the person has no relatives to keep out for."""

    username: LoginName
    relatives: tuple[RelativeItems, ...] = Field(default=(), title="亲属", max_length=50)


@operation("staff.set_relatives", title="登记亲属", basis=("gbt-22239-2019",), two_persons=True)
def set_relatives(command: SetRelatives, at: Context) -> Receipt:
    """登记工作人员的亲属，以本次填写的为准；本人不能经办、复核这些人的业务。"""
    login = lock_login(command.username)
    verdict = judge_not_own(login, at.by)
    for one in command.relatives:
        verdict.merge(judge_document(one.id_kind, one.id_number, at.business_date))
    verdict.require()
    rows = [
        Relative(
            login=login,
            name=one.name,
            id_kind=one.id_kind,
            id_number=document_number(one.id_kind, one.id_number, at.business_date),
            relation=one.relation,
        )
        for one in command.relatives
    ]
    _judge_repeated([row.id_number for row in rows]).require()
    before, _ = Relative.objects.filter(login=login).delete()
    Relative.objects.bulk_create(rows)
    instead = f"，代替原来的 {before} 人" if before else ""
    return Receipt(
        f"已为 {login.name} 登记亲属 {len(rows)} 人{instead}。",
        {"username": login.username, "relatives": len(rows), "before": before},
    )


def _judge_repeated(numbers: list[str]) -> Verdict:
    verdict = Verdict()
    verdict.refuse_if(
        len(set(numbers)) < len(numbers),
        "relative.twice",
        "同一证件号码填写了两次，请删去重复的一行。",
    )
    return verdict
