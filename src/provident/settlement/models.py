"""结算 · the centre's bank accounts, the messages of the wire, instructions and bank rows.

- `NoticeFrame` is stored raw before it is answered; its lines become `BankRow`s.
- A `BankRow` is one movement that the bank reports, by notice or by account detail; it is
  unique on (bank account, host serial, date, signed amount, redo, apart) and is processed once.
- A `StatementRow` is the same movement as the bank's statement lists it at the close of
  the day.  It is stored apart, so that the two can be compared.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from provident.kernel.fields import (
    CodeField,
    DateField,
    FlagField,
    InstantField,
    NumberField,
    TextField,
    YuanField,
)


class BankAccount(models.Model):
    """银行专户 · one of the centre's own accounts at an entrusted bank."""

    account_no = TextField(unique=True, zh="银行专户号码", std="YHZHHM")
    account_name = TextField(zh="银行专户名称", std="YHZHMC")
    bank_name = TextField(zh="银行名称", std="YHMC")
    bank_code = CodeField(zh="银行代码", std="YHDM", code_list="bank")
    node = TextField(zh="银行节点号")
    customer_no = TextField(zh="客户编号", blank=True)
    kind = TextField(zh="专户性质")
    gl_account = TextField(unique=True, zh="科目编号", std="KMBH")
    takes_contributions = FlagField(zh="收缴存款", db_default=True)
    opening_balance = YuanField(zh="启用时余额", db_default=0)

    class Meta:
        db_table = "bank_account"
        db_table_comment = "中心银行专户"


class SessionKey(models.Model):
    """会话密钥 · a key of the wire, encrypted; the current one and the one before it open."""

    secret = models.BinaryField("密文", db_comment="以 data/secrets 中的主密钥加密的会话密钥")
    signed_in_on = DateField(zh="签到日期")
    made_at = InstantField(zh="签到时刻", auto_now_add=True)
    active = FlagField(zh="有效", db_default=True)

    class Meta:
        db_table = "settlement_session_key"
        db_table_comment = "会话密钥（加密保存）"


class WireMessage(models.Model):
    """报文 · one request of ours and what became of it; saved before it is sent."""

    SENT_UNKNOWN, ANSWERED, UNDELIVERED = "sent_unknown", "answered", "undelivered"

    seq_no = TextField(unique=True, zh="发送方流水号")
    tx_code = TextField(zh="交易代码", db_index=True)
    node = TextField(zh="接收方节点号")
    sent_on = DateField(zh="发送日期")
    sent_at = InstantField(zh="发送时刻", auto_now_add=True)
    state = TextField(zh="状态")
    request = models.JSONField("请求内容", db_comment="请求报文的域")
    answer = models.JSONField("应答内容", null=True, db_comment="应答报文的域")
    return_code = TextField(zh="返回码", blank=True)
    return_message = TextField(zh="返回信息", blank=True)

    class Meta:
        db_table = "wire_message"
        db_table_comment = "发出的结算报文"


class NoticeFrame(models.Model):
    """通知原文 · a frame as it came, stored before it was answered."""

    received_at = InstantField(zh="收到时刻", auto_now_add=True)
    sender_seq_no = TextField(zh="发送方流水号", db_index=True)
    body = models.BinaryField("报文体", db_comment="解密后的报文体")
    rows_total = NumberField(zh="明细行数")
    rows_new = NumberField(zh="新明细行数")

    class Meta:
        db_table = "notice_frame"
        db_table_comment = "到账通知原文"


class BankRow(models.Model):
    """银行流水 · one movement on one of the centre's accounts, as the bank told us.

    `state`: new → done (an operation has dealt with it) or waiting (itemised 未达, for the
    accountant).  `kind` is how it was classified.  `apart` is empty but for a movement that
    the bank reported under the key of another one with a different payer: then it is that
    payer's number, and the row stands for itself.  `corrected_by` is the operation that took
    a false report back out of the books.
    """

    NEW, DONE, WAITING = "new", "done", "waiting"

    bank_account = models.ForeignKey(BankAccount, models.PROTECT, verbose_name="银行专户")
    host_serial = TextField(zh="银行主机流水号")
    bank_date = DateField(zh="银行入账日")
    bank_time = TextField(zh="银行入账时间")
    amount = YuanField(zh="金额（收为正，付为负）", std="FSE")
    redo = FlagField(zh="冲正")
    balance = YuanField(zh="账户余额", null=True)
    opponent_no = TextField(zh="对方账号", blank=True)
    opponent_name = TextField(zh="对方户名", blank=True)
    opponent_bank = TextField(zh="对方行号", blank=True)
    summary = TextField(zh="摘要", std="ZhaiYao", blank=True)
    remark = TextField(zh="备注", blank=True)
    apart = TextField(zh="同一流水号的另一付款账号", blank=True, db_default="")
    source = TextField(zh="来源")
    frame = models.ForeignKey(NoticeFrame, models.PROTECT, null=True, verbose_name="通知原文")
    kind = TextField(zh="分类", blank=True)
    state = TextField(zh="状态", db_default="new")
    operation_no = TextField(zh="处理它的业务流水号", blank=True, db_index=True)
    why = TextField(zh="说明", blank=True)
    corrected_by = TextField(zh="更正它的业务流水号", blank=True, db_default="")
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, verbose_name="所冲（退）的银行流水"
    )
    received_at = InstantField(zh="收到时刻", auto_now_add=True)

    class Meta:
        db_table = "bank_row"
        db_table_comment = "银行流水（通知或明细查询所得，每笔处理一次）"
        constraints = [
            models.UniqueConstraint(
                fields=["bank_account", "host_serial", "bank_date", "amount", "redo", "apart"],
                name="bank_row_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=~models.Q(state="done"), name="bank_row_open"
            ),
            models.Index(
                fields=["corrected_by"],
                condition=~models.Q(corrected_by=""),
                name="bank_row_corrected",
            ),
            models.Index(fields=["bank_date", "bank_account"], name="bank_row_day"),
            models.Index(fields=["opponent_no", "amount"], name="bank_row_opponent"),
        ]


