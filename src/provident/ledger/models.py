"""核算表 · the ledger's tables as read-only models; SQL makes and owns them.

Nothing here is ever saved: the application has no right to write in the schema `ledger`.
The functions of `provident.ledger.api` are the only writers.  Screens and facts about
one person read through these models; sets are read by `.sql` statements.
"""

from __future__ import annotations

from django.db import models


def _amount(zh: str, **options: object) -> models.DecimalField:
    return models.DecimalField(zh, max_digits=18, decimal_places=2, **options)  # type: ignore[arg-type]


class GlAccount(models.Model):
    """会计科目 · a general-ledger account; level-1 codes are fixed by the ministry."""

    code = models.TextField("科目编号", primary_key=True)
    name = models.TextField("科目名称")
    parent = models.ForeignKey("self", models.DO_NOTHING, db_column="parent", null=True)
    nature = models.TextField("性质")
    normal_side = models.CharField("余额方向", max_length=1)

    class Meta:
        managed = False
        db_table = 'ledger"."gl_account'


class Holder(models.Model):
    """分户 · one owner's position under exactly one gl_account."""

    id = models.BigIntegerField(primary_key=True)
    gl_account = models.ForeignKey(GlAccount, models.DO_NOTHING, db_column="gl_account")
    normal_side = models.CharField("余额方向", max_length=1)
    owner = models.TextField("户主")
    balance = _amount("余额")
    held = _amount("占用")
    carried_over = _amount("上年结转余额")
    current_year = _amount("当年归集余额")
    bears_interest = models.BooleanField("计息")
    interest_until = models.DateField("积数止日")
    product = models.DecimalField("积数", max_digits=24, decimal_places=2)
    opened_on = models.DateField("开户日期")
    closed_on = models.DateField("销户日期", null=True)

    class Meta:
        managed = False
        db_table = 'ledger"."holder'


class Entry(models.Model):
    """分录 · one accounting action of one operation."""

    id = models.BigIntegerField(primary_key=True)
    business_date = models.DateField("会计日")
    operation_no = models.TextField("业务流水号")
    rule = models.TextField("分录规则")
    rule_hash = models.TextField("规则摘要")
    summary = models.TextField("摘要")
    bank_date = models.DateField("银行入账日", null=True)
    occurred_on = models.DateField("业务发生日", null=True)
    reverses_on = models.DateField("所冲分录会计日", null=True)
    reverses = models.BigIntegerField("所冲分录", null=True)
    recorded_at = models.DateTimeField("系统时刻")

    class Meta:
        managed = False
        db_table = 'ledger"."entry'


class Line(models.Model):
    """分录行 · one side of an entry; a red line has a negative amount."""

    id = models.BigIntegerField(primary_key=True)
    business_date = models.DateField("会计日")
    entry_id = models.BigIntegerField("分录")
    side = models.CharField("借贷", max_length=1)
    gl_account = models.TextField("科目编号")
    holder_id = models.BigIntegerField("分户", null=True)
    amount = _amount("金额")
    value_date = models.DateField("起息日")
    month = models.DateField("缴存月份", null=True)
    unit_share = _amount("单位部分", null=True)
    personal_share = _amount("个人部分", null=True)

    class Meta:
        managed = False
        db_table = 'ledger"."line'


class Hold(models.Model):
    """占用 · principal that an open settlement instruction has taken."""

    id = models.BigIntegerField(primary_key=True)
    business_date = models.DateField("会计日")
    operation_no = models.TextField("业务流水号")
    rule = models.TextField("分录规则")
    summary = models.TextField("摘要")
    state = models.TextField("状态")
    ended_by = models.TextField("由哪笔业务了结", null=True)
    entry_date = models.DateField("分录会计日", null=True)
    entry_id = models.BigIntegerField("分录", null=True)

    class Meta:
        managed = False
        db_table = 'ledger"."hold'


class Voucher(models.Model):
    """记账凭证 · numbered per month and set of books, without gaps."""

    id = models.BigIntegerField(primary_key=True)
    books = models.TextField("账套")
    month = models.DateField("月份")
    number = models.IntegerField("凭证号")
    business_date = models.DateField("会计日")
    rule = models.TextField("分录规则")
    summary = models.TextField("摘要")
    attachments = models.IntegerField("附件张数")
    prepared_by = models.TextField("制单")
    checked_by = models.TextField("复核", null=True)
    posted_by = models.TextField("记账")
    chief = models.TextField("会计主管")
    made_at = models.DateTimeField("制证时刻")

    class Meta:
        managed = False
        db_table = 'ledger"."voucher'


class DaySeal(models.Model):
    """日结封印 · digest and signature of one closed day."""

    business_date = models.DateField("会计日", primary_key=True)
    entries = models.IntegerField("分录笔数")
    lines = models.IntegerField("分录行数")
    debit = models.DecimalField("借方合计", max_digits=20, decimal_places=2)
    credit = models.DecimalField("贷方合计", max_digits=20, decimal_places=2)
    lines_digest = models.TextField("分录行摘要")
    operations = models.IntegerField("业务笔数")
    operations_digest = models.TextField("业务摘要")
    previous = models.TextField("上一日封印")
    seal = models.TextField("封印")
    signature = models.TextField("签名")
    sealed_at = models.DateTimeField("封存时刻")

    class Meta:
        managed = False
        db_table = 'ledger"."day_seal'
