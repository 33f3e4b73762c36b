"""版面 · the sections of the long forms, in the order in which papers are handed over.

A form without a layout has one section with its items in the order of its command.  A field
that a layout forgets stands at the end, so that no form can lose one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Section:
    """表单的一段 · a folded one is for items that few people have."""

    heading: Promise | str
    fields: tuple[str, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """一张表单的版面 · `leads` says what the form does and what to have ready."""

    leads: Promise | str
    sections: tuple[Section, ...]


_PERSON_MORE = ("education", "occupation", "title", "post", "phone", "postcode", "address",
                "family_income")  # fmt: skip

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "collection.open_employer": Layout(
            _("为单位设立账户。请备齐登记证照、法人代表和经办人的证件、付款的银行账户。"),
            (
                Section(
                    _("单位"),
                    ("branch", "name", "credit_code", "address", "founded_on", "pay_day"),
                ),
                Section(_("分类"), ("affiliation", "economic_type", "industry", "fund_source")),
                Section(_("法人代表和经办人"), ("legal", "handler")),
                Section(
                    _("缴存"), ("unit_ratio", "personal_ratio", "rounding", "first_month")
                ),
                Section(_("银行和付款"), ("bank_name", "bank_code", "payers")),
                Section(_("其他联系方式"), ("postcode", "email"), folded=True),
            ),
        ),
        "collection.change_employer": Layout(
            _("只填写要变更的项目，留空的保持不变。"),
            (
                Section(_("单位"), ("employer", "name", "credit_code", "address")),
                Section(
                    _("分类"),
                    ("affiliation", "economic_type", "industry", "fund_source"),
                    folded=True,
                ),
                Section(_("法人代表和经办人"), ("legal", "handler"), folded=True),
                Section(_("银行"), ("bank_name", "bank_code"), folded=True),
                Section(
                    _("其他"), ("founded_on", "pay_day", "postcode", "email"), folded=True
                ),
            ),
        ),
        "collection.open_member": Layout(
            _("为一名职工设立个人账户；一个人终身只有一个账户。请对照身份证件和银行卡填写。"),
            (
                Section(_("单位"), ("employer",)),
                Section(
                    _("本人"), ("name", "id_kind", "id_number", "mobile", "marital")
                ),
                Section(
                    _("入职和缴存"), ("hired_on", "hire_kind", "wage", "first_month")
                ),
                Section(_("个人银行卡"), ("card", "card_bank")),
                Section(
                    _("证件上没有时填写"), ("sex", "birth"), folded=True
                ),
                Section(_("其他信息"), _PERSON_MORE, folded=True),
            ),
        ),
        "collection.change_member": Layout(
            _("只填写要变更的项目，留空的保持不变。"),
            (
                Section(_("本人"), ("member", "name", "id_kind", "id_number", "mobile")),
                Section(_("个人银行卡"), ("card", "card_bank")),
                Section(_("身份"), ("sex", "birth", "marital"), folded=True),
                Section(_("其他信息"), _PERSON_MORE, folded=True),
            ),
        ),
        "collection.confirm_lists": Layout(
            _("按单位现有职工和基数生成汇缴清册并确认；未分摊的款够缴时同时入账。"),
            (Section(_("汇缴清册"), ("employer", "first_month", "count")),),
        ),
        "collection.match_suspense": Layout(
            _("把一笔暂收款认给一个单位。请先看清付款人、附言和金额，再核对单位。"),
            (Section(_("认款"), ("suspense", "employer", "reason")),),
        ),
        "settlement.refund_suspense": Layout(
            _("把一笔暂收款退回原付款账户；收款人就是付款人，不能另行指定。"),
            (
                Section(_("退款"), ("item", "reason")),
                Section(
                    _("付款人资料不全时填写"),
                    ("payee_bank_no", "payee_is_person"),
                    folded=True,
                ),
            ),
        ),
        "collection.undo_receipt": Layout(
            _("撤销一笔认错的到账：已入账的清册退回待缴，款项归入暂收款或该单位的未分摊款。"),
            (Section(_("撤销"), ("receipt", "to", "reason")),),
        ),
        "collection.seal_members": Layout(
            _("停缴并保留账户。个人账号可以从工作簿整列粘贴，一行一个。"),
            (
                Section(_("封存谁"), ("employer", "members")),
                Section(_("何时、为何"), ("from_month", "reason", "left_on")),
            ),
        ),
        "collection.change_wage": Layout(
            _("调整职工的缴存基数。名单可以从工作簿粘贴两列：个人账号、申报月工资。"),
            (
                Section(_("从何时起"), ("employer", "from_month")),
                Section(_("调整名单"), ("wages",)),
            ),
        ),
    }
)  # fmt: skip


def sections_of(code: str, fields: Sequence[str]) -> tuple[Section, ...]:
    """The sections of a form; without a layout one section without a heading."""
    layout = LAYOUTS.get(code)
    if layout is None:
        return (Section("", tuple(fields)),)
    placed = {name for section in layout.sections for name in section.fields}
    forgotten = tuple(name for name in fields if name not in placed)
    return layout.sections + ((Section(_("其他"), forgotten),) if forgotten else ())


def lead_of(code: str) -> str:
    """What a form says about itself before its first input; "" where it says nothing."""
    layout = LAYOUTS.get(code)
    return str(layout.leads) if layout else ""
