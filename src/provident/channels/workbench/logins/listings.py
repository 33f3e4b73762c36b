"""用户的列表 · logins, sign-ins, unmaskings, and what was done on a login or by its person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import Column, Filter, Listing, Search, Tag
from provident.channels.workbench.money.facts import way
from provident.channels.workbench.people.ways import operation_title
from provident.kernel.context import shown
from provident.kernel.sql import Statement
from provident.parties.finding import branches
from provident.staff import moments
from provident.staff.api import Staff
from provident.staff.duties import duties
from provident.staff.reading import EVENTS
from provident.staff.reading import STATES as STATE_WORDS

WHOLE_CENTRE = mark("全中心")

STATES = {
    "active": Tag(STATE_WORDS["active"], "good"),
    "waiting": Tag(STATE_WORDS["waiting"], "warn"),
    "unissued": Tag(STATE_WORDS["unissued"], "warn"),
    "stopped": Tag(STATE_WORDS["stopped"]),
}
SECOND_FACTOR = {"yes": Tag(mark("已启用"), "good"), "no": Tag(mark("未启用"))}

_GOOD = ("signed_in", "second_factor_set")
_BAD = ("locked", "not_active")
_WARN = ("wrong_password", "wrong_code", "one_time_expired", "ended_elsewhere")
EVENT_TAGS: Mapping[str, Tag] = {
    what: Tag(
        word,
        "good" if what in _GOOD else "bad" if what in _BAD else "warn" if what in _WARN else "",
    )
    for what, word in EVENTS.items()
}

PARTS_IN_IT = {"made": Tag(mark("经办")), "checked": Tag(mark("复核"))}

SUBJECTS = {
    "member": (mark("缴存职工"), "member", ""),
    "employer": (mark("缴存单位"), "employer", ""),
    "operation": (mark("业务"), "operation", ""),
    "case": (mark("办件"), "case", ""),
    "login": (mark("用户"), "login", "username"),
    "wire_message": (mark("报文"), "message", "message"),
    "notice_frame": (mark("到账通知"), "message", "frame"),
}
"""What can be looked at whole: its word, its page, and the part of the address to fill in."""


def logins_listing(staff: Staff) -> Listing:
    """用户 · everybody who works here, by user name."""
    roles = {f",{name},": role.title for name, role in duties().roles.items()}
    places = {"centre": WHOLE_CENTRE, **branches()}
    return Listing(
        name="logins",
        title=_("用户"),
        source=Statement(__file__, "sql/logins.sql"),
        columns=(
            Column(
                "username",
                mark("用户名"),
                link=lambda row: way(staff, "login", row["username"], "username"),
            ),
            Column("name", mark("姓名")),
            Column("titles", mark("岗位")),
            Column("branch_name", mark("网点")),
            Column("state", mark("状态"), "tag", tags=STATES),
            Column("second_factor", mark("动态口令"), "tag", tags=SECOND_FACTOR),
            Column("last_sign_in", mark("上次登录"), "moment"),
        ),
        order="username",
        key="id",
        branch="branch",
        empty=_("还没有用户。请在安装系统的机器上先设立首批系统管理员。"),
        filters=(
            Filter("role", mark("岗位"), "roles", "contains", words=roles),
            Filter("branch", mark("网点"), "place", words=places),
            Filter("state", mark("状态"), "state", words=STATE_WORDS),
        ),
        search=(Search("username"), Search("name", "contains")),
        search_hint=_("用户名、姓名"),
    )


def logins_asked() -> dict[str, Any]:
    """The parameters of the list of logins."""
    titles = {name: _(role.title) for name, role in duties().roles.items()}
    return {
        "titles": json.dumps(titles, ensure_ascii=False),
        "centre": _(WHOLE_CENTRE),
        "now": moments.now(),
    }


def sign_ins_listing(staff: Staff, *, of_one: bool = False) -> Listing:
    """登录记录 · the events at the door, the newest first."""
    who = (
        Column(
            "username",
            mark("用户名"),
            link=lambda row: way(staff, "login", row["username"], "username"),
        ),
        Column("name", mark("姓名")),
    )
    return Listing(
        name="sign_ins",
        title=_("登录记录"),
        source=Statement(__file__, "sql/sign_ins.sql"),
        columns=(
            Column("at", mark("时刻"), "moment"),
            *(() if of_one else who),
            Column("what", mark("事项"), "tag", tags=EVENT_TAGS),
            Column("address", mark("来源地址")),
        ),
        order="-at",
        key="id",
        branch="branch",
        empty=_("还没有登录记录。"),
        filters=(
            Filter("what", mark("事项"), "what", words=EVENTS),
            Filter("since", mark("日期自"), "day", "from", "date"),
            Filter("until", mark("日期至"), "day", "until", "date"),
        ),
        search=(
            *(() if of_one else (Search("username"), Search("name", "contains"))),
            Search("address"),
        ),
        search_hint=_("来源地址") if of_one else _("用户名、姓名、来源地址"),
    )


def sign_ins_asked(login_id: int | None = None) -> dict[str, Any]:
    """The parameters of the sign-ins: of one login, or of all."""
    return {
        "login": login_id,
        "zone": settings.TIME_ZONE,
        "unknown": _("（不存在的用户名）"),
    }


def unmaskings_listing(staff: Staff, *, of_one: bool = False) -> Listing:
    """查看全号记录 · every look at whole numbers, the newest first."""
    who = (
        Column(
            "username",
            mark("用户名"),
            link=lambda row: way(staff, "login", row["username"], "username"),
        ),
        Column("name", mark("姓名")),
    )
    words = {kind: word for kind, (word, _page, _part) in SUBJECTS.items()}
    return Listing(
        name="unmaskings",
        title=_("查看全号记录"),
        source=Statement(__file__, "sql/unmaskings.sql"),
        columns=(
            Column("at", mark("时刻"), "moment"),
            *(() if of_one else who),
            Column("what", mark("看了什么")),
            Column("subject", mark("谁的"), link=lambda row: _whose(staff, row)),
            Column("reason", mark("为什么"), sortable=False),
        ),
        order="-at",
        key="id",
        branch="branch",
        empty=_("还没有人查看过全号。"),
        filters=(
            Filter("kind", mark("对象"), "kind", words=words),
            Filter("since", mark("日期自"), "day", "from", "date"),
            Filter("until", mark("日期至"), "day", "until", "date"),
        ),
        search=(
            *(() if of_one else (Search("username"), Search("name", "contains"))),
            Search("key"),
            Search("reason", "contains"),
        ),
        search_hint=_("对象的编号、原因") if of_one else _("用户名、姓名、对象的编号、原因"),
    )


def unmaskings_asked(login_id: int | None = None) -> dict[str, Any]:
    """The parameters of the unmaskings: by one login, or by all."""
    kinds = {kind: _(word) for kind, (word, _page, _part) in SUBJECTS.items()}
    return {
        "login": login_id,
        "zone": settings.TIME_ZONE,
        "kinds": json.dumps(kinds, ensure_ascii=False),
    }


def _whose(staff: Staff, row: Mapping[str, Any]) -> str:
    if row["kind"] not in SUBJECTS or not row["key"]:
        return ""
    _word, page, part = SUBJECTS[row["kind"]]
    return way(staff, page, row["key"], part)


def _operation_columns(staff: Staff) -> tuple[Column, ...]:
    return (
        Column("recorded_at", mark("时刻"), "moment"),
        Column("code", mark("业务"), mask=operation_title),
        Column("says", mark("结果"), sortable=False),
        Column("maker", mark("经办"), mask=shown),
        Column("checker", mark("复核"), mask=shown),
        Column("business_date", mark("会计日"), "date"),
        Column(
            "number",
            mark("业务流水号"),
            link=lambda row: way(staff, "operation", row["number"]),
        ),
    )


_DAYS = (
    Filter("since", mark("会计日自"), "business_date", "from", "date"),
    Filter("until", mark("会计日至"), "business_date", "until", "date"),
)


def changes_listing(staff: Staff) -> Listing:
    """变更记录 · what was done on one login, the newest first."""
    return Listing(
        name="changes",
        title=_("变更记录"),
        source=Statement(__file__, "sql/changes_of_login.sql"),
        columns=_operation_columns(staff),
        order="-number",
        key="number",
        empty=_("还没有办理过变更。"),
        filters=_DAYS,
    )


def work_listing(staff: Staff) -> Listing:
    """办理的业务 · what one person made or checked, the newest first."""
    part = Column("part", mark("角色"), "tag", tags=PARTS_IN_IT)
    first, *rest = _operation_columns(staff)
    return Listing(
        name="work",
        title=_("办理的业务"),
        source=Statement(__file__, "sql/work_of_login.sql"),
        columns=(first, part, *rest),
        order="-number",
        key="number",
        empty=_("还没有经办或复核过业务。"),
        filters=(
            Filter(
                "part",
                mark("角色"),
                "part",
                words={code: tag.word for code, tag in PARTS_IN_IT.items()},
            ),
            *_DAYS,
        ),
    )
