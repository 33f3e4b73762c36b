"""不变量 · what must be true of the books at every moment, each as one statement.

A statement returns the rows that are wrong: no row means that the invariant holds.  One
statement sees one state of the books, so the checks may run while counters are open.
What concerns other businesses' tables too is checked in `provident.reconciliation`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from provident.kernel import sql
from provident.ledger import seals

OFFENCES_MAX = 50
"""How many wrong rows a check names; one is enough to fail."""


@dataclass(frozen=True, slots=True)
class Offence:
    """One wrong row: the sentence for the accountant, and the ids that lead to it."""

    says: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """一项不变量 · one invariant: its name, what it means, and how its offences are found."""

    code: str
    title: str
    means: str
    find: Callable[[], Sequence[Offence]]


def statement_check(
    code: str, title: str, means: str, statement: sql.Statement, says: str, **parameters: Any
) -> Check:
    """A check made of one statement; `says` is a sentence with the row's columns in braces."""

    def find() -> list[Offence]:
        rows = statement.rows(limit=OFFENCES_MAX, **parameters)
        return [offence(says, row) for row in rows]

    return Check(code, title, means, find)


def offence(says: str, row: Mapping[str, Any]) -> Offence:
    """The sentence filled with a row's columns, amounts with two decimals."""
    facts = {name: _text(value) for name, value in row.items()}
    return Offence(says.format_map(facts), facts)


def _text(value: object) -> str:
    match value:
        case None:
            return "无"
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _ledger(code: str, title: str, means: str, says: str) -> Check:
    statement = sql.Statement(__file__, f"sql/check_{code}.sql")
    return statement_check(f"ledger.{code}", title, means, statement, says)


def _broken_seals() -> list[Offence]:
    return [
        Offence(fault.says, {"business_date": fault.day.isoformat()})
        for fault in seals.chain_faults()
    ]


LEDGER_CHECKS: tuple[Check, ...] = (
    _ledger(
        "entries",
        "每笔分录借贷相等",
        "每笔分录借方合计等于贷方合计，分录与分录行互不缺失",
        "{business_date} 分录 {entry_id}（业务 {operation_no}）{fault}："
        "借方 {debit}，贷方 {credit}",
    ),
    _ledger(
        "operations",
        "每笔分录、占用都有业务",
        "分录和占用都出自操作日志中同一天的一笔业务",
        "{business_date} 的{kind} {id} 写着业务 {operation_no}，操作日志中没有",
    ),
    _ledger(
        "holders",
        "分户余额、积数、上年结转等于明细之和",
        "余额、积数、上年结转（减去此后支取）由分户的全部明细重新算出",
        "分户 {id}（{owner}）{fault}：余额 {balance}、明细合计 {lines_balance}；"
        "积数 {product}、明细合计 {lines_product}；"
        "上年结转减支取 {carried_less_paid}、明细合计 {lines_carried}",
    ),
    _ledger(
        "segments",
        "分段积数等于明细之和",
        "利率变动日冻结的积数由明细重新算出",
        "分户 {id}（{owner}）{on_date} 的分段积数 {product}，明细合计 {from_lines}",
    ),
    _ledger(
        "control",
        "科目余额等于分户之和",
        "有分户的科目，总账余额等于全部分户余额之和",
        "{code} {name}：总账 {control}，分户合计 {holders}",
    ),
    _ledger(
        "holds",
        "占用等于未了结的占用明细",
        "分户的占用额等于未了结占用之和；已记账的占用有分录",
        "{kind} {id}（{owner}）：占用额 {held}，未了结占用合计 {principal}",
    ),
    _ledger(
        "hold_lines",
        "占用明细借贷相等，与所记分录相符",
        "每笔占用借贷相等；已记账的占用，分录行、规则和业务与占用相同",
        "占用 {id}（业务 {operation_no}）{fault}：占用 {amount}，"
        "分录 {entry_id} 金额 {entry_amount}",
    ),
    _ledger(
        "voucher_numbers",
        "凭证连续编号",
        "每月每套账的记账凭证从 1 号起连续，不缺号",
        "{month} 共 {vouchers} 张凭证，最大号 {last}，缺 {missing} 号",
    ),
    _ledger(
        "voucher_entries",
        "分录都有凭证",
        "已扎账的会计日，每笔分录恰在一张凭证上，每张凭证都有分录",
        "{business_date} 的{kind} {id}（{reference}）没有对应",
    ),
    _ledger(
        "voucher_lines",
        "凭证金额等于分录金额",
        "每张凭证按科目、方向的金额等于所附分录之和",
        "凭证 {voucher} 科目 {gl_account}（{side}）：凭证 {written}，分录 {booked}",
    ),
    _ledger(
        "voucher_heads",
        "凭证表头与业务相符",
        "每张凭证的日期、规则、摘要、附件张数、制单、复核取自所附分录和业务",
        "凭证 {voucher}：摘要“{summary}”应为“{due_summary}”，制单 {prepared_by} "
        "应为 {due_prepared_by}，复核 {checked_by} 应为 {due_checked_by}，"
        "附件 {attachments} 张应为 {due_attachments} 张（会计日、规则亦须相同）",
    ),
    _ledger(
        "day_totals",
        "科目日余额连续",
        "每日期初等于上日期末，发生额等于当日分录，每日借贷合计相等",
        "{business_date} 科目 {gl_account}：期初 {opening}（上日期末 {before_closing}），"
        "借 {debit}（明细 {line_debit}），贷 {credit}（明细 {line_credit}），期末 {closing}",
    ),
    _ledger(
        "seal_counts",
        "封印笔数与金额相符",
        "会计日已日结的都有封印，有封印的都已日结；封印上的笔数、金额等于账面",
        "{business_date} {fault}：分录 {entries}（账面 {entries_now}），"
        "分录行 {lines}（账面 {lines_now}），借 {debit}（账面 {debit_now}），"
        "贷 {credit}（账面 {credit_now}）",
    ),
    Check(
        "ledger.seal_chain",
        "封印前后相连",
        "每日封印由其内容算得，接着上一日的封印，签名有效",
        _broken_seals,
    ),
)
