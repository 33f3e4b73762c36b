"""人员 · the people who work here: what they sign in with, their family, what they did.

Rights are not rows: a login carries the names of its roles, and what a role may do stands
in `duties/roles.yaml`.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from provident.kernel.fields import CodeField, FlagField, InstantField, NumberField, TextField


class Login(AbstractBaseUser):
    """用户 · what one person signs in with; `name` is what operations carry as maker."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    last_login = None  # type: ignore[assignment]  # the sign-in events tell when and whence
    branch_id: str | None

    username = TextField(unique=True, zh="用户名")
    name = TextField(unique=True, zh="姓名")
    id_kind = CodeField(zh="证件类型", code_list="identity_document")
    id_number = TextField(unique=True, zh="证件号码")
    branch = models.ForeignKey(
        "parties.Branch",
        models.PROTECT,
        null=True,
        verbose_name="所属网点",
        db_comment="空为全中心",
    )
    roles = ArrayField(models.TextField(), verbose_name="岗位", db_comment="岗位")
    password = TextField(zh="口令摘要")  # type: ignore[assignment]
    must_change_password = FlagField(zh="须修改口令", db_default=True)
    one_time_until = InstantField(zh="一次性口令有效至", null=True)
    active = FlagField(zh="在用", db_default=True)
    totp_secret = models.BinaryField("动态口令密钥", null=True, db_comment="加密保存")
    totp_confirmed = FlagField(zh="动态口令已启用", db_default=False)
    totp_counter = models.BigIntegerField(
        "动态口令计数", db_default=0, db_comment="最后用过的时间步，一个动态口令只用一次"
    )
    session_key = TextField(zh="当前会话", blank=True, db_default="")
    version = NumberField(zh="版本", db_default=1)

    objects = BaseUserManager()

    class Meta(AbstractBaseUser.Meta):
        db_table = "login"
        db_table_comment = "用户（工作人员）"


class Relative(models.Model):
    """亲属 · whose business this person may neither make nor check."""

    login = models.ForeignKey(Login, models.PROTECT, verbose_name="用户")
    name = TextField(zh="姓名")
    id_kind = CodeField(zh="证件类型", code_list="identity_document")
    id_number = TextField(zh="证件号码")
    relation = TextField(zh="关系")

    class Meta:
        db_table = "relative"
        db_table_comment = "工作人员的亲属（回避用）"
        constraints = [
            models.UniqueConstraint(fields=["login", "id_number"], name="relative_once")
        ]


class PasswordUsed(models.Model):
    """用过的口令 · digests only; the last ones may not be taken again."""

    login = models.ForeignKey(Login, models.PROTECT, verbose_name="用户")
    digest = TextField(zh="口令摘要")
    at = InstantField(zh="启用时刻")

    class Meta:
        db_table = "password_used"
        db_table_comment = "用过的口令（只存摘要）"


class SignInGate(models.Model):
    """登录闸 · failures in a row under one typed user name, whether it exists or not.

    The name is kept as a digest: people type passwords into the wrong field.
    """

    name_digest = models.CharField(
        "用户名摘要", max_length=64, primary_key=True, db_comment="所填用户名的 SM3"
    )
    tries = NumberField(zh="连续失败次数")
    locked_until = InstantField(zh="锁定至", null=True)
    tried_at = InstantField(zh="最近一次")

    class Meta:
        db_table = "sign_in_gate"
        db_table_comment = "登录闸：连续失败与锁定"


class SignInEvent(models.Model):
    """登录记录 · every sign-in, failure, lock-out and sign-out; never changed."""

    at = InstantField(zh="时刻")
    login = models.ForeignKey(
        Login, models.PROTECT, null=True, verbose_name="用户", db_comment="空为不存在的用户名"
    )
    what = TextField(zh="事项")
    address = TextField(zh="来源地址", blank=True)

    class Meta:
        db_table = "sign_in_event"
        db_table_comment = "登录记录"
        indexes = [models.Index(fields=["login", "-id"], name="sign_in_event_of_login")]


class Unmasking(models.Model):
    """查看明文 · who saw which number whole, and why; never changed."""

    at = InstantField(zh="时刻")
    login = models.ForeignKey(Login, models.PROTECT, verbose_name="用户")
    what = TextField(zh="查看内容")
    subject = TextField(zh="对象")
    reason = TextField(zh="查看原因")

    class Meta:
        db_table = "unmasking"
        db_table_comment = "查看明文记录"
        indexes = [models.Index(fields=["-at"], name="unmasking_at")]


class Export(models.Model):
    """导出 · who took which rows of a list away as a workbook; never changed."""

    at = InstantField(zh="时刻")
    login = models.ForeignKey(Login, models.PROTECT, verbose_name="用户")
    what = TextField(zh="列表")
    page = TextField(zh="所在页面")
    conditions = TextField(zh="筛选条件", blank=True)
    rows = NumberField(zh="行数")

    class Meta:
        db_table = "list_export"
        db_table_comment = "导出记录"
