"""更正流水判断 · whether a report of the bank is proven false, and may leave the books."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import ZERO
from provident.kernel.refusal import Verdict
from provident.settlement.rules.doubts import Standing, Told, contradict

BASIS = ("mof-1999-33#101",)


@dataclass(frozen=True, slots=True)
class Correction:
    """The false report with what is known of it, and the true one if one was named.

    `right` is None where none was named, or where the named one has another serial or day.
    `suspended` is the part of the false amount that stands open in 暂收, in yuan.
    """

    known: Standing
    right_named: bool
    right: Told | None
    suspended: Decimal

    @property
    def wrong(self) -> Told:
        return self.known.told


def judge_correction(asked: Correction) -> Verdict:
    """Every reason against it.  The proof is the bank's own statement of the day."""
    verdict = Verdict()
    if asked.wrong.corrected:
        verdict.refuse("correction.done", "这笔银行流水已经更正过，请刷新后查看。")
        return verdict
    _judge_proof(verdict, asked)
    _judge_right(verdict, asked)
    _judge_books(verdict, asked)
    return verdict


def _judge_proof(verdict: Verdict, asked: Correction) -> None:
    day = asked.known.bank_date
    verdict.refuse_if(
        asked.wrong.stated,
        "correction.stated",
        f"{day} 的银行对账单上有这笔 {asked.wrong.amount} 元，它不是错报，不能更正。",
        basis=BASIS,
    )
    verdict.refuse_if(
        not asked.wrong.stated and not asked.known.asked_since,
        "correction.no_statement",
        f"这笔流水报来以后还没有取过 {day} 的对账单，请先取对账单，以它为凭更正。",
        basis=BASIS,
        day=day.isoformat(),
    )
    verdict.refuse_if(
        not asked.right_named and asked.known.asked_since and not asked.known.final,
        "correction.day_not_over",
        f"取 {day} 的对账单时银行当日还没有终了，不能断定没有这笔款，请重取对账单后再办理。",
        basis=BASIS,
        day=day.isoformat(),
    )


def _judge_right(verdict: Verdict, asked: Correction) -> None:
    right = asked.right
    rival = asked.known.rival
    verdict.refuse_if(
        not asked.right_named and rival is not None and rival.stated,
        "correction.right_row_needed",
        f"对账单上同一主机流水号的是 {rival.amount} 元（银行流水编号 {rival.id}），"
        "请把它填作正确的流水，一并更正。"
        if rival
        else "",
        basis=BASIS,
    )
    verdict.refuse_if(
        asked.right_named and not (right and contradict(asked.wrong, right)),
        "correction.other_movement",
        "所填正确的流水与错报的流水不是同一主机流水号的同一笔款，请核对编号。",
        basis=BASIS,
    )
    if right is None:
        return
    verdict.refuse_if(
        not right.stated,
        "correction.right_not_stated",
        f"对账单上没有 {right.amount} 元这一笔，不能以它为正确的流水，请核对编号。",
        basis=BASIS,
    )
    verdict.refuse_if(
        right.state != "waiting",
        "bank_row.not_waiting",
        "正确的流水不在未达账项中，正在处理或已经处理，请刷新后查看。",
    )


def _judge_books(verdict: Verdict, asked: Correction) -> None:
    """A false receipt must stand whole in 暂收, so that nobody else pays for it."""
    wrong = asked.wrong
    verdict.refuse_if(
        wrong.state == "new",
        "bank_row.not_waiting",
        "错报的流水系统正在处理，请稍后再办理。",
    )
    verdict.refuse_if(
        wrong.state == "done" and wrong.amount <= ZERO,
        "correction.not_a_receipt",
        "这笔流水不是到账款，已经记账，不能办理本业务，请立即与银行核对，由会计主管决定如何更正。",
        basis=BASIS,
    )
    verdict.refuse_if(
        wrong.state == "done" and wrong.amount > ZERO and asked.suspended != wrong.amount,
        "correction.not_in_suspense",
        f"错报的 {wrong.amount} 元现在只有 {asked.suspended} 元在暂收，要全部在暂收才能更正："
        "已经入账的先办理“撤销到账”转入暂收；正在退回或已经退回的，由会计主管与银行核对追回。",
        basis=BASIS,
        suspended=f"{asked.suspended:.2f}",
    )