class StatementRow(models.Model):
    """对账单明细 · one row of the bank's own statement of a day, fetched over the wire."""

    bank_account = models.ForeignKey(BankAccount, models.PROTECT, verbose_name="银行专户")
    host_serial = TextField(zh="银行主机流水号")
    bank_date = DateField(zh="银行入账日")
    bank_time = TextField(zh="银行入账时间")
    amount = YuanField(zh="金额（收为正，付为负）", std="FSE")
    redo = FlagField(zh="冲正")
    balance = YuanField(zh="账户余额", null=True)
    opponent_no = TextField(zh="对方账号", blank=True)
    opponent_name = TextField(zh="对方户名", blank=True)
    summary = TextField(zh="摘要", std="ZhaiYao", blank=True)
    place = NumberField(zh="当日次序")

    class Meta:
        db_table = "statement_row"
        db_table_comment = "银行对账单明细"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "bank_account", "host_serial", "bank_date", "amount", "redo", "opponent_no",
                ],
                name="statement_row_once",
            )
        ]  # fmt: skip


class StatementDay(models.Model):
    """对账单 · that an account's statement of a day was fetched, and its closing balance.

    `final`: the bank's own date had passed the day when it was fetched, so that the bank
    could add nothing any more.  `fetched_at` is the moment before the bank was asked.
    """

    bank_account = models.ForeignKey(BankAccount, models.PROTECT, verbose_name="银行专户")
    bank_date = DateField(zh="对账单日期")
    closing_balance = YuanField(zh="日终余额")
    rows = NumberField(zh="明细笔数")
    gap = TextField(zh="余额不连续之处", blank=True)
    final = FlagField(zh="银行当日已终了", db_default=False)
    fetched_at = InstantField(zh="取得时刻", db_default=Now())

    class Meta:
        db_table = "statement_day"
        db_table_comment = "银行对账单（每户每日）"
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "bank_date"], name="statement_once")
        ]


class Instruction(models.Model):
    """结算指令 · money that shall leave; left in the transaction that holds it.

    to_send → sent_unknown → paid_awaiting_notice → paid, or → failed.  Only the bank's
    notice makes it paid; a successful answer alone does not.
    """

    TO_SEND, SENT_UNKNOWN = "to_send", "sent_unknown"
    AWAITING_NOTICE, PAID, FAILED = "paid_awaiting_notice", "paid", "failed"

    operation_no = TextField(zh="业务流水号", std="YWLSH", db_index=True)
    business_date = DateField(zh="会计日")
    hold_id = models.BigIntegerField("占用", unique=True, db_comment="ledger.hold")
    bank_account = models.ForeignKey(BankAccount, models.PROTECT, verbose_name="付款专户")
    business_kind = TextField(zh="业务类型")
    amount = YuanField(zh="金额", std="FSE")
    payee_no = TextField(zh="收款账号")
    payee_name = TextField(zh="收款户名")
    payee_bank_name = TextField(zh="收款行名", blank=True)
    payee_bank_no = TextField(zh="收款行联行号", blank=True)
    payee_is_person = FlagField(zh="收款人为个人", db_default=False)
    summary = TextField(zh="摘要", std="ZhaiYao")
    if_paid = TextField(zh="付出后执行的业务")
    if_failed = TextField(zh="失败后执行的业务")
    subject = TextField(zh="所为何事")
    state = TextField(zh="状态", db_default="to_send")
    seq_no = TextField(zh="发送方流水号", null=True, unique=True)
    sent_on = DateField(zh="发送日期", null=True)
    host_serial = TextField(zh="银行主机流水号", blank=True)
    why = TextField(zh="说明", blank=True)
    ended_by = TextField(zh="了结它的业务流水号", blank=True, db_index=True)

    class Meta:
        db_table = "instruction"
        db_table_comment = "结算指令"
        indexes = [
            models.Index(
                fields=["id"],
                condition=~models.Q(state__in=["paid", "failed"]),
                name="instruction_open",
            )
        ]


class SuspenseItem(models.Model):
    """暂收款 · a receipt whose owner is not known yet (21901).

    open → matched to its owner, or → refunding → refunded to the payer (→ open again when
    the payment failed), or → reversed, when the bank took it back or its report was false.
    """

    OPEN, REFUNDING, REFUNDED, MATCHED = "open", "refunding", "refunded", "matched"
    REVERSED = "reversed"

    bank_row = models.ForeignKey(BankRow, models.PROTECT, verbose_name="银行流水")
    holder_id = models.BigIntegerField("分户", unique=True, db_comment="ledger.holder")
    amount = YuanField(zh="金额")
    business_date = DateField(zh="会计日")
    operation_no = TextField(zh="业务流水号")
    state = TextField(zh="状态", db_default="open")
    why = TextField(zh="未能自动匹配的原因")
    ended_by = TextField(zh="了结它的业务流水号", blank=True)
    ended_on = DateField(zh="了结日期", null=True)

    class Meta:
        db_table = "suspense_item"
        db_table_comment = "暂收款"
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(state__in=["open", "refunding"]),
                name="suspense_open",
            )
        ]  # fmt: skip
