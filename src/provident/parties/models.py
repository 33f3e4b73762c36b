"""主体 · who takes part: branches, employers with their payers, members.

Data items follow JGJ/T 320-2014 tables 4.0.2 and 4.0.3.  Items that the person did not
know carry the code list's "unknown" code and appear in the list of items to complete.
"""

from __future__ import annotations

from django.db import models

from provident.kernel.fields import (
    CodeField,
    DateField,
    FlagField,
    NumberField,
    TextField,
    YuanField,
)


class Branch(models.Model):
    """网点 · a branch (管理部) of the centre; three digits."""

    code = TextField(primary_key=True, zh="网点代码")
    name = TextField(zh="网点名称")

    class Meta:
        db_table = "branch"
        db_table_comment = "网点（管理部）"


class Employer(models.Model):
    """缴存单位 · an employer that pays contributions (JGJ/T 320 表4.0.2)."""

    branch_id: str

    NORMAL, OPENED, DEFERRED, CLOSED, SEALED = "01", "02", "03", "04", "05"

    number = TextField(unique=True, zh="单位账号", std="DWZH")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="网点")
    name = TextField(zh="单位名称", std="DWMC")
    match_name = TextField(zh="匹配用名称", db_index=True)
    credit_code = TextField(unique=True, zh="统一社会信用代码", std="ZZJGDM")
    address = TextField(zh="单位地址", std="DWDZ")
    postcode = TextField(zh="单位邮编", std="DWYB", blank=True)
    email = TextField(zh="单位电子信箱", std="DWDZXX", blank=True)
    affiliation = CodeField(zh="单位隶属关系", std="DWLSGX", code_list="subordination")
    economic_type = CodeField(zh="单位经济类型", std="DWJJLX", code_list="economic_type")
    industry = CodeField(zh="单位所属行业", std="DWSSHY", code_list="industry")
    founded_on = DateField(zh="单位设立日期", std="DWSLRQ")
    pay_day = NumberField(zh="单位发薪日", std="DWFXR")
    legal_name = TextField(zh="法人代表姓名", std="DWFRDBXM")
    legal_id_kind = CodeField(
        zh="法人代表证件类型", std="DWFRDBZJLX", code_list="identity_document"
    )
    legal_id_number = TextField(zh="法人代表证件号码", std="DWFRDBZJHM")
    handler_name = TextField(zh="经办人姓名", std="JBRXM")
    handler_id_kind = CodeField(
        zh="经办人证件类型", std="JBRZJLX", code_list="identity_document"
    )
    handler_id_number = TextField(zh="经办人证件号码", std="JBRZJHM")
    handler_mobile = TextField(zh="经办人手机号码", std="JBRSJHM")
    handler_phone = TextField(zh="经办人固定电话号码", std="JBRGDDHHM", blank=True)
    fund_source = CodeField(zh="资金来源", code_list="fund_source")
    bank_name = TextField(zh="受托银行名称", std="STYHMC")
    bank_code = CodeField(zh="受托银行代码", std="STYHDM", code_list="bank")
    state = CodeField(zh="单位账户状态", std="DWZHZT", code_list="employer_status")
    opened_on = DateField(zh="单位开户日期", std="DWKHRQ")
    closed_on = DateField(zh="单位销户日期", std="DWXHRQ", null=True)
    version = NumberField(zh="版本", db_default=1)

    class Meta:
        db_table = "employer"
        db_table_comment = "缴存单位信息"
        constraints = [
            models.UniqueConstraint(
                fields=["match_name"],
                condition=~models.Q(state="04"),
                name="employer_one_name",
            )
        ]


class EmployerPayer(models.Model):
    """付款户 · a bank account from which an employer's money may come.

    One payer may pay for many employers (国库, 财政统发, 劳务派遣).
    """

    employer = models.ForeignKey(Employer, models.PROTECT, verbose_name="缴存单位")
    account_no = TextField(zh="付款账号", db_index=True)
    account_name = TextField(zh="付款户名")
    bank_name = TextField(zh="开户银行", blank=True)

    class Meta:
        db_table = "employer_payer"
        db_table_comment = "单位的付款账户"
        constraints = [
            models.UniqueConstraint(fields=["employer", "account_no"], name="payer_once")
        ]


class Member(models.Model):
    """缴存职工 · a person; one person, one account, over all branches and time (art. 13)."""

    branch_id: str

    number = TextField(unique=True, zh="个人账号", std="GRZH")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="开户网点")
    name = TextField(zh="姓名", std="XingMing")
    sex = CodeField(zh="性别", std="XingBie", code_list="sex")
    birth = DateField(zh="出生日期", std="CSNY")
    id_kind = CodeField(zh="证件类型", std="ZJLX", code_list="identity_document")
    id_number = TextField(zh="证件号码", std="ZJHM")
    mobile = TextField(zh="手机号码", std="SJHM", db_index=True)
    phone = TextField(zh="固定电话号码", std="GDDHHM", blank=True)
    marital = CodeField(zh="婚姻状况", std="HYZK", code_list="marital_status")
    occupation = CodeField(zh="职业", std="ZhiYe", code_list="employment_status", blank=True)
    title = CodeField(zh="职称", std="ZhiChen", code_list="technical_title", blank=True)
    post = CodeField(zh="职务", std="ZhiWu", code_list="duty", blank=True)
    education = CodeField(zh="学历", std="XueLi", code_list="education", blank=True)
    postcode = TextField(zh="邮政编码", std="YZBM", blank=True)
    address = TextField(zh="家庭住址", std="JTZZ", blank=True)
    family_income = YuanField(zh="家庭月收入", std="JTYSR", null=True)
    card_no = TextField(zh="个人存款账户号码", std="GRCKZHHM", blank=True)
    card_bank_name = TextField(zh="个人存款账户开户银行名称", std="GRCKZHKHYHMC", blank=True)
    card_bank_code = CodeField(
        zh="个人存款账户开户银行代码", std="GRCKZHKHYHDM", code_list="bank", blank=True
    )
    holder_id = models.BigIntegerField("分户", unique=True, db_comment="ledger.holder")
    opened_on = DateField(zh="开户日期", std="KHRQ")
    closed_on = DateField(zh="销户日期", std="XHRQ", null=True)
    close_reason = CodeField(
        zh="销户原因", std="XHYY", code_list="withdrawal_reason", blank=True
    )
    to_complete = FlagField(zh="有待补信息", db_default=False)
    version = NumberField(zh="版本", db_default=1)

    class Meta:
        db_table = "member"
        db_table_comment = "缴存职工个人信息"
        constraints = [
            models.UniqueConstraint(fields=["id_kind", "id_number"], name="member_one_person"),
            models.UniqueConstraint(
                fields=["card_no"], condition=~models.Q(card_no=""), name="member_own_card"
            ),
        ]
        indexes = [models.Index(fields=["name"], name="member_name")]
