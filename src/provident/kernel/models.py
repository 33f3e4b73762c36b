"""内核表 · the two tables every operation touches: the operation and the business day."""

from __future__ import annotations

from django.db import models


class BusinessDay(models.Model):
    """会计日 · one accounting day and where it stands."""

    OPEN, CUT_OFF, CLOSED = "open", "cut_off", "closed"

    date = models.DateField("会计日", primary_key=True, db_comment="会计日")
    state = models.CharField(
        "状态", max_length=8, db_comment="open 营业中 | cut_off 已切点 | closed 已日结"
    )
    opened_at = models.DateTimeField("开启时刻", auto_now_add=True, db_comment="开启时刻")
    cut_off_at = models.DateTimeField("切点时刻", null=True, db_comment="切点时刻")
    closed_at = models.DateTimeField("日结时刻", null=True, db_comment="日结时刻")

    class Meta:
        db_table = "business_day"
        db_table_comment = "会计日：营业中、已切点、已日结"
        constraints = [
            models.CheckConstraint(
                name="business_day_state",
                condition=models.Q(state__in=["open", "cut_off", "closed"]),
            ),
            models.UniqueConstraint(
                name="business_day_one_open",
                fields=["state"],
                condition=models.Q(state="open"),
            ),
        ]


class Operation(models.Model):
    """业务操作 · one executed operation: the audit row and the key against repetition.

    Written once, at the end of the operation's own transaction; never changed after.
    """

    id = models.UUIDField("操作标识", primary_key=True, db_comment="操作标识，防重复的键")
    number = models.CharField(
        "业务流水号", max_length=20, unique=True, db_comment="业务流水号 YWLSH"
    )
    code = models.CharField("业务代码", max_length=64, db_comment="业务代码")
    business_date = models.DateField("会计日", db_comment="会计日")
    command = models.JSONField("请求内容", db_comment="请求内容")
    command_hash = models.CharField("请求摘要", max_length=64, db_comment="请求的 SM3")
    maker = models.CharField("经办", max_length=64, db_comment="经办人")
    checker = models.CharField("复核", max_length=64, null=True, db_comment="复核人")
    channel = models.CharField("渠道", max_length=16, db_comment="业务渠道")
    policy_release = models.BigIntegerField(
        "政策版本", null=True, db_comment="执行时采用的政策发布版本"
    )
    result = models.JSONField("结果", db_comment="回执")
    recorded_at = models.DateTimeField("系统时刻", db_comment="系统时刻")

    class Meta:
        db_table = "operation"
        db_table_comment = "业务操作：一笔业务一行，兼作操作日志"
        indexes = [models.Index(fields=["business_date", "code"], name="operation_day_code")]
