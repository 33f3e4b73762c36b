"""政策表 · the published releases of the policy."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class PolicyRelease(models.Model):
    """政策发布 · the whole policy as it was published once, by two persons.

    Written once and never changed: a trigger refuses update and delete.  The newest number
    is the release in force; an operation stores the number it used.
    """

    number = models.BigIntegerField(
        "发布号", primary_key=True, db_comment="发布号，从 1 起连续编号"
    )
    content_hash = models.CharField(
        "内容摘要", max_length=64, db_index=True, db_comment="规范形式的 SM3"
    )
    content = models.JSONField("内容", db_comment="全部政策参数、文件和地方取值的规范形式")
    published_at = models.DateTimeField("发布时刻", db_default=Now(), db_comment="系统时刻")
    maker = models.CharField("经办", max_length=64, db_comment="经办人")
    checker = models.CharField("复核", max_length=64, db_comment="复核人，不得为经办人")
    note = models.CharField("说明", max_length=500, db_comment="发布说明")

    class Meta:
        db_table = "policy_release"
        db_table_comment = "政策发布：一次发布一行，只增不改"
        constraints = [
            models.CheckConstraint(
                name="policy_release_two_persons",
                condition=~models.Q(maker=models.F("checker")),
            ),
        ]
