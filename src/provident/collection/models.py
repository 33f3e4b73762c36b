"""归集 · terms, enrolments, lists and receipts.

Everything that can change is dated by the month from which it holds, so the list of any
month can be computed again: an enrolment is on the list of month M when its first month is
not later than M and no seal covers M; its base and the employer's ratios are the ones with
the latest `from_month` not later than M.
"""

from __future__ import annotations

from django.db import models

from provident.kernel.fields import (
    CodeField,
    DateField,
    FlagField,
    InstantField,
    MonthField,
    NumberField,
    PercentField,
    TextField,
    YuanField,
)
from provident.parties.models import Employer, Member
from provident.settlement.models import BankRow


class EmployerTerms(models.Model):
    """单位缴存账户 · how an employer pays (JGJ/T 320 表5.0.2); the row is its lock."""

    employer = models.OneToOneField(
        Employer, models.PROTECT, primary_key=True, verbose_name="缴存单位"
    )
    rounding = TextField(zh="月缴存额取整方式")
    first_month = MonthField(zh="单位首次汇缴月")
    listed_to = MonthField(zh="清册确认至", null=True)
    paid_to = MonthField(zh="缴至年月", std="JZNY", null=True)
    unallocated_holder = models.BigIntegerField("未分摊分户", unique=True)

    class Meta:
        db_table = "employer_terms"
        db_table_comment = "单位缴存账户"


class RatioPeriod(models.Model):
    """缴存比例 · the pair of ratios from a month on."""

    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name="缴存单位")
    from_month = MonthField(zh="起始月")
    unit_ratio = PercentField(zh="单位缴存比例百分数", std="DWJCBL")
    personal_ratio = PercentField(zh="个人缴存比例百分数", std="GRJCBL")
    operation_no = TextField(zh="业务流水号", std="YWLSH")

    class Meta:
        db_table = "ratio_period"
        db_table_comment = "缴存比例（按起始月）"
        constraints = [
            models.UniqueConstraint(fields=["employer", "from_month"], name="ratio_once")
        ]


class Enrolment(models.Model):
    """缴存关系 · a member at an employer; at most one that has not ended for a person."""

    NORMAL, SEALED, CLOSED = "01", "02", "05"

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="缴存职工")
    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name="缴存单位")
    hired_on = DateField(zh="入职日期")
    hire_kind = CodeField(zh="入职类别", code_list="hiring_kind")
    first_month = MonthField(zh="首次汇缴月")
    state = CodeField(zh="个人账户状态", std="GRZHZT", code_list="member_status")
    ended_on = DateField(zh="缴存关系结束日期", null=True)
    operation_no = TextField(zh="业务流水号", std="YWLSH")

    class Meta:
        db_table = "enrolment"
        db_table_comment = "职工与单位的缴存关系"
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(ended_on__isnull=True),
                name="enrolment_one_live",
            )
        ]
        indexes = [models.Index(fields=["employer", "first_month"], name="enrolment_employer")]


class BasePeriod(models.Model):
    """缴存基数 · declared wage and the base it gives, from a month on.

    `adjusted`: `capped` or `raised` when the wage lay outside the bounds, else `none`.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name="缴存关系")
    from_month = MonthField(zh="起始月")
    wage = YuanField(zh="申报月工资")
    base = YuanField(zh="个人缴存基数", std="GRJCJS")
    adjusted = TextField(zh="基数调整")
    operation_no = TextField(zh="业务流水号", std="YWLSH")

    class Meta:
        db_table = "base_period"
        db_table_comment = "缴存基数（按起始月）"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "from_month"], name="base_once")
        ]


class SealPeriod(models.Model):
    """封存 · months in which an enrolment is sealed; `until_month` is the first month out."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name="缴存关系")
    from_month = MonthField(zh="封存起始月")
    until_month = MonthField(zh="启封月", null=True)
    reason = TextField(zh="封存原因")
    sealed_by = TextField(zh="封存业务流水号")
    unsealed_by = TextField(zh="启封业务流水号", blank=True)

    class Meta:
        db_table = "seal_period"
        db_table_comment = "封存与启封（按月）"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(until_month__isnull=True),
                name="seal_one_open",
            )
        ]


