"""单位的列表 · the lists about employers: columns, filters, words."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from provident.channels.workbench.listing import Column, Filter, Listing, Search, Tag
from provident.channels.workbench.people.records import operations_of
from provident.channels.workbench.people.ways import to
from provident.kernel.sql import Statement
from provident.parties.api import mask_card

STATES = {
    "01": Tag(_("正常"), "good"),
    "02": Tag(_("开户")),
    "03": Tag(_("缓缴"), "warn"),
    "04": Tag(_("销户"), "bad"),
    "05": Tag(_("封存"), "warn"),
    "99": Tag(_("其他")),
}
"""Words of JGJ/T 320-2014 A.4; `02` has opened and not been credited yet."""

MONTH_STANDS = {
    "credited": Tag(_("已入账"), "good"),
    "come": Tag(_("到账未分摊"), "warn"),
    "overdue": Tag(_("逾期未缴"), "bad"),
    "fixed": Tag(_("已核定")),
}
"""How a listed month stands, the same words for employer and member."""

RECEIPT_STATES = {"booked": Tag(_("已入账"), "good"), "undone": Tag(_("已撤销"), "bad")}

HOW = {
    "reference": Tag(_("附言号")),
    "bundle": Tag(_("合并缴款单")),
    "payer": Tag(_("付款账号")),
    "name": Tag(_("付款户名")),
    "manual": Tag(_("人工匹配")),
}

CAUSES = {
    "kept": Tag(_("到账留存")),
    "credited": Tag(_("转入职工账户")),
    "reopened": Tag(_("撤销入账退回")),
    "moved_to_suspense": Tag(_("错记到账转出")),
}


EMPLOYERS = Listing(
    name="employers",
    title=_("缴存单位"),
    source=Statement(__file__, "sql/employers.sql"),
    columns=(
        Column("number", _("单位账号"), link=to("employer", "number")),
        Column("name", _("单位名称"), link=to("employer", "number")),
        Column("branch_name", _("网点")),
        Column("credit_code", _("统一社会信用代码"), on_screen=False),
        Column("state", _("状态"), "tag", tags=STATES),
        Column("normal", _("正常人数"), "count"),
        Column("sealed", _("封存人数"), "count"),
        Column("listed_to", _("清册至"), "month"),
        Column("paid_to", _("缴至年月"), "month"),
        Column("unallocated", _("未分摊（元）"), "yuan"),
        Column("opened_on", _("开户日期"), "date", on_screen=False),
    ),
    order="number",
    key="number",
    branch="branch",
    empty=_("还没有登记缴存单位。新单位请办理“单位开户”。"),
    search=(
        Search("number", "starts"),
        Search("name", "contains"),
        Search("credit_code", "is"),
    ),
    search_hint=_("单位账号、名称、统一社会信用代码"),
    filters=(
        Filter("state", _("状态"), "state", words={k: tag.word for k, tag in STATES.items()}),
        Filter("paid_until", _("缴至不晚于"), "paid_to", "until", "month"),
        Filter("unallocated", _("未分摊不少于"), "unallocated", "from", "yuan"),
    ),
    sums=("unallocated",),
)

PAYERS = (
    Column("account_no", _("付款账号"), mask=mask_card),
    Column("account_name", _("付款户名")),
    Column("bank_name", _("开户银行")),
)

RATIOS = (
    Column("from_month", _("起始月"), "month"),
    Column("unit_ratio", _("单位比例"), "percent"),
    Column("personal_ratio", _("个人比例"), "percent"),
    Column("operation_no", _("业务流水号"), link=to("operation", "operation_no")),
)

MONTHS = Listing(
    name="months",
    title=_("逐月缴存"),
    source=Statement(__file__, "sql/employer_months.sql"),
    columns=(
        Column("month", _("汇缴年月"), "month", link=to("list", "reference")),
        Column("persons", _("人数"), "count"),
        Column("fixed", _("核定（元）"), "yuan", link=to("list", "reference")),
        Column("come", _("到账未分摊（元）"), "yuan"),
        Column("credited", _("已入账（元）"), "yuan", link=to("operation", "credited_by")),
        Column("stands", _("状态"), "tag", tags=MONTH_STANDS),
        Column("due_on", _("应缴截止"), "date"),
        Column("credited_on", _("入账日"), "date"),
        Column("receipt", _("到账"), link=to("receipt", "receipt")),
        Column("reference", _("附言号"), link=to("list", "reference")),
    ),
    order="-month",
    key="id",
    empty=_("还没有确认过清册。职工开户以后，请办理“确认清册”。"),
    filters=(
        Filter(
            "stands",
            _("状态"),
            "stands",
            words={k: tag.word for k, tag in MONTH_STANDS.items()},
        ),
        Filter("from", _("从年月"), "month", "from", "month"),
        Filter("until", _("到年月"), "month", "until", "month"),
    ),
    sums=("fixed", "come", "credited"),
)

UNALLOCATED = Listing(
    name="unallocated",
    title=_("未分摊变动"),
    source=Statement(__file__, "sql/employer_unallocated.sql"),
    columns=(
        Column("business_date", _("会计日"), "date"),
        Column("cause", _("原因"), "tag", tags=CAUSES),
        Column("come", _("增加（元）"), "yuan"),
        Column("gone", _("减少（元）"), "yuan"),
        Column("balance", _("余额（元）"), "yuan"),
        Column("receipt", _("到账"), link=to("receipt", "receipt")),
        Column("operation_no", _("业务流水号"), link=to("operation", "operation_no")),
    ),
    order="-id",
    key="id",
    empty=_("没有未分摊款的变动：到账都已整月记入职工账户。"),
    filters=(
        Filter("from", _("从会计日"), "business_date", "from", "date"),
        Filter("until", _("到会计日"), "business_date", "until", "date"),
    ),
    sums=("come", "gone"),
)

RECEIPTS = Listing(
    name="receipts",
    title=_("单位到账"),
    source=Statement(__file__, "sql/employer_receipts.sql"),
    columns=(
        Column("business_date", _("会计日"), "date"),
        Column("amount", _("金额（元）"), "yuan", link=to("receipt", "id")),
        Column("payer", _("付款户名")),
        Column("remark", _("附言")),
        Column("how", _("如何认出"), "tag", tags=HOW),
        Column("state", _("状态"), "tag", tags=RECEIPT_STATES),
        Column("host_serial", _("银行流水号"), link=to("receipt", "id")),
        Column("operation_no", _("业务流水号"), link=to("operation", "operation_no")),
    ),
    order="-id",
    key="id",
    empty=_("还没有收到这家单位的缴款。"),
    filters=(
        Filter(
            "state",
            _("状态"),
            "state",
            words={k: tag.word for k, tag in RECEIPT_STATES.items()},
        ),
        Filter("from", _("从会计日"), "business_date", "from", "date"),
        Filter("until", _("到会计日"), "business_date", "until", "date"),
    ),
    search=(Search("host_serial", "is"), Search("payer", "contains")),
    search_hint=_("银行流水号、付款户名"),
)

OPERATIONS = operations_of(Statement(__file__, "sql/employer_operations.sql"))
