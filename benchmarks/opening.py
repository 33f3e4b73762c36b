"""柜面开户 · opening one member after the other at eight counters at once.

Ours is the whole operation `collection.open_member`: idempotency, day lock, policy, facts,
rules, holder, member, enrolment, base, audit row.  Raw writes the same five rows by psycopg
in prepared statements, one for each row, and neither reads nor judges anything.  The plain
ORM does the same steps as ours (`benchmarks.opening_orm`).
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from benchmarks import city
from benchmarks.clients import CLIENTS, Work, compare, count_statements, online_figure, subjects
from benchmarks.ground import Figure, checkpoint, fresh_database, start_django
from benchmarks.opening_orm import open_orm
from benchmarks.people import Person, person

EMPLOYERS = 1_000
MEMBERS = 50_000
HIRED_ON = date(2026, 10, 19)
MONTH = date(2026, 11, 1)

_HOLDER = """
insert into ledger.holder (gl_account, normal_side, owner, bears_interest, interest_until,
    opened_on)
values ('20101', 'C', %s, true, '2027-07-01', '2026-11-02') returning id
"""
_MEMBER = """
insert into member (number, branch_id, name, sex, birth, id_kind, id_number, mobile, phone,
    marital, occupation, title, post, education, postcode, address, card_no, card_bank_name,
    card_bank_code, holder_id, opened_on, close_reason, to_complete)
values (%s, '001', %s, '1', %s, '01', %s, %s, '', '90', '', '', '', '', '', '', %s, %s, '105',
    %s, '2026-11-02', '', true)
returning id
"""
_ENROLMENT = """
insert into enrolment (member_id, employer_id, hired_on, hire_kind, first_month, state,
    operation_no)
values (%s, %s, %s, '2', %s, '01', %s) returning id
"""
_BASE = """
insert into base_period (enrolment_id, from_month, wage, base, adjusted, operation_no)
values (%s, %s, %s, %s, 'none', %s)
"""
_OPERATION = """
insert into operation (id, number, code, business_date, command, command_hash, maker, channel,
    policy_release, result, recorded_at)
values (%s, %s, 'collection.open_member', '2026-11-02', %s, repeat('0', 64), '柜员一',
    'counter', 1, %s, clock_timestamp())
"""


def run(size: int) -> Figure:
    """Open `size` members with eight clients, on each of the three ways."""
    with fresh_database() as address:
        prepare(address)
        sides = compare(
            {"raw": open_raw, "ours": open_ours, "orm": open_orm}, address, size=size
        )
        return online_figure(
            "opening", size, sides, count_statements(_ours(), 1 + 3 * subjects(size)),
            f"{CLIENTS} 个柜台同时办理个人开户",
        )  # fmt: skip


def prepare(address: str) -> None:
    """Employers with members already, so that nothing is measured on empty tables."""
    city.confirmed_month(address, members=MEMBERS, employers=EMPLOYERS)
    checkpoint(address)


def request(index: int) -> dict[str, object]:
    """What the counter asks for: one person at one of the employers."""
    one = person(index)
    return {
        "employer": f"{1 + index % EMPLOYERS:010d}",
        "name": one.name,
        "id_number": one.number,
        "mobile": one.mobile,
        "marital": "20",
        "hired_on": HIRED_ON.isoformat(),
        "hire_kind": "2",
        "wage": f"{one.wage:.2f}",
        "first_month": "2026-11",
        "card": one.card,
        "card_bank": one.card_bank,
    }


def open_ours(address: str) -> Work:  # noqa: ARG001 - the settings know it
    """The operation, as a counter performs it."""
    start_django("provident_app")
    return _ours()


def _ours() -> Work:
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    by = By("柜员一")
    return lambda index: perform("collection.open_member", request(index), by)


def open_raw(address: str) -> Work:
    """The same rows by prepared statements, with the figures made up beforehand."""
    connection = psycopg.connect(address)
    connection.prepare_threshold = 0

    def write(index: int) -> None:
        one = person(index)
        number = city.member_number(index)
        operation_no = city.operation_number(index)
        run = connection.execute
        (holder,) = run(_HOLDER, [f"member:{number}"]).fetchone() or (0,)
        (member,) = run(
            _MEMBER,
            [
                number,
                one.name,
                one.birth,
                one.number,
                one.mobile,
                one.card,
                one.card_bank,
                holder,
            ],
        ).fetchone() or (0,)
        (enrolment,) = run(
            _ENROLMENT, [member, 1 + index % EMPLOYERS, HIRED_ON, MONTH, operation_no]
        ).fetchone() or (0,)
        run(_BASE, [enrolment, MONTH, one.wage, one.wage, operation_no])
        told = Jsonb(_told(one, number))
        run(_OPERATION, [uuid4(), operation_no, Jsonb(request(index)), told])
        connection.commit()

    return write


def _told(one: Person, number: str) -> dict[str, object]:
    """A result of the size that the operation leaves in the log."""
    wage = f"{one.wage:.2f}"
    return {
        "says": f"已为 {one.name} 开户，个人账号 {number}，缴存基数 {wage} 元。",
        "facts": {
            "employer": "0000000001", "member": number, "holder": 0, "first_month": "2026-11",
            "to_complete": ["固定电话号码", "职业", "职称", "职务", "学历", "邮政编码"],
            "warnings": [], "wage": wage, "base": wage, "adjusted": "none",
            "unit_amount": wage, "personal_amount": wage,
        },
    }  # fmt: skip
