"""职工的列表 · the lists about members: columns, filters, words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from provident.channels.workbench.listing import Column, Filter, Listing, Search, Tag
from provident.channels.workbench.listing.declaring import Row
from provident.channels.workbench.people.employer_lists import MONTH_STANDS
from provident.channels.workbench.people.records import operations_of
from provident.channels.workbench.people.ways import to
from provident.kernel.sql import Statement
from provident.parties import api as parties

STATES = {
    "01": Tag(_("正常"), "good"),
    "02": Tag(_("封存"), "warn"),
    "06": Tag(_("冻结"), "bad"),
    "none": Tag(_("无缴存单位"), "warn"),
    "closed": Tag(_("已销户"), "bad"),
}
"""Words of JGJ/T 320-2014 A.6, and what a member without an employer is."""

ADJUSTED = {
    "none": Tag(_("按申报工资")),
    "capped": Tag(_("超过上限，按上限"), "warn"),
    "raised": Tag(_("低于下限，按下限"), "warn"),
}
"""How a declared wage became a base."""

STANDS = {**MONTH_STANDS, "diverted": Tag(_("已销户，转单位未分摊"), "warn")}

_COLUMNS = (
    Column("number", _("个人账号"), link=to("member", "number")),
    Column("name", _("姓名"), link=to("member", "number")),
    Column("id_number", _("证件号码"), mask=parties.mask_id, sortable=False),
    Column("mobile", _("手机号码"), mask=parties.mask_mobile, sortable=False),
    Column("state", _("状态"), "tag", tags=STATES),
    Column("employer_name", _("缴存单位"), link=to("employer", "employer")),
    Column("first_month", _("首次汇缴月"), "month"),
    Column("hired_on", _("入职日期"), "date", on_screen=False),
    Column("balance", _("余额（元）"), "yuan", link=to("member", "number")),
    Column("held", _("在途（元）"), "yuan"),
)

FOUND = Listing(
    name="members",
    title=_("缴存职工"),
    source=Statement(__file__, "sql/members_found.sql"),
    columns=_COLUMNS,
    order="number",
    key="number",
    branch="branch",
    empty=_("没有找到，或者不属于您的网点。请核对号码。"),
)

OF_EMPLOYER = Listing(
    name="members",
    title=_("缴存职工"),
    source=Statement(__file__, "sql/members_of_employer.sql"),
    columns=_COLUMNS,
    order="number",
    key="number",
    branch="branch",
    empty=_("这家单位还没有职工，或者它不属于您的网点。请办理“职工开户”，或上传开户名单。"),
    filters=(
        Filter("name", _("姓名"), "name", "starts", "text"),
        Filter("state", _("状态"), "state", words={k: STATES[k].word for k in ("01", "02")}),
        Filter("first_month", _("首次汇缴月"), "first_month", "is", "month"),
    ),
    search=(Search("number", "starts"),),
    search_hint=_("个人账号"),
    sums=("balance", "held"),
)

HOLDS = (
    Column("business_date", _("起于会计日"), "date"),
    Column("summary", _("事由")),
    Column("amount", _("金额（元）"), "yuan", link=to("operation", "operation_no")),
    Column("operation_no", _("业务流水号"), link=to("operation", "operation_no")),
)

MONTHS = Listing(
    name="months",
    title=_("逐月缴存"),
    source=Statement(__file__, "sql/member_months.sql"),
    columns=(
        Column("month", _("汇缴年月"), "month", link=to("list", "reference")),
        Column("employer_name", _("缴存单位"), link=to("employer", "employer")),
        Column("base", _("缴存基数（元）"), "yuan"),
        Column("unit_amount", _("单位部分（元）"), "yuan"),
        Column("personal_amount", _("个人部分（元）"), "yuan"),
        Column("fixed", _("核定（元）"), "yuan", link=to("list", "reference")),
        Column("credited", _("已入账（元）"), "yuan", link=to("operation", "credited_by")),
        Column("stands", _("状态"), "tag", tags=STANDS),
        Column("credited_on", _("入账日"), "date"),
    ),
    order="-month",
    key="id",
    empty=_("还没有列入过清册。单位确认清册以后，这里逐月列出。"),
    filters=(
        Filter("stands", _("状态"), "stands", words={k: t.word for k, t in STANDS.items()}),
        Filter("from", _("从年月"), "month", "from", "month"),
        Filter("until", _("到年月"), "month", "until", "month"),
    ),
    sums=("unit_amount", "personal_amount", "fixed", "credited"),
)


def _number(entry: str) -> str:
    return entry.partition(" ")[0]


def _summary(entry: str) -> str:
    return entry.partition(" ")[2]


def _operation(row: Row) -> str:
    return reverse("desk:operation", args=[_number(row["entry"])]) if row.get("entry") else ""


LINES = Listing(
    name="lines",
    title=_("账户明细"),
    source=Statement(__file__, "sql/member_lines.sql"),
    columns=(
        Column("business_date", _("会计日"), "date"),
        Column("entry", _("摘要"), mask=_summary, sortable=False),
        Column("month", _("缴存年月"), "month"),
        Column("come", _("收入（元）"), "yuan"),
        Column("gone", _("支出（元）"), "yuan"),
        Column("balance", _("余额（元）"), "yuan", sortable=False),
        Column("value_date", _("起息日"), "date"),
        Column("entry", _("业务流水号"), mask=_number, link=_operation, sortable=False),
    ),
    order="-business_date",
    key="id",
    empty=_("账户还没有发生额。"),
    filters=(
        Filter("from", _("从会计日"), "business_date", "from", "date"),
        Filter("until", _("到会计日"), "business_date", "until", "date"),
        Filter("month", _("缴存年月"), "month", "is", "month"),
    ),
    sums=("come", "gone"),
)

ENROLMENTS = (
    Column("employer", _("单位账号"), link=to("employer", "employer")),
    Column("employer_name", _("缴存单位"), link=to("employer", "employer")),
    Column("hired_on", _("入职日期"), "date"),
    Column("first_month", _("首次汇缴月"), "month"),
    Column("state", _("状态"), "tag", tags=STATES | {"ended": Tag(_("已转出"))}),
    Column("ended_on", _("结束日期"), "date"),
    Column("operation_no", _("业务流水号"), link=to("operation", "operation_no")),
)

BASES = (
    Column("from_month", _("起始月"), "month"),
    Column("employer_name", _("缴存单位")),
    Column("wage", _("申报月工资（元）"), "yuan"),
    Column("base", _("缴存基数（元）"), "yuan"),
    Column("adjusted", _("怎样得出"), "tag", tags=ADJUSTED),
    Column("operation_no", _("业务流水号"), link=to("operation", "operation_no")),
)

SEALS = (
    Column("from_month", _("封存起始月"), "month"),
    Column("until_month", _("启封月"), "month"),
    Column("reason", _("封存原因")),
    Column("employer_name", _("缴存单位")),
    Column("sealed_by", _("封存业务"), link=to("operation", "sealed_by")),
    Column("unsealed_by", _("启封业务"), link=to("operation", "unsealed_by")),
)

OPERATIONS = operations_of(Statement(__file__, "sql/member_operations.sql"))
