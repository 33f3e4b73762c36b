"""办件 · an operation that waits for its second person, and everything that happened to it.

A case holds the command as it was handed in and nothing of what the operation will find:
facts and policy are read when the second person lets it be performed.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from provident.kernel.fields import (
    DateField,
    InstantField,
    NumberField,
    TextField,
    YuanField,
)


class Case(models.Model):
    """办件 · one command on its way from maker to checker; `states.py` has the ways.

    `submission` is the id under which the maker sent it, so that a second click finds the
    first case; `command_digest` is the one that the operation log will carry.  `maker_login`
    tells the maker also under a new name.  `branch` is empty for what concerns the whole
    centre.  `due_on` is empty while the holidays of its
    year are not published.
    """

    branch_id: str | None
    maker_login_id: int

    WAITING, RETURNED = "waiting", "returned"
    WITHDRAWN, DONE = "withdrawn", "done"

    number = TextField(unique=True, zh="办件号")
    submission = models.UUIDField("提交标识", unique=True, db_comment="防重复提交的键")
    code = TextField(zh="业务代码")
    title = TextField(zh="业务名称")
    command = models.JSONField("请求内容", db_comment="请求内容")
    command_digest = TextField(zh="请求摘要（SM3）")
    matter = TextField(zh="事项")
    subject_kind = TextField(zh="对象类别")
    subject_key = TextField(zh="对象编号")
    about = TextField(zh="办理对象")
    branch = models.ForeignKey("parties.Branch", models.PROTECT, null=True, verbose_name="网点")
    amount = YuanField(zh="金额", null=True)
    state = TextField(zh="状态")
    maker = TextField(zh="经办")
    maker_login = models.ForeignKey("staff.Login", models.PROTECT, verbose_name="经办用户")
    checker = TextField(zh="复核", blank=True, db_default="")
    made_on = DateField(zh="受理会计日")
    made_at = InstantField(zh="受理时刻", db_default=Now())
    due_on = DateField(zh="办理期限", null=True)
    moved_at = InstantField(zh="最近一步时刻", db_default=Now())
    operation_no = TextField(zh="业务流水号", std="YWLSH", blank=True, db_default="")
    round = NumberField(zh="提交次数", db_default=1)
    version = NumberField(zh="版本", db_default=1)

    class Meta:
        db_table = "casework_case"
        db_table_comment = "办件：等待第二人复核的业务"
        constraints = [
            models.CheckConstraint(
                name="case_state",
                condition=models.Q(state__in=["waiting", "returned", "withdrawn", "done"]),
            ),
            models.CheckConstraint(
                name="case_two_persons",
                condition=~models.Q(checker=models.F("maker")),
            ),
            models.UniqueConstraint(
                name="case_one_in_flight",
                fields=["matter", "subject_kind", "subject_key"],
                condition=models.Q(state="waiting"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(state="waiting"),
                name="case_waiting",
            ),
            models.Index(
                fields=["operation_no"],
                condition=~models.Q(operation_no=""),
                name="case_of_operation",
            ),
            models.Index(fields=["maker_login", "-id"], name="case_of_maker"),
            models.Index(fields=["checker", "-id"], name="case_of_checker"),
        ]


class CaseStep(models.Model):
    """办件步骤 · who did what to a case, when and why; written once and never changed.

    The step numbered `version` brought the case to that version.  `reasons` are those of a
    refusal; `command` is kept where one was handed in.
    """

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件")
    version = NumberField(zh="版本")
    round = NumberField(zh="提交次数")
    step = TextField(zh="步骤")
    who = TextField(zh="办理人")
    at = InstantField(zh="时刻", db_default=Now())
    says = TextField(zh="说明", blank=True)
    reasons = models.JSONField("拒绝的理由", default=list, db_comment="规则拒绝的全部理由")
    command = models.JSONField("请求内容", null=True, db_comment="提交时的请求内容")
    command_digest = TextField(zh="请求摘要（SM3）")

    class Meta:
        db_table = "casework_step"
        db_table_comment = "办件步骤：只增不改"
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="case_step_once")
        ]
