"""故障开关 · misbehaviour that can be switched on, as rows in the peer's books.

Each fault happens `count` times, or until cleared.  It may be narrowed to one bank account
(`acct`) or one transaction (`tx_code`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "drop_notice": ("不推送到账通知，明细查询里仍有", frozenset({"acct"})),
    "repeat_notice": ("收妥之后再推送同一通知", frozenset({"acct", "times"})),
    "delay_notice": ("推迟推送通知", frozenset({"acct", "seconds"})),
    "two_rows": ("攒够两笔才推送，合在一个通知里", frozenset({"acct"})),
    "split_notice": ("通知的字节分成小段发送", frozenset({"acct"})),
    "wrong_amount": ("通知里的金额多出一个差额，账上是对的", frozenset({"acct", "difference"})),
    "drop_answer": ("交易照办，不应答就断开", frozenset({"tx_code"})),
    "half_answer": ("交易照办，应答只发一半", frozenset({"tx_code"})),
    "reject": ("拒绝付款", frozenset({"acct", "code", "says", "tx_status"})),
    "late_return": ("付款成功之后退汇", frozenset({"acct", "seconds"})),
    "unknown_status": ("交易结果查询答“状态未知”", frozenset({"tx_seq_no"})),
    "refuse_connection": ("关闭端口，拒绝连接", frozenset()),
}
"""Every fault: what it does, and the arguments it takes."""

_FILTERS = ("acct", "tx_code", "tx_seq_no")


def set_fault(
    tx: sqlite3.Connection, kind: str, args: Mapping[str, Any], count: int | None
) -> None:
    """Switch a fault on.  Raises `ValueError` naming what is unknown."""
    if kind not in KINDS:
        raise ValueError(f"没有“{kind}”这种故障；有：{'、'.join(KINDS)}")
    unknown = set(args) - KINDS[kind][1]
    if unknown:
        raise ValueError(f"故障“{kind}”没有参数：{'、'.join(sorted(unknown))}")
    if count is not None and count < 1:
        raise ValueError("故障次数应为正整数，或不写（直到清除）")
    tx.execute(
        "insert into fault (kind, args, remaining) values (?, ?, ?)",
        (kind, json.dumps(dict(args), ensure_ascii=False), count),
    )


def clear_faults(tx: sqlite3.Connection) -> None:
    """Switch every fault off."""
    tx.execute("delete from fault")


def is_active(tx: sqlite3.Connection, kind: str) -> bool:
    """Whether the fault is switched on; does not count as happening."""
    return tx.execute("select 1 from fault where kind = ?", (kind,)).fetchone() is not None


def take(tx: sqlite3.Connection, kind: str, **situation: str) -> dict[str, Any] | None:
    """The arguments of the oldest fault of this kind that fits the situation, counted as
    having happened once; None when there is none."""
    found = tx.execute("select * from fault where kind = ? order by id", (kind,)).fetchall()
    for fault in found:
        args: dict[str, Any] = json.loads(fault["args"])
        if any(args.get(name, situation.get(name)) != situation.get(name) for name in _FILTERS):
            continue
        if fault["remaining"] == 1:
            tx.execute("delete from fault where id = ?", (fault["id"],))
        elif fault["remaining"] is not None:
            tx.execute(
                "update fault set remaining = remaining - 1 where id = ?", (fault["id"],)
            )
        return args
    return None