class RosterUpload(models.Model):
    """名单文件 · a roster workbook as it was handed in, kept with its SM3.

    The operation that opens its members names it by id and reads these very bytes.
    """

    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name="缴存单位")
    file_name = TextField(zh="文件名")
    content = models.BinaryField("文件内容", db_comment="工作簿原文，至多 20 MB")
    sm3 = TextField(zh="文件摘要（SM3）")
    uploaded_by = TextField(zh="上传人")
    uploaded_at = InstantField(zh="上传时刻", auto_now_add=True)
    taken_by = TextField(zh="办理它的业务流水号", blank=True)

    class Meta:
        db_table = "roster_upload"
        db_table_comment = "上传的职工名单文件"


class RosterCheck(models.Model):
    """名单预审 · how far the check of a roster is, and what it came to.

    waiting → running → ended, or failed when the file broke; ordered again, it begins anew.
    """

    WAITING, RUNNING, ENDED, FAILED = "waiting", "running", "ended", "failed"

    upload = models.OneToOneField(
        RosterUpload, models.PROTECT, primary_key=True, verbose_name="名单文件"
    )
    state = TextField(zh="预审状态")
    done = NumberField(zh="已审行数", db_default=0)
    total = NumberField(zh="总行数", db_default=0)
    good = NumberField(zh="可开户行数", db_default=0)
    bad = NumberField(zh="有误行数", db_default=0)
    warned = NumberField(zh="须留意行数", db_default=0)
    says = TextField(zh="未完成的原因", blank=True, db_default="")
    round = NumberField(zh="预审次数", db_default=0)
    business_date = DateField(zh="预审会计日", null=True)
    ordered_at = InstantField(zh="提交预审时刻")
    ended_at = InstantField(zh="预审结束时刻", null=True)

    class Meta:
        db_table = "roster_check"
        db_table_comment = "名单预审的进度与结果"


class RosterFinding(models.Model):
    """名单问题 · what a check found in one row of the file, all reasons together.

    Those whose `round` is the check's own are the ones that count.
    """

    REFUSED, WARNED = "refused", "warned"

    upload = models.ForeignKey(
        RosterUpload, models.PROTECT, db_index=False, verbose_name="名单文件"
    )
    round = NumberField(zh="预审次数")
    kind = TextField(zh="类别")
    row = NumberField(zh="行号")
    name = TextField(zh="姓名", blank=True)
    says = TextField(zh="原因")

    class Meta:
        db_table = "roster_finding"
        db_table_comment = "名单预审发现的问题"
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "round", "row", "kind"], name="finding_once"
            )
        ]


class Bundle(models.Model):
    """合并缴款单 · several lists, of one or many employers, paid in one sum."""

    OPEN, CREDITED, CANCELLED = "open", "credited", "cancelled"

    reference = TextField(unique=True, zh="附言号")
    total = YuanField(zh="合计金额")
    state = TextField(zh="状态", db_default="open")
    payer_name = TextField(zh="付款人")
    operation_no = TextField(zh="业务流水号")

    class Meta:
        db_table = "bundle"
        db_table_comment = "合并缴款单"


class ContributionList(models.Model):
    """汇缴清册 · one employer's confirmed list of one month, and its order to pay (汇缴书).

    confirmed → credited → (undone: confirmed again); confirmed → cancelled.
    """

    employer_id: int
    bundle_id: int | None

    CONFIRMED, CREDITED, CANCELLED = "confirmed", "credited", "cancelled"

    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name="缴存单位")
    month = MonthField(zh="汇缴年月", std="HBJNY")
    state = TextField(zh="状态")
    reference = TextField(unique=True, zh="附言号")
    bundle = models.ForeignKey(Bundle, models.PROTECT, null=True, verbose_name="合并缴款单")
    due_on = DateField(zh="应缴截止日")
    persons = NumberField(zh="本月人数", std="FSRS")
    unit_total = YuanField(zh="单位部分合计")
    personal_total = YuanField(zh="个人部分合计")
    total = YuanField(zh="本月应缴金额", std="FSE")
    previous_persons = NumberField(zh="上月人数")
    previous_total = YuanField(zh="上月金额")
    added_persons = NumberField(zh="增加人数")
    added_total = YuanField(zh="增加金额")
    removed_persons = NumberField(zh="减少人数")
    removed_total = YuanField(zh="减少金额")
    confirmed_by = TextField(zh="确认业务流水号")
    confirmed_on = DateField(zh="确认日期")
    credited_by = TextField(zh="入账业务流水号", blank=True, db_index=True)
    credited_on = DateField(zh="入账会计日", null=True)
    value_date = DateField(zh="起息日", null=True)

    class Meta:
        db_table = "contribution_list"
        db_table_comment = "汇缴清册与汇缴书"
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "month"],
                condition=~models.Q(state="cancelled"),
                name="list_once_a_month",
            )
        ]
        indexes = [
            models.Index(
                fields=["employer", "month"],
                condition=models.Q(state="confirmed"),
                name="list_open",
            )
        ]


