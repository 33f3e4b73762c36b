"""有关情况 · the facts beside a form: about the employer, the member, the money at hand.

A panel for another kind of thing is registered with `@facts_panel("kind")`; the kinds are those
of the command's fields.  Nobody sees a panel of another branch, or of a kind of thing whose own
page is closed to him.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from provident.channels.workbench.forms.items import Item
from provident.channels.workbench.forms.references import Known, as_id, plausible
from provident.channels.workbench.log.masking import mask_text
from provident.collection import look_up as collected
from provident.collection.facts.enrolments import live_enrolment
from provident.collection.rules.standing import MEMBER_SEALED
from provident.kernel import clock
from provident.kernel.dates import Month
from provident.parties import api as parties
from provident.settlement import look_up as settled
from provident.standards import code_list


@dataclass(frozen=True, slots=True)
class Fact:
    """一项事实 · a label and what is known."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Panel:
    """一块事实 · about one thing; `address` is its own page, "" where it has none."""

    title: str
    name: str
    facts: tuple[Fact, ...]
    address: str = ""


Maker = Callable[[str], Panel | None]
_makers: dict[str, Maker] = {}


def facts_panel(kind: str) -> Callable[[Maker], Maker]:
    """Register the function that tells about one thing of a kind by its number."""

    def register(maker: Maker) -> Maker:
        _makers[kind] = maker
        return maker

    return register


def panels_for(items: Sequence[Item], given: Mapping[str, Any], known: Known) -> list[Panel]:
    """The panels of every single thing that a form names, in the order of its items."""
    found: list[Panel] = []
    for item in items:
        number = given.get(item.name)
        if item.refers not in _makers or not isinstance(number, str):
            continue
        if not plausible(number) or not known.sees(item.refers):
            continue
        if known.foreign(item.refers, [number]):
            continue
        panel = _makers[item.refers](number)
        if panel:
            found.append(panel)
    return found


def address_of(page: str, number: object) -> str:
    """The address of a thing's own page; "" where the workbench has none."""
    try:
        return reverse(f"desk:{page}", args=[number])
    except NoReverseMatch:
        return ""


def in_yuan(amount: Decimal | None) -> str:
    """1,234.56 元; a dash where nothing is known."""
    return "—" if amount is None else f"{amount:,.2f} {_('元')}".replace("-", "−")


@facts_panel("employer")
def employer_panel(number: str) -> Panel | None:
    """单位 · state, months, ratios, people, money not yet allocated, payers."""
    employer = parties.find_employer(number)
    if employer is None:
        return None
    stands = collected.employer_stands(employer.pk, Month.of(clock.today()))
    facts = [Fact(_("状态"), _(code_list("employer_status").codes.get(employer.state, "")))]
    if stands:
        facts += [
            Fact(_("缴至"), str(stands.paid_to or _("尚未缴过"))),
            Fact(_("清册确认至"), str(stands.listed_to or _("尚未确认"))),
            Fact(
                _("单位、个人比例"),
                f"{stands.unit_ratio or '—'}% · {stands.personal_ratio or '—'}%",
            ),
            Fact(_("缴存职工"), _("%(count)d 人") % {"count": stands.normal}),
            Fact(_("封存职工"), _("%(count)d 人") % {"count": stands.sealed}),
            Fact(_("未分摊款"), in_yuan(stands.unallocated)),
            Fact(_("付款户"), "、".join(map(parties.mask_card, stands.payers)) or _("未登记")),
        ]
    return Panel(
        _("这个单位"), f"{number} {employer.name}", tuple(facts), address_of("employer", number)
    )


@facts_panel("member")
def member_panel(number: str) -> Panel | None:
    """职工 · who pays, the money, and how to recognise the person; numbers are masked."""
    member, standing = parties.find_member(number), live_enrolment(number)
    if member is None or standing is None:
        return None
    money = collected.member_figures(standing.holder)
    facts = [
        Fact(_("单位"), standing.employer_name or _("没有在缴单位")),
        Fact(_("状态"), _member_state(standing.closed_on is not None, standing.state)),
        Fact(_("账户余额"), in_yuan(money.balance)),
        Fact(_("在途占用"), in_yuan(money.held)),
        Fact(_("可用余额"), in_yuan(money.free)),
        Fact(_("证件号码"), parties.mask_id(member.id_number)),
        Fact(_("手机号码"), parties.mask_mobile(member.mobile)),
    ]
    if standing.state == MEMBER_SEALED and standing.sealed_from:
        facts.append(Fact(_("封存起始月"), str(standing.sealed_from)))
    return Panel(
        _("这位职工"), f"{number} {member.name}", tuple(facts), address_of("member", number)
    )


def _member_state(closed: bool, state: str) -> str:
    if closed:
        return _("已销户")
    return _(code_list("member_status").codes.get(state) or mark("未参加缴存"))


@facts_panel("suspense")
def suspense_panel(number: str) -> Panel | None:
    """暂收款 · who paid, what he wrote, and why it was not matched by itself."""
    item = settled.suspense_items([as_id(number) or 0]).get(as_id(number) or 0)
    if item is None:
        return None
    facts = (
        Fact(_("金额"), in_yuan(item.amount)),
        Fact(_("状态"), _(item.state)),
        Fact(_("付款人"), item.payer_name or "—"),
        Fact(_("付款账号"), parties.mask_card(item.payer_no) or "—"),
        Fact(_("摘要"), mask_text(item.summary) or "—"),
        Fact(_("附言"), mask_text(item.remark) or "—"),
        Fact(_("到账日"), item.business_date.isoformat()),
        Fact(_("未自动匹配的原因"), item.why),
    )
    return Panel(_("这笔暂收款"), number, facts, address_of("suspense", item.id))


@facts_panel("receipt")
def receipt_panel(number: str) -> Panel | None:
    """到账 · whose receipt it is and what it came with."""
    receipt = collected.receipts([as_id(number) or 0]).get(as_id(number) or 0)
    if receipt is None:
        return None
    facts = (
        Fact(_("单位"), f"{receipt.employer_number} {receipt.employer_name}"),
        Fact(_("金额"), in_yuan(receipt.amount)),
        Fact(_("状态"), _(receipt.state)),
        Fact(_("付款人"), receipt.payer_name or "—"),
        Fact(_("附言"), mask_text(receipt.remark) or "—"),
        Fact(_("会计日"), receipt.business_date.isoformat()),
        Fact(_("业务流水号"), receipt.operation_no),
    )
    return Panel(_("这笔到账"), number, facts, address_of("receipt", receipt.id))
