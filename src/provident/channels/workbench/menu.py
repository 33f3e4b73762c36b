"""菜单 · the way through the workbench; everybody sees only what he may open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy

from provident.staff.api import Staff

MENU = (
    ("", (("home", gettext_lazy("首页")), ("cases", gettext_lazy("办件")))),
    (
        gettext_lazy("归集"),
        (
            ("employers", gettext_lazy("缴存单位")),
            ("members", gettext_lazy("缴存职工")),
            ("lists", gettext_lazy("汇缴清册")),
            ("rosters", gettext_lazy("开户名单")),
        ),
    ),
    (
        gettext_lazy("资金"),
        (
            ("receipts", gettext_lazy("到账")),
            ("suspense", gettext_lazy("暂收款")),
            ("bank_rows", gettext_lazy("银行流水")),
            ("messages", gettext_lazy("报文")),
        ),
    ),
    (
        gettext_lazy("核算"),
        (
            ("vouchers", gettext_lazy("凭证")),
            ("reconciliation", gettext_lazy("对账")),
            ("day", gettext_lazy("日终")),
        ),
    ),
    (
        gettext_lazy("制度"),
        (
            ("policies", gettext_lazy("现行政策")),
            ("catalogue", gettext_lazy("业务目录")),
            ("operations", gettext_lazy("业务日志")),
        ),
    ),
    (
        gettext_lazy("系统"),
        (
            ("logins", gettext_lazy("用户")),
            ("sign_in_log", gettext_lazy("登录记录")),
            ("unmaskings", gettext_lazy("查看全号记录")),
            ("exports", gettext_lazy("导出记录")),
        ),
    ),
)
"""Groups with their pages; a group without a heading stands first."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """菜单项 · `address` is the page's."""

    page: str
    title: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """菜单的一组."""

    title: str
    items: tuple[MenuItem, ...]


def menu(staff: Staff, here: str) -> list[MenuGroup]:
    """The groups in which this person may see something; `here` is the address of the page."""
    groups: list[MenuGroup] = []
    for title, entries in MENU:
        items = tuple(
            MenuItem(name, str(label), _address(name), _within(here, name))
            for name, label in entries
            if staff.may_see(name)
        )
        if items:
            groups.append(MenuGroup(str(title), items))
    return groups


@cache
def _address(page: str) -> str:
    """Looked up once: every page shows the whole menu."""
    return reverse(f"desk:{page}")


def _within(here: str, page: str) -> bool:
    address = _address(page)
    return here == address if page == "home" else here.startswith(address)