class ListLine(models.Model):
    """清册明细 · one member's share of a confirmed list: a snapshot that never changes."""

    list = models.ForeignKey(ContributionList, models.PROTECT, verbose_name="汇缴清册")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name="缴存关系")
    member = models.ForeignKey(Member, models.PROTECT, verbose_name="缴存职工")
    holder_id = models.BigIntegerField("分户")
    base = YuanField(zh="个人缴存基数", std="GRJCJS")
    unit_amount = YuanField(zh="单位月缴存额", std="DWYJCE")
    personal_amount = YuanField(zh="个人月缴存额", std="GRYJCE")
    change = TextField(zh="与上月相比")

    class Meta:
        db_table = "list_line"
        db_table_comment = "汇缴清册明细"
        constraints = [
            models.UniqueConstraint(fields=["list", "enrolment"], name="list_line_once")
        ]


class ListCredit(models.Model):
    """清册入账 · that a list was credited to its members, or that this was undone.

    `direction` is 1 for crediting and −1 for undoing; together they are the business side
    of the members' ledger lines, row by row.
    """

    list_id: int

    list = models.ForeignKey(ContributionList, models.PROTECT, verbose_name="汇缴清册")
    direction = NumberField(zh="方向（1 入账，-1 撤销）")
    members_total = YuanField(zh="记入职工金额")
    diverted_total = YuanField(zh="转入未分摊金额（职工已销户）")
    business_date = DateField(zh="会计日")
    value_date = DateField(zh="起息日")
    operation_no = TextField(zh="业务流水号", std="YWLSH", db_index=True)

    class Meta:
        db_table = "list_credit"
        db_table_comment = "清册入账与撤销"
        indexes = [models.Index(fields=["business_date"], name="list_credit_day")]


class DivertedLine(models.Model):
    """转未分摊明细 · a line whose member was closed meanwhile: his amount went to 未分摊."""

    credit = models.ForeignKey(ListCredit, models.PROTECT, verbose_name="清册入账")
    line = models.ForeignKey(ListLine, models.PROTECT, verbose_name="清册明细")

    class Meta:
        db_table = "diverted_line"
        db_table_comment = "转入未分摊的清册明细"
        constraints = [models.UniqueConstraint(fields=["credit", "line"], name="diverted_once")]


class Receipt(models.Model):
    """到账 · money that a payer sent for contributions, booked whole to an employer.

    A receipt for several employers has one row for each.  `state` is `booked` or `undone`.
    """

    employer_id: int
    bank_row_id: int

    BOOKED, UNDONE = "booked", "undone"

    bank_row = models.ForeignKey(BankRow, models.PROTECT, verbose_name="银行流水")
    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name="缴存单位")
    amount = YuanField(zh="金额")
    state = TextField(zh="状态", db_default="booked")
    how = TextField(zh="如何匹配")
    wrong_account = FlagField(zh="非归集户到账", db_default=False)
    business_date = DateField(zh="会计日")
    operation_no = TextField(zh="业务流水号", db_index=True)
    undone_by = TextField(zh="撤销业务流水号", blank=True)

    class Meta:
        db_table = "receipt"
        db_table_comment = "缴存到账"
        indexes = [
            models.Index(fields=["employer", "business_date"], name="receipt_employer"),
            models.Index(fields=["business_date", "id"], name="receipt_day"),
        ]


class UnallocatedMove(models.Model):
    """未分摊变动 · one change of an employer's unallocated money (21902), with its cause."""

    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name="缴存单位")
    amount = YuanField(zh="变动金额（增为正）")
    cause = TextField(zh="原因")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, verbose_name="到账")
    list = models.ForeignKey(
        ContributionList, models.PROTECT, null=True, verbose_name="汇缴清册"
    )
    business_date = DateField(zh="会计日")
    operation_no = TextField(zh="业务流水号", db_index=True)

    class Meta:
        db_table = "unallocated_move"
        db_table_comment = "单位未分摊变动"
        indexes = [models.Index(fields=["employer", "id"], name="unallocated_employer")]
