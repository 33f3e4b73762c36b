"""退回暂收款 · returning money to unknown payers from eight counters at once.

Ours is the whole operation `settlement.refund_suspense`: idempotency, day lock, policy,
facts, rules, hold, instruction with the job that sends it, audit row.  Raw writes the same
rows by psycopg in prepared statements, one for each row, and neither reads nor judges
anything.  The plain ORM does the same steps as ours (`benchmarks.refund_orm`).
"""

from __future__ import annotations

from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from benchmarks import city
from benchmarks.clients import CLIENTS, Work, compare, count_statements, online_figure, subjects
from benchmarks.ground import Figure, checkpoint, fresh_database, start_django
from benchmarks.refund_orm import open_orm

REASON = "付款人要求退回"

_HOLD = """
insert into ledger.hold (business_date, operation_no, rule, rule_hash, summary)
values ('2026-11-02', %s, 'settlement.refund_suspense', repeat('0', 64), '退回暂收款')
returning id
"""
_LINE = """
insert into ledger.hold_line (hold_id, no, side, gl_account, holder_id, amount, principal)
values (%s, %s, %s, %s, %s, %s, %s)
"""
_HELD = "update ledger.holder set held = held + %s where id = %s"
_INSTRUCTION = """
insert into instruction (operation_no, business_date, hold_id, bank_account_id, business_kind,
    amount, payee_no, payee_name, payee_bank_name, payee_bank_no, payee_is_person, summary,
    subject, if_paid, if_failed, state, host_serial, why, ended_by)
values (%s, '2026-11-02', %s, 1, '20', %s, %s, %s, '建设银行', '105881000017', false,
    '退回暂收款', %s, 'settlement.confirm_refund', 'settlement.release_refund', 'to_send', '',
    '', '')
returning id
"""
_JOB = """
insert into procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
values ('settlement', 'settlement.send_instruction', 0, %s, %s, %s)
"""
_ITEM = (
    "update suspense_item set state = 'refunding', ended_by = '', ended_on = null where id = %s"
)
_OPERATION = """
insert into operation (id, number, code, business_date, command, command_hash, maker, checker,
    channel, policy_release, result, recorded_at)
values (%s, %s, 'settlement.refund_suspense', '2026-11-02', %s, repeat('0', 64), '柜员一',
    '主管一', 'counter', 1, %s, clock_timestamp())
"""


def run(size: int) -> Figure:
    """Return `size` suspense items with eight clients, on each of the three ways."""
    with fresh_database() as address:
        used = 3 * subjects(size)
        prepare(address, used + 20)
        sides = compare(
            {"raw": open_raw, "ours": open_ours, "orm": open_orm}, address, size=size
        )
        return online_figure(
            "refund", size, sides, count_statements(_ours(), 1 + used),
            f"{CLIENTS} 个柜台同时退回暂收款",
        )  # fmt: skip


def prepare(address: str, items: int) -> None:
    """As many receipts of unknown payers as will be returned."""
    city.suspense(address, items)
    checkpoint(address)


def open_ours(address: str) -> Work:  # noqa: ARG001 - the settings know it
    """The operation, as two persons perform it."""
    start_django("provident_app")
    return _ours()


def _ours() -> Work:
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    by = By("柜员一", "主管一")
    return lambda item: perform(
        "settlement.refund_suspense", {"item": item, "reason": REASON}, by
    )


def open_raw(address: str) -> Work:
    """The same rows by prepared statements, with the figures made up beforehand."""
    connection = psycopg.connect(address)
    connection.prepare_threshold = 0
    holders = dict(connection.execute("select id, holder_id from suspense_item").fetchall())

    def write(item: int) -> None:
        amount, holder = city.suspense_amount(item), holders[item]
        operation_no = city.operation_number(item)
        asked = Jsonb({"item": item, "reason": REASON, "payee_bank_no": ""})
        run = connection.execute
        (hold,) = run(_HOLD, [operation_no]).fetchone() or (0,)
        run(_LINE, [hold, 1, "D", "21901", holder, amount, amount])
        run(_LINE, [hold, 2, "C", "10101", None, amount, 0])
        run(_HELD, [amount, holder])
        (instruction,) = run(
            _INSTRUCTION,
            [operation_no, hold, amount, f"{item:0>16}", f"付款人{item}", f"suspense:{item}"],
        ).fetchone() or (0,)
        lock = f"instruction:{instruction}:send"
        run(_JOB, [lock, lock, Jsonb({"instruction_id": instruction})])
        run(_ITEM, [item])
        facts = {"item": item, "instruction": instruction, "amount": f"{amount}.00"}
        told = Jsonb({"says": f"已向付款人{item}发出退款 {amount} 元。", "facts": facts})
        run(_OPERATION, [uuid4(), operation_no, asked, told])
        connection.commit()

    return write
