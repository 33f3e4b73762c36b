"""离开基金的提取 · retire, disabled, emigrate, left the job, death.

2019 第二十四条第一款第（二）至（四）项、第二款: closing goes with it (应当同时注销).
2026 第二十四条第一款第（六）至（八）项、第二款: the member may close (可以同时注销).
Left the job: 建金〔2018〕46号 and not article 24: sealed first, and after half a year without
contributions elsewhere the money may go; who pays in elsewhere transfers it.
Death: 第二十四条第三款 in both texts: heirs or legatees; without any, to 增值收益.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.collection.rules.findings import Findings
from provident.kernel.money import ZERO
from provident.kernel.refusal import Defect
from provident.withdrawal.policy import CaseTerms, FloorTerms, SealTerms
from provident.withdrawal.rules.answer import (
    Answer,
    Limit,
    begin,
    conclude,
    require_amount,
)
from provident.withdrawal.rules.deadline import months_after
from provident.withdrawal.rules.limits import available
from provident.withdrawal.rules.person import Person, judge_person, later


@dataclass(frozen=True, slots=True)
class LeavingClaim:
    """离开提取申请 · accepted on `on`.

    `amount`        yuan asked for, None: everything;
    `closes`        the member wants the holder closed;
    `retired_on`, `disabled_on`, `emigrated_on`  the day that the proof names;
    `employment_ended_on`, `sealed_on`           for 丧失劳动能力 and 离职;
    `pays_elsewhere`  he has an account with another centre.
    """

    on: date
    amount: Decimal | None = None
    closes: bool = True
    retired_on: date | None = None
    disabled_on: date | None = None
    emigrated_on: date | None = None
    employment_ended_on: date | None = None
    sealed_on: date | None = None
    pays_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class DeathClaim:
    """死亡提取申请 · `heirs`: somebody has proven to inherit or to be a legatee;
    `heirs_excluded`: it is established that there is neither."""

    on: date
    died_on: date | None
    heirs: bool
    heirs_excluded: bool = False


PROOFS = {
    "retire": (("retired_on", "离休、退休"),),
    "disabled": (
        ("disabled_on", "完全丧失劳动能力的鉴定"),
        ("employment_ended_on", "与单位终止劳动关系"),
    ),
    "emigrate": (("emigrated_on", "出境定居"),),
    "leave_job": (("employment_ended_on", "与单位终止劳动关系"), ("sealed_on", "账户封存")),
}
"""The events that each case needs: field of the claim → what it is called."""


def judge_leaving(
    claim: LeavingClaim,
    person: Person,
    case: CaseTerms,
    floor: FloorTerms,
    seal: SealTerms | None = None,
) -> Answer:
    """退休、丧失劳动能力、出境定居、离职; `seal` is needed for 离职 only."""
    found = begin(case)
    unbanned = judge_person(person, claim.on, found)
    _judge_proofs(claim, case, found)
    ready_on = None
    if case.case == "leave_job" and case.closing is not None:
        if seal is None:
            raise Defect("a leaver is judged by the months that his holder was sealed")
        ready_on = _judge_seal(claim, seal, found)
    limit = available(person.money, floor)
    _judge_closing(claim, case, person, limit, found)
    require_amount(found, claim.amount, (limit,))
    return conclude(
        case,
        found,
        (limit,),
        next_on=later(unbanned, ready_on),
        more_basis=seal.basis if seal else (),
    )


def judge_death(
    claim: DeathClaim, person: Person, case: CaseTerms, floor: FloorTerms
) -> Answer:
    """死亡: the heirs take everything; where there are none, it becomes part of 增值收益.

    A ban was personal and ends with the person.
    """
    found = begin(case)
    found.refuse_if(
        person.state == "closed", "withdrawal.closed", "该账户已经销户，没有可以提取的余额。"
    )
    found.refuse_if(
        claim.died_on is None or claim.died_on > claim.on,
        "withdrawal.death_proof",
        "请提供死亡证明或者宣告死亡的判决，日期不晚于申请之日。",
        basis=case.basis,
    )
    found.refuse_if(
        not claim.heirs and not claim.heirs_excluded,
        "withdrawal.succession",
        "请提供继承权或者受遗赠权证明；确无继承人也无受遗赠人的，须先查明，余额纳入增值收益。",
        basis=case.basis,
    )
    limit = available(person.money, floor)
    require_amount(found, None, (limit,))
    pays = "to_heirs" if claim.heirs else "to_surplus"
    return conclude(case, found, (limit,), pays=pays)


def _judge_proofs(claim: LeavingClaim, case: CaseTerms, found: Findings) -> None:
    for name, what in PROOFS[case.case]:
        day: date | None = getattr(claim, name)
        if day is None:
            found.refuse(
                f"withdrawal.proof.{name}",
                f"缺少“{what}”的证明，请补充后再申请。",
                basis=case.basis,
                what=what,
            )
        elif day > claim.on:
            found.refuse(
                f"withdrawal.not_yet.{name}",
                f"“{what}”的日期 {day} 还没有到，到时再申请。",
                basis=case.basis,
                what=what,
                day=day.isoformat(),
            )


def _judge_seal(claim: LeavingClaim, seal: SealTerms, found: Findings) -> date | None:
    found.refuse_if(
        claim.pays_elsewhere,
        "withdrawal.pays_elsewhere",
        "已在外地开立账户缴存的，办理异地转移接续，不能按离职提取。",
        basis=seal.basis,
    )
    if claim.sealed_on is None:
        return None
    ready_on = months_after(claim.sealed_on, seal.sealed_months)
    found.refuse_if(
        claim.on < ready_on,
        "withdrawal.sealed_too_short",
        f"离职提取依据建金〔2018〕46号（不属于条例第二十四条的情形）：账户 {claim.sealed_on} "
        f"封存，须满 {seal.sealed_months} 个月，{ready_on} 起可以申请。",
        basis=seal.basis,
        next_on=ready_on.isoformat(),
        sealed_on=claim.sealed_on.isoformat(),
        months_min=seal.sealed_months,
    )
    return ready_on


def _judge_closing(
    claim: LeavingClaim, case: CaseTerms, person: Person, limit: Limit, found: Findings
) -> None:
    """Closing needs the whole balance to be free; where it is a must, nothing less is paid."""
    must = case.closing == "must_close"
    balance = person.money.balance
    partial = claim.amount is not None and claim.amount < balance
    found.refuse_if(
        must and (partial or not claim.closes),
        "withdrawal.must_close",
        "按这一情形提取的，应当同时注销账户，须提取全部余额；请改为销户提取。",
        basis=case.basis,
    )
    found.refuse_if(
        not must and claim.closes and partial,
        "withdrawal.closes_with_part",
        "同时注销账户的须提取全部余额；只提取一部分的，请选择保留账户。",
        basis=case.basis,
    )
    found.refuse_if(
        (must or claim.closes) and ZERO < limit.amount < balance,
        "withdrawal.cannot_close",
        f"余额 {balance:.2f} 元中只有 {limit.amount:.2f} 元可用，还不能销户；"
        "请先办结在途、解除冻结或质押、结清贷款。",
        available=f"{limit.amount:.2f}",
        balance=f"{balance:.2f}",
    )
