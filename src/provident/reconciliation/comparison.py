"""逐笔核对 · four independently stored things, compared row by row.

    业务单据        confirmed list lines credited, 未分摊 moves, suspense items, receipts
    分户明细        the holders' ledger lines
    记账凭证        numbered vouchers with their amounts
    银行流水、对账单  what the bank told us, and the bank's own statement

Each comparison returns the rows that do not name an equal row on the other side, with the
ids that lead to both.  Vouchers against lines is an invariant of the ledger itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from provident import standards
from provident.kernel import sql
from provident.ledger.invariants import (
    OFFENCES_MAX,
    Check,
    Offence,
    offence,
    statement_check,
)

MEMBER_OPERATIONS = sql.Statement(__file__, "sql/member_operations.sql")
MEMBER_ROWS = sql.Statement(__file__, "sql/member_rows.sql")

INTEREST_RULE = "dayend.settle_interest"

OTHER_RULES = [INTEREST_RULE]
"""Rules whose members' lines have documents of their own, not a contribution list."""


def member_differences() -> Sequence[Offence]:
    """汇缴清册明细 against members' ledger lines; the rows behind every sum that differs."""
    scope = {"member_gl": _gl("member"), "other_rules": OTHER_RULES, "limit": OFFENCES_MAX}
    suspects = [row["operation_no"] for row in MEMBER_OPERATIONS.rows(**scope)]
    if not suspects:
        return []
    says = (
        "业务 {operation_no} 分户 {holder} 缴存月 {month}："
        "清册 {left_amount}（单位部分 {left_unit}，明细 {list_line}），"
        "分户账 {right_amount}（单位部分 {right_unit}，分录行 {ledger_line}）"
    )
    return [offence(says, row) for row in MEMBER_ROWS.rows(operations=suspects, **scope)]


def comparisons() -> tuple[Check, ...]:
    """All comparisons between businesses, ledger and bank, for `checks.all_checks`."""
    return (
        Check(
            "compare.members",
            "汇缴清册与职工分户逐笔相符",
            "每笔已入账的清册明细，职工分户都有同月、同额的明细，反之亦然",
            member_differences,
        ),
        _compare(
            "interest",
            "年度结息与职工分户逐笔相符",
            "每个分户结得的利息，都有同额的明细，反之亦然",
            "业务 {operation_no} 分户 {holder}：结息 {left_amount}，"
            "分户账 {right_amount}（分录行 {ledger_line}）",
            gl=_gl("member"),
            rule=INTEREST_RULE,
        ),
        _compare(
            "unallocated",
            "未分摊变动与单位分户逐笔相符",
            "每笔业务的未分摊变动等于单位未分摊分户的明细",
            "业务 {operation_no} 分户 {holder}：未分摊变动 {left_amount}（变动 {move}），"
            "分户账 {right_amount}（分录行 {ledger_line}）",
            gl=_gl("unallocated"),
        ),
        _compare(
            "suspense",
            "暂收款与暂收分户逐笔相符",
            "每笔暂收款的收入、了结等于暂收分户的明细",
            "业务 {operation_no} 分户 {holder}：暂收款 {left_amount}（暂收 {item}），"
            "分户账 {right_amount}（分录行 {ledger_line}）",
            gl=_gl("suspense"),
        ),
        _compare(
            "receipt",
            "到账单据与银行流水逐笔相符",
            "每笔已入账的银行到账，等于各单位到账与暂收之和",
            "银行流水 {bank_row}（业务 {operation_no}）：到账单据 {left_amount}，"
            "银行流水 {right_amount}",
        ),
        *_bank_comparisons(),
    )


def _bank_comparisons() -> tuple[Check, ...]:
    return (
        statement_check(
            "compare.bank_lines",
            "银行流水与银行存款明细逐笔相符",
            "每笔处理过的银行流水，银行存款科目都有同额的明细，反之亦然",
            sql.Statement(__file__, "sql/bank_lines.sql"),
            "业务 {operation_no} 科目 {gl_account}：银行流水 {left_amount}（流水 {bank_row}），"
            "银行存款明细 {right_amount}（分录行 {ledger_line}）",
        ),
        statement_check(
            "compare.statement_rows",
            "对账单明细都已进入银行流水",
            "银行对账单上的每一笔，银行流水中都有同一笔",
            sql.Statement(__file__, "sql/statement_rows.sql"),
            "银行户 {account_no} {bank_date} 主机流水号 {host_serial} 金额 {amount}"
            "（对账单明细 {statement_row}）：银行流水中没有这一笔",
        ),
        statement_check(
            "compare.statement_chain",
            "对账单余额连续",
            "对账单笔数相符，上次余额加本次发生额等于日终余额",
            sql.Statement(__file__, "sql/statement_chain.sql"),
            "银行户 {account_no} {bank_date}：应有 {rows} 笔、实有 {rows_found} 笔；"
            "上次余额 {opening} 加发生额 {amount} 不等于日终余额 {closing_balance}；"
            "请重取 {bank_date} 的对账单，仍不符的与银行核对",
        ),
        statement_check(
            "compare.instructions",
            "每条结算指令恰了结一次",
            "占用与结算指令一一对应，金额、付款户、状态和了结它的业务都相同",
            sql.Statement(__file__, "sql/instruction_ends.sql"),
            "{fault}：占用 {hold}（{hold_state}，{left_amount}），"
            "指令 {instruction}（{instruction_state}，{right_amount}），业务 {operation_no}",
        ),
    )


def _compare(code: str, title: str, means: str, says: str, **parameters: str) -> Check:
    statement = sql.Statement(__file__, f"sql/{code}_rows.sql")
    return statement_check(f"compare.{code}", title, means, statement, says, **parameters)


def _gl(role: str) -> str:
    return standards.role(role).gl_account.code
