"""单据自洽 · the business documents of contributions against one another.

`comparison` holds documents against ledger and bank; here a document is held against those
it was made from: a list against its lines, its creditings and the employer's terms, a line
against the enrolment, base and ratio of its month, a receipt against where its money went.
Each is one statement over everything there is; no row means that the documents agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.conf import settings

from provident.kernel import sql
from provident.kernel.refusal import Defect, Refusal
from provident.ledger.invariants import (
    OFFENCES_MAX,
    Check,
    Offence,
    offence,
    statement_check,
)
from provident.policy import releases

LIST_BOUNDS = sql.Statement(__file__, "sql/list_bounds.sql")
LIST_BASES = sql.Statement(__file__, "sql/list_bases.sql")


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Floor and cap of the base, in yuan, of a month by one policy release."""

    release: int
    month: date
    floor: Decimal
    cap: Decimal


def document_checks() -> tuple[Check, ...]:
    """All checks of documents among themselves, for `checks.all_checks`."""
    return (*_list_checks(), *_money_checks())


def _list_checks() -> tuple[Check, ...]:
    return (
        _check(
            "list_states",
            "清册状态与入账单据相符",
            "已入账的清册恰有一次未撤销的入账，入账业务、会计日、起息日相同；其余没有",
            "清册 {list}（{reference}，{month}）{fault}：状态 {state}，净入账 {net} 次；"
            "清册写 {credited_by} {credited_on} 起息 {value_date}，"
            "入账单据 {document_by} {document_on} 起息 {document_value}",
        ),
        _check(
            "list_totals",
            "清册合计与明细相符",
            "清册人数、金额等于明细之和；明细的两部分等于基数乘当月比例并按规定取整",
            "清册 {list}（{reference}，{month}）{fault}：人数 {persons}、明细 {line_persons}；"
            "金额 {total}、明细 {line_total}（不符的明细 {line}）",
        ),
        Check(
            "documents.list_bases",
            "清册明细与缴存关系、基数相符",
            "每条明细属于本单位的缴存关系，职工、分户相同，基数是当月应有的基数",
            base_differences,
        ),
        _check(
            "list_credits",
            "清册入账金额与清册相符",
            "记入职工与转未分摊之和等于清册金额，转未分摊等于其明细之和",
            "入账单据 {credit}（清册 {reference}，{month}，业务 {operation_no}）："
            "记入职工 {members_total}，转未分摊 {diverted_total}（明细 {diverted_lines}），"
            "清册 {total}",
        ),
        _check(
            "employer_terms",
            "单位缴至年月与清册相符",
            "缴至年月是最近已入账的月份，清册确认至最近有效的月份",
            "单位 {employer}：缴至 {paid_to}、清册已入账至 {credited}；"
            "清册确认至 {listed_to}、有效清册至 {standing}",
        ),
        _check(
            "bundles",
            "合并缴款单与清册相符",
            "未撤销的合并缴款单，金额等于其清册之和；全部入账时才算已入账",
            "合并缴款单 {bundle}（{reference}，{state}）：金额 {total}，清册合计 {lists}",
        ),
    )


def _money_checks() -> tuple[Check, ...]:
    return (
        _check(
            "employer_money",
            "单位到账的去向",
            "每笔业务中各单位的到账，等于记入其职工的金额加其未分摊的变动",
            "业务 {operation_no} 单位 {employer}：到账 {received}（到账单据 {receipt}），"
            "去向合计 {used}",
        ),
        _check(
            "receipt_states",
            "到账状态与撤销相符",
            "写明撤销业务的到账才是已撤销的",
            "到账 {receipt}（业务 {operation_no}）：状态 {state}，撤销业务“{undone_by}”",
        ),
        _check(
            "document_operations",
            "每张单据都有业务",
            "到账、入账、未分摊变动、暂收款、结算指令都出自操作日志中同一天的一笔业务",
            "{kind} {id} 写着业务 {operation_no}（{business_date}），操作日志中没有",
        ),
        _check(
            "opponents",
            "对方户逐笔相符",
            "银行流水与对账单的对方户相同；退款的收款人就是来款人；付款记在指令的收款人名下",
            "{kind}（银行流水 {bank_row}，指令 {instruction}）：应为 {due_no} {due_name}，"
            "实为 {opponent_no} {opponent_name}",
        ),
    )


def base_differences() -> Sequence[Offence]:
    """Lines whose enrolment, holder or base is not the one that stands for their month."""
    found = list(_bounds_of_months())
    rows = LIST_BASES.rows(
        releases=[one.release for one in found],
        months=[one.month for one in found],
        floors=[one.floor for one in found],
        caps=[one.cap for one in found],
        limit=OFFENCES_MAX,
    )
    says = (
        "清册 {reference}（{month}）明细 {line} 职工 {member} {fault}："
        "明细基数 {base}，应为 {due_base}"
    )
    return [offence(says, row) for row in rows]


def _bounds_of_months() -> Iterator[_Bounds]:
    """The bounds under which standing lists were confirmed; a release that cannot be read
    gives none here and is an offence of `log.policy_releases`."""
    for row in LIST_BOUNDS.rows():
        try:
            policy = releases.released(row["release"])
            floor, cap = (
                policy.value(name, on=row["month"], centre=settings.CENTRE).value
                for name in ("collection.base_floor", "collection.base_cap")
            )
        except (Defect, Refusal):
            continue
        yield _Bounds(row["release"], row["month"], cast(Decimal, floor), cast(Decimal, cap))


def _check(code: str, title: str, means: str, says: str, **parameters: Any) -> Check:
    statement = sql.Statement(__file__, f"sql/{code}.sql")
    return statement_check(f"documents.{code}", title, means, statement, says, **parameters)
