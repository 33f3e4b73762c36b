"""单位登记的事实 · who else has this code or name, and what the policy asks of an employer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from provident.collection.rules.findings import Findings
from provident.collection.rules.registration import RatioBounds
from provident.collection.rules.standing import EMPLOYER_CLOSED
from provident.kernel.context import Context
from provident.kernel.dates import Month, chinese_date
from provident.kernel.refusal import Refusal
from provident.parties import api as parties

ROUNDINGS = {"fen": "取整到分", "jiao": "取整到角", "yuan": "取整到元"}
"""What a person reads for the codes of the policy parameter `collection.rounding_allowed`."""


def refuse_taken(found: Findings, *, credit_code: str, name: str, other_than: int = 0) -> None:
    """Refuse a code or a name that another employer has; "" asks nothing.

    Names are compared without blanks, dots and case.  A closed employer's name is free; its
    code is not, since it belongs to the same organisation for ever.
    """
    same_code = parties.employer_with_code(credit_code, other_than=other_than)
    if same_code:
        closed = same_code.state == EMPLOYER_CLOSED
        found.refuse(
            "employer.code_taken",
            f"统一社会信用代码 {credit_code} 已登记为单位 {same_code.number} {same_code.name}"
            + (
                "（已销户），请办理恢复，不另开户。"
                if closed
                else "，不能重复开户，请用该单位账号办理业务。"
            ),
            basis=("regulation-2026#14",),
            employer=same_code.number,
        )
    for same_name in parties.employers_by_name(name, cut=False):
        if same_name.id != other_than and same_name != same_code:
            found.refuse(
                "employer.name_taken",
                f"已有同名单位 {same_name.number} {same_name.name}，请核对是否重复；"
                "确为两个单位的，请以登记证照上的全称区分。",
                employer=same_name.number,
            )


def ratio_bounds(at: Context, month: Month, found: Findings) -> RatioBounds | None:
    """The bounds of the ratios in a month; the policy's refusal goes into `found`."""
    try:
        lowest = at.policy("collection.ratio_min", on=month.first_day)
        highest = at.policy("collection.ratio_max", on=month.first_day)
    except Refusal as refusal:
        found.add(refusal.reasons)
        return None
    return RatioBounds(
        cast(Decimal, lowest.value), cast(Decimal, highest.value), lowest.basis + highest.basis
    )


def chosen_rounding(at: Context, month: Month, wanted: str, found: Findings) -> str:
    """The employer's rounding: what it chose if that is permitted, else the default."""
    on = month.first_day
    if not wanted:
        return str(at.policy("collection.rounding_default", on=on).value)
    allowed = at.policy("collection.rounding_allowed", on=on)
    choices = cast("tuple[str, ...]", allowed.value)
    found.refuse_if(
        wanted not in choices,
        "employer.rounding",
        f"不能选用取整方式“{ROUNDINGS.get(wanted, wanted)}”，"
        f"请改选{'或'.join(ROUNDINGS.get(choice, choice) for choice in choices)}。",
        basis=allowed.basis,
    )
    return wanted


def warn_late_registration(at: Context, founded_on: date, found: Findings) -> None:
    """Art. 14: registration within so many days of founding; late is noted, not refused.

    What the law asked for of an employer founded before the time that the policy knows is
    not judged.
    """
    try:
        days = at.policy("collection.registration_days", on=founded_on)
    except Refusal:
        return
    last_day = founded_on + timedelta(days=int(cast(Decimal, days.value)))
    if at.business_date > last_day:
        found.warn(
            "employer.registered_late",
            f"单位应在{chinese_date(last_day)}前办理缴存登记，现已逾期。",
            basis=days.basis,
            last_day=last_day.isoformat(),
        )
