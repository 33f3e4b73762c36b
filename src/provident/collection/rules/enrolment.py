"""缴存关系 · may this enrolment be sealed, unsealed, transferred or changed from this month?

Nothing may change a month whose list stands; what takes effect later is free.  Pure
functions; each returns every reason at once.

依据  《住房公积金管理条例》(2026) 第十三、十五条
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from provident.collection.rules.opening import HIRING, ONE_HOLDER
from provident.collection.rules.standing import (
    EmployerStanding,
    MemberStanding,
    StandingList,
)
from provident.kernel.dates import Month
from provident.kernel.refusal import Verdict
from provident.parties.rules.masking import mask_organisation


def judge_effective(
    what: str,
    month: Month,
    employer: EmployerStanding,
    lists: Sequence[StandingList],
) -> Verdict:
    """A change takes effect only in months whose list does not stand.

    `lists` are the employer's standing lists from `month` on; they are named, because the
    person must cancel them or choose a later month.
    """
    verdict = Verdict()
    if month < employer.first_month:
        verdict.refuse(
            "enrolment.before_employer",
            f"{what}的生效月 {month} 早于单位的首次汇缴月 {employer.first_month}，"
            "请改为该月或以后。",
            month=str(month),
            employer_first=str(employer.first_month),
        )
    if lists:
        named = "、".join(f"{one.month}（附言号 {one.reference}）" for one in lists)
        credited = [one for one in lists if one.credited]
        todo = "撤销到账并撤销清册" if credited else "撤销清册"
        verdict.refuse(
            "enrolment.month_listed",
            f"{what}自 {month} 起生效会改动已确认的汇缴清册：{named}；"
            f"请先{todo}，或改为自 {employer.free_from} 起生效。",
            lists=[one.reference for one in lists],
            free_from=str(employer.free_from),
            month=str(month),
        )
    return verdict


def judge_belongs(
    number: str, member: MemberStanding | None, employer: EmployerStanding
) -> Verdict:
    """The member exists and is enrolled at this employer.

    Whoever is not of this employer is not named: anybody can try numbers.
    """
    verdict = Verdict()
    if member is None:
        verdict.refuse(
            "member.unknown", f"没有个人账号为 {number} 的职工，请核对。", member=number
        )
    elif member.employer != employer.id:
        verdict.refuse(
            "enrolment.not_here",
            f"个人账号 {number} 不在单位“{employer.name}”缴存，请核对个人账号和单位账号。",
            member=number,
            employer_name=employer.name,
        )
    return verdict


def judge_seal(member: MemberStanding, from_month: Month) -> Verdict:
    """封存 · from the month after the employment has ended (art. 15)."""
    verdict = Verdict()
    who = f"{member.number} {member.name}"
    if member.sealed_from is not None:
        verdict.refuse(
            "enrolment.sealed_already",
            f"{who} 已自 {member.sealed_from} 起封存，无须重复办理。",
            basis=HIRING,
            member=member.number,
            name=member.name,
            sealed_from=str(member.sealed_from),
        )
    if member.first_month and from_month < member.first_month:
        verdict.refuse(
            "enrolment.before_first_month",
            f"{who} 自 {member.first_month} 起缴存，封存月不能早于该月。",
            member=member.number,
            name=member.name,
            first_month=str(member.first_month),
        )
    if member.unsealed_month and from_month < member.unsealed_month:
        verdict.refuse(
            "enrolment.seals_overlap",
            f"{who} 上次封存到 {member.unsealed_month} 才启封，封存月不能早于该月。",
            member=member.number,
            name=member.name,
            unsealed_month=str(member.unsealed_month),
        )
    return verdict


def judge_unseal(member: MemberStanding, until_month: Month) -> Verdict:
    """启封 · the first month in which contributions are paid again."""
    verdict = Verdict()
    who = f"{member.number} {member.name}"
    if member.sealed_from is None:
        verdict.refuse(
            "enrolment.not_sealed",
            f"{who} 没有封存，无须启封。",
            member=member.number,
            name=member.name,
        )
    elif until_month < member.sealed_from:
        verdict.refuse(
            "enrolment.unseal_before_seal",
            f"{who} 自 {member.sealed_from} 起封存，启封月不能早于该月。",
            member=member.number,
            name=member.name,
            sealed_from=str(member.sealed_from),
        )
    return verdict


def judge_transfer(
    member: MemberStanding,
    employer: EmployerStanding,
    before: EmployerStanding | None,
    first_month: Month,
    lists: Sequence[StandingList],
) -> Verdict:
    """职工转入 · the old enrolment is sealed, nothing of it is in flight, no month twice.

    `before` is the employer of the old enrolment, `lists` are standing lists with a line of
    this member that wait for money or are of `first_month` or later.
    """
    verdict = Verdict()
    who = f"{member.number} {member.name}"
    of = {"member": member.number, "name": member.name}
    verdict.refuse_if(
        member.closed_on is not None,
        "enrolment.closed",
        f"{who} 的账户已销户，请携带证件到网点核实后恢复原账户。",
        basis=ONE_HOLDER,
        **of,
    )
    if member.employer == employer.id:
        verdict.refuse(
            "enrolment.here_already",
            f"{who} 就在本单位：封存的请办理启封，正常的无须办理。",
            basis=ONE_HOLDER,
            **of,
        )
    elif member.employer is not None and member.sealed_from is None:
        verdict.refuse(
            "enrolment.elsewhere",
            f"个人账号 {member.number} 正在“{mask_organisation(member.employer_name)}”缴存，"
            "请先由原单位办理封存。",
            basis=ONE_HOLDER,
            member=member.number,
            employer_name=mask_organisation(member.employer_name),
        )
    if member.sealed_from and first_month < member.sealed_from:
        verdict.refuse(
            "enrolment.months_twice",
            f"{who} 在原单位自 {member.sealed_from} 起才封存，起缴月不能早于该月。",
            basis=ONE_HOLDER,
            **of,
            sealed_from=str(member.sealed_from),
        )
    _judge_unsettled(verdict, member, before, lists)
    return verdict


def _judge_unsettled(
    verdict: Verdict,
    member: MemberStanding,
    before: EmployerStanding | None,
    lists: Sequence[StandingList],
) -> None:
    """Nothing that the old employer has listed is in flight, and no month is unlisted."""
    who = f"{member.number} {member.name}"
    of = {"member": member.number, "name": member.name}
    if lists:
        named = "、".join(f"{one.month}（附言号 {one.reference}）" for one in lists)
        verdict.refuse(
            "enrolment.in_flight",
            f"{who} 在原单位还有未了结的汇缴：{named}；请先由原单位缴清或撤销，再办转入。",
            lists=[one.reference for one in lists],
            **of,
        )
    if before and (unlisted := _unlisted_until_seal(member, before)):
        verdict.refuse(
            "enrolment.months_unlisted",
            f"{who} 在原单位封存以前的 {unlisted} 起的月份还没有汇缴清册；"
            "请先由原单位编制清册并缴清，否则这些月份的缴存会落空。",
            basis=("regulation-2026#20",),
            first_unlisted=str(unlisted),
            **of,
        )


def _unlisted_until_seal(member: MemberStanding, before: EmployerStanding) -> Month | None:
    """The first month that the old employer still owes a list for, None when it owes none.

    Once the enrolment has ended its later lists are computed without this member.
    """
    if member.sealed_from is None or member.first_month is None:
        return None
    owed = max(before.free_from, member.first_month)
    return owed if owed < member.sealed_from else None


def judge_no_money_held(member: MemberStanding, held: Decimal) -> Verdict:
    """`held` is what open settlement instructions have taken from the member's balance."""
    verdict = Verdict()
    verdict.refuse_if(
        held > 0,
        "enrolment.money_held",
        f"{member.number} {member.name} 有 {held} 元正在支付途中，请等支付了结后再办转入。",
        held=str(held),
        member=member.number,
        name=member.name,
    )
    return verdict


def judge_base_month(member: MemberStanding, from_month: Month) -> Verdict:
    """基数调整 · not before the enrolment began."""
    verdict = Verdict()
    if member.first_month and from_month < member.first_month:
        verdict.refuse(
            "enrolment.before_first_month",
            f"{member.number} {member.name} 自 {member.first_month} 起缴存，"
            "基数调整的生效月不能早于该月。",
            member=member.number,
            name=member.name,
            first_month=str(member.first_month),
        )
    return verdict


def judge_each(
    numbers: Sequence[str],
    members: Mapping[str, MemberStanding],
    employer: EmployerStanding,
    judge: Callable[[MemberStanding], Verdict],
) -> Verdict:
    """Every named member: once in the list, enrolled here, and then what `judge` says."""
    verdict = Verdict()
    for number, times in Counter(numbers).items():
        if times > 1:
            verdict.refuse(
                "member.repeated",
                f"个人账号 {number} 在名单中出现了 {times} 次，请只保留一次。",
                member=number,
                times=times,
            )
        member = members.get(number)
        belongs = judge_belongs(number, member, employer)
        verdict.merge(belongs)
        if member is not None and belongs.allowed:
            verdict.merge(judge(member))
    return verdict
