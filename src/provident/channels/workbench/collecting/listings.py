"""清册与名单的列表 · the lists about contribution lists and rosters: columns and words."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from provident.channels.workbench.listing import Column, Filter, Listing, Search, Tag
from provident.channels.workbench.people.ways import to
from provident.kernel.sql import Statement
from provident.parties import api as parties

LIST_STANDS = {
    "confirmed": Tag(_("已核定，待缴")),
    "overdue": Tag(_("逾期未缴"), "bad"),
    "credited": Tag(_("已入账"), "good"),
    "cancelled": Tag(_("已撤销"), "warn"),
}

BUNDLE_STATES = {
    "open": Tag(_("待缴")),
    "credited": Tag(_("已入账"), "good"),
    "cancelled": Tag(_("已撤销"), "warn"),
}

CHANGES = {
    "added": Tag(_("增加"), "good"),
    "changed": Tag(_("金额变动"), "warn"),
    "same": Tag(_("不变")),
}
"""How a line compares with the month before."""

ROSTER_STANDS = {
    "unchecked": Tag(_("未预审")),
    "waiting": Tag(_("等待预审")),
    "running": Tag(_("预审中")),
    "good": Tag(_("可以开户"), "good"),
    "bad": Tag(_("有误，待改正"), "bad"),
    "failed": Tag(_("预审未完成"), "bad"),
    "taken": Tag(_("已开户"), "good"),
}

LISTS = Listing(
    name="lists",
    title=_("汇缴清册"),
    source=Statement(__file__, "sql/lists.sql"),
    columns=(
        Column("reference", _("附言号"), link=to("list", "reference"), sortable=False),
        Column("employer", _("单位账号"), link=to("employer", "employer"), sortable=False),
        Column("employer_name", _("缴存单位"), link=to("employer", "employer"), sortable=False),
        Column("month", _("汇缴年月"), "month"),
        Column("persons", _("人数"), "count"),
        Column("total", _("应缴（元）"), "yuan", link=to("list", "reference")),
        Column("stands", _("状态"), "tag", tags=LIST_STANDS, sortable=False),
        Column("due_on", _("应缴截止"), "date"),
        Column("overdue_days", _("逾期天数"), "count"),
        Column("credited_on", _("入账日"), "date"),
        Column("bundle", _("合并缴款单"), sortable=False),
    ),
    order="-id",
    key="id",
    branch="branch",
    empty=_("还没有确认过清册。在单位页面办理“确认清册”以后，这里按月列出。"),
    search=(
        Search("reference", "is"),
        Search("employer", "starts"),
        Search("employer_name", "contains"),
        Search("bundle", "is"),
    ),
    search_hint=_("附言号、单位账号、单位名称、合并缴款单"),
    filters=(
        Filter(
            "stands", _("状态"), "stands", words={k: t.word for k, t in LIST_STANDS.items()}
        ),
        Filter("month", _("汇缴年月"), "month", "is", "month"),
        Filter("due_until", _("截止不晚于"), "due_on", "until", "date"),
        Filter("total", _("应缴不少于"), "total", "from", "yuan"),
    ),
    sums=("total",),
)

LINES = Listing(
    name="lines",
    title=_("清册明细"),
    source=Statement(__file__, "sql/list_lines.sql"),
    columns=(
        Column("number", _("个人账号"), link=to("member", "number")),
        Column("name", _("姓名"), link=to("member", "number")),
        Column("id_number", _("证件号码"), mask=parties.mask_id, sortable=False),
        Column("base", _("缴存基数（元）"), "yuan"),
        Column("unit_amount", _("单位部分（元）"), "yuan"),
        Column("personal_amount", _("个人部分（元）"), "yuan"),
        Column("amount", _("月缴存额（元）"), "yuan"),
        Column("change", _("与上月相比"), "tag", tags=CHANGES),
    ),
    order="id",
    key="id",
    empty=_("这个月没有应缴存的职工。"),
    search=(Search("number", "starts"), Search("name", "starts")),
    search_hint=_("个人账号、姓名"),
    filters=(
        Filter(
            "change", _("与上月相比"), "change", words={k: t.word for k, t in CHANGES.items()}
        ),
    ),
    sums=("unit_amount", "personal_amount", "amount"),
)

ROSTERS = Listing(
    name="rosters",
    title=_("开户名单"),
    source=Statement(__file__, "sql/rosters.sql"),
    columns=(
        Column("id", _("名单编号"), link=to("roster", "id")),
        Column("file_name", _("文件名"), link=to("roster", "id")),
        Column("employer_name", _("缴存单位"), link=to("employer", "employer")),
        Column("stands", _("状态"), "tag", tags=ROSTER_STANDS),
        Column("total", _("总行数"), "count"),
        Column("good", _("可开户"), "count"),
        Column("bad", _("有误"), "count"),
        Column("uploaded_by", _("上传人")),
        Column("uploaded_at", _("上传时刻"), "moment"),
        Column("taken_by", _("开户业务"), link=to("operation", "taken_by")),
    ),
    order="-id",
    key="id",
    branch="branch",
    empty=_("还没有上传过名单。请下载模板，填好后在上面上传。"),
    search=(
        Search("employer", "starts"),
        Search("employer_name", "contains"),
        Search("file_name", "contains"),
    ),
    search_hint=_("单位账号、单位名称、文件名"),
    filters=(
        Filter(
            "stands", _("状态"), "stands", words={k: t.word for k, t in ROSTER_STANDS.items()}
        ),
    ),
)

FINDINGS = Listing(
    name="findings",
    title=_("名单问题"),
    source=Statement(__file__, "sql/roster_findings.sql"),
    columns=(
        Column("row", _("行号"), "count"),
        Column("name", _("姓名")),
        Column(
            "kind",
            _("类别"),
            "tag",
            tags={"refused": Tag(_("有误"), "bad"), "warned": Tag(_("请留意"), "warn")},
        ),
        Column("says", _("原因"), sortable=False),
    ),
    order="row",
    key="id",
    empty=_("没有问题。"),
    filters=(
        Filter("kind", _("类别"), "kind", words={"refused": _("有误"), "warned": _("请留意")}),
        Filter("name", _("姓名"), "name", "starts", "text"),
        Filter("reason", _("原因含"), "says", "contains", "text"),
    ),
)
