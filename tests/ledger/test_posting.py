"""记账 · what one posting does to entry, lines and holders, and what it refuses.

Expected figures are worked out by hand beside each test.  Article 21 of the Regulations:
a contribution earns from the day on which it is credited to the member.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from ledger_books import (
    DAY,
    FUND,
    a,
    hold_out,
    lines,
    members,
    one,
    operation_on,
    pay_in,
    pay_out,
    state,
    suspense,
)
from psycopg import errors

from provident.kernel import sql
from provident.kernel.dates import Month
from provident.kernel.money import ZERO
from provident.kernel.refusal import Conflict, Defect, Refusal
from provident.ledger import api as ledger
from provident.ledger.api import Leg

NOV = Month(2026, 11)


def test_a_contribution_stands_in_entry_lines_and_holders(fund: str) -> None:
    first, second = members(2)
    [unallocated] = ledger.open_holders("unallocated", ["employer:1"], on=DAY)
    with operation_on() as at:
        posted = ledger.post(
            "collection.receive", at,
            amounts={"from_receipt": a(900), "kept": a(100)},
            legs={
                "fund_deposit": [Leg(gl_account=FUND)],
                "member": [
                    Leg(holder=second, amount=a(400), month=NOV,
                        unit_share=a(200), personal_share=a(200)),
                    Leg(holder=first, amount=a(500), month=NOV,
                        unit_share=a("250.5"), personal_share=a("249.5")),
                ],
                "unallocated_kept": [Leg(holder=unallocated)],
            },
            bank_date=date(2026, 10, 30), occurred_on=date(2026, 10, 29),
        )  # fmt: skip
    entry = sql.call(
        "select business_date, operation_no, rule, rule_hash, summary, bank_date, occurred_on,"
        " reverses from ledger.entry where id = %s", posted.entry_id,
    )  # fmt: skip
    rule = ledger.posting_rule("collection.receive")
    assert entry == (
        DAY, at.operation_no, "collection.receive", rule.digest, "收到单位汇缴款",
        date(2026, 10, 30), date(2026, 10, 29), None,
    )  # fmt: skip
    written = sql.cursor().execute(
        "select side, gl_account, holder_id, amount, value_date, month, unit_share,"
        " personal_share from ledger.line where entry_id = %s order by id", [posted.entry_id],
    ).fetchall()  # fmt: skip
    assert written == [
        ("D", FUND, None, a(1000), DAY, None, None, None),
        ("C", "20101", second, a(400), DAY, date(2026, 11, 1), a(200), a(200)),
        ("C", "20101", first, a(500), DAY, date(2026, 11, 1), a("250.5"), a("249.5")),
        ("C", "21902", unallocated, a(100), DAY, None, None, None),
    ]
    # 2 November 2026 to 1 July 2027 are 241 days: 29+31+31+28+31+30+31+30.
    assert state(first) == (a(500), ZERO, ZERO, a(500), a(500 * 241))
    assert state(second) == (a(400), ZERO, ZERO, a(400), a(400 * 241))
    assert state(unallocated) == (a(100), ZERO, ZERO, ZERO, ZERO)


WRONG_CALLS: list[tuple[str, dict[str, Decimal], dict[str, list[Leg]]]] = [
    ("legs add up to less", {"paid": a(10)}, {"member": [Leg(1, amount=a(9))]}),
    ("one of two legs without an amount", {"paid": a(9)},
     {"member": [Leg(1, amount=a(9)), Leg(1)]}),
    ("a negative leg", {"paid": a(10)},
     {"member": [Leg(1, amount=a(11)), Leg(1, amount=a(-1))]}),
    ("no leg", {"paid": a(10)}, {"member": []}),
    ("a member's line without a holder", {"paid": a(10)}, {"member": [Leg()]}),
    ("a member's line in another 科目", {"paid": a(10)},
     {"member": [Leg(1, gl_account="21901")]}),
    ("a bank line without its 科目", {"paid": a(10)}, {"fund_deposit": [Leg()]}),
    ("a bank line in 101 itself", {"paid": a(10)}, {"fund_deposit": [Leg(gl_account="101")]}),
    ("a bank line elsewhere", {"paid": a(10)}, {"fund_deposit": [Leg(gl_account="21902")]}),
    ("a line the rule does not have", {"paid": a(10)}, {"stranger": [Leg(1)]}),
    ("an amount the rule does not have", {"paid": a(10), "fee": a(1)}, {}),
    ("a negative amount", {"paid": a(-10)}, {}),
    ("parts of a fen", {"paid": Decimal("10.005")}, {}),
    ("an entry of nothing", {"paid": ZERO}, {}),
]  # fmt: skip


def test_a_wrong_call_is_a_defect(fund: str) -> None:
    assert members(1) == [1]
    right = {"fund_deposit": [Leg(gl_account=FUND)], "member": [Leg(1)]}
    for fault, amounts, legs in WRONG_CALLS:
        assert is_defect(amounts, right | legs), fault
    assert one("select count(*) from ledger.entry") == 0


def is_defect(amounts: dict[str, Decimal], legs: dict[str, list[Leg]]) -> bool:
    try:
        with operation_on() as at:
            ledger.post("probe.pay_in", at, amounts=amounts, legs=legs)
    except Defect:
        return True
    return False


def test_unknown_places_are_defects(fund: str) -> None:
    [member] = members(1)
    with pytest.raises(Defect, match="unknown gl_account"), operation_on() as at:
        ledger.post(
            "probe.pay_in", at, amounts={"paid": a(1)},
            legs={"fund_deposit": [Leg(gl_account="10199")], "member": [Leg(holder=member)]},
        )  # fmt: skip
    with pytest.raises(Defect, match="unknown holder"), operation_on() as at:
        pay_in(at, {member: a(1), 999_999: a(1)})
    with pytest.raises(Defect, match="another gl_account"), operation_on() as at:
        pay_in(at, {member: a(1), suspense(): a(1)})
    with pytest.raises(errors.Error) as caught:
        sql.call("select ledger.open_holders('99999', '{x}', false, %s)", DAY)
    assert caught.value.sqlstate == "HP003"
    assert state(member)[0] == ZERO


def test_a_holder_with_lines_in_two_gl_accounts_is_a_defect(fund: str) -> None:
    """Also when one of its lines is right: every line must be in the holder's own."""
    [member] = members(1)
    with pytest.raises(errors.Error) as caught:
        sql.call(
            "select ledger.post(%s, 'probe', 'probe', '', '', null, null, '{D,C,C}',"
            " '{10101,20101,21902}', %s, '{8,5,3}', %s, %s, %s, %s)",
            DAY, [None, member, member], [DAY] * 3, [None] * 3, [None] * 3, [None] * 3,
        )  # fmt: skip
    assert caught.value.sqlstate == "HP003"
    assert lines(member) == []


def test_lines_that_do_not_balance_never_stand(fund: str) -> None:
    [member] = members(1)
    with pytest.raises(errors.Error) as caught:
        sql.call(
            "select ledger.post(%s, 'probe', 'probe', '', '', null, null, '{D,C}',"
            " '{10101,20101}', %s, '{8,7.99}', %s, %s, %s, %s)",
            DAY, [None, member], [DAY] * 2, [None] * 2, [None] * 2, [None] * 2,
        )  # fmt: skip
    assert caught.value.sqlstate == "HP001"


def test_a_closed_holder_takes_nothing(fund: str) -> None:
    [member] = members(1)
    sql.call("select ledger.close_holder(%s, %s)", member, DAY)
    with pytest.raises(Defect, match="closed"), operation_on() as at:
        pay_in(at, {member: a(1)})
    with pytest.raises(Defect, match="closed"), operation_on() as at:
        hold_out(at, member, a(1))


def test_only_an_empty_holder_can_be_closed(fund: str) -> None:
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(1)})
    with pytest.raises(errors.Error) as caught:
        sql.call("select ledger.close_holder(%s, %s)", member, DAY)
    assert caught.value.sqlstate == "HP004"


def test_a_day_that_is_not_open_is_a_conflict(
    fund: str, switch_day: Callable[[date], None]
) -> None:
    [member] = members(1)
    switch_day(date(2026, 11, 3))
    for day in (DAY, date(2026, 11, 4)):
        with pytest.raises(Conflict) as caught, operation_on(day) as at:
            pay_in(at, {member: a(1)})
        assert caught.value.code == "day.closed"
        with pytest.raises(Conflict), operation_on(day) as at:
            hold_out(at, member, a(1))


def test_a_day_that_is_cut_off_still_takes_what_runs(fund: str) -> None:
    [member] = members(1)
    sql.call("update business_day set state = 'cut_off' returning date")
    with operation_on() as at:
        pay_in(at, {member: a(1)})
    assert state(member)[0] == a(1)


def test_more_than_the_free_balance_is_refused_in_words(fund: str) -> None:
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(100)})
    with operation_on() as at:
        hold_out(at, member, a(60))
    for act in (pay_out, hold_out):
        with pytest.raises(Refusal) as caught, operation_on() as at:
            act(at, member, a("40.01"))
        assert caught.value.codes() == {"ledger.insufficient"}
        assert "余额不足" in str(caught.value)
    with operation_on() as at:
        pay_out(at, member, a(40))
    assert state(member)[:2] == (a(60), a(60))
    assert ledger.figures([member])[member].free == ZERO


def test_a_red_entry_is_the_same_side_with_a_negative_amount(fund: str) -> None:
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(100)})
    with operation_on() as at:
        ledger.post(
            "probe.correct", at, amounts={"wrong": a(30)},
            legs={"fund_deposit": [Leg(gl_account=FUND)], "member": [
                Leg(holder=member, month=NOV, unit_share=a(10), personal_share=a(20))]},
        )  # fmt: skip
    red = sql.cursor().execute(
        "select side, amount, unit_share, personal_share from ledger.line where amount < 0"
        " order by id"
    )
    assert red.fetchall() == [("D", a(-30), None, None), ("C", a(-30), a(-10), a(-20))]
    assert state(member) == (a(70), ZERO, ZERO, a(70), a(70 * 241))


def test_red_lines_are_checked_against_the_free_balance_too(fund: str) -> None:
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(100)})
    with pytest.raises(Refusal, match="余额不足"), operation_on() as at:
        ledger.post(
            "probe.correct", at, amounts={"wrong": a("100.01")},
            legs={"fund_deposit": [Leg(gl_account=FUND)], "member": [Leg(holder=member)]},
        )  # fmt: skip


def test_the_two_years(fund: str, owner: psycopg.Connection[tuple[object, ...]]) -> None:
    """支取先动上年结转: JGJ/T 320 keeps GRZHSNJZYE and GRZHDNGJYE side by side."""
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(300)})
    owner.execute("update ledger.holder set carried_less_paid = balance")  # as on 1 July
    assert state(member)[2:4] == (a(300), ZERO)
    steps: list[tuple[Callable[..., object], Decimal, Decimal, Decimal]] = [
        (lambda at, x: pay_in(at, {member: x}), a(50), a(300), a(50)),
        (lambda at, x: pay_out(at, member, x), a(120), a(180), a(50)),
        (lambda at, x: pay_out(at, member, x), a(200), ZERO, a(30)),
        (lambda at, x: pay_in(at, {member: x}), a(10), ZERO, a(40)),
    ]
    for act, amount, carried, current in steps:
        with operation_on() as at:
            act(at, amount)
        assert state(member)[2:4] == (carried, current)


def test_a_red_credit_takes_from_the_current_year_first(
    fund: str, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    [member] = members(1)
    with operation_on() as at:
        pay_in(at, {member: a(300)})
    owner.execute("update ledger.holder set carried_less_paid = balance")
    with operation_on() as at:
        pay_in(at, {member: a(50)})
    for wrong, carried, current in ((a(20), a(300), a(30)), (a(60), a(270), ZERO)):
        with operation_on() as at:
            ledger.post(
                "probe.correct", at, amounts={"wrong": wrong},
                legs={"fund_deposit": [Leg(gl_account=FUND)], "member": [Leg(holder=member)]},
            )  # fmt: skip
        assert state(member)[2:4] == (carried, current)


def test_opening_holders_keeps_the_order(fund: str) -> None:
    owners = ["member:9", "member:1", "member:5"]
    ids = ledger.open_holders("member", owners, on=DAY, bears_interest=True)
    found = ledger.figures(ids)
    assert [found[holder].owner for holder in ids] == owners
    assert {figure.interest_until for figure in found.values()} == {date(2027, 7, 1)}
    assert ledger.open_holders("member", [], on=DAY) == []
    with pytest.raises(errors.UniqueViolation):
        ledger.open_holders("member", ["member:1"], on=DAY)


def test_lock_holders_returns_what_stands_now(fund: str) -> None:
    low, high = members(2)
    with operation_on() as at:
        pay_in(at, {low: a(1), high: a(2)})
        locked = ledger.lock_holders([high, low, high])
        assert list(locked) == [low, high]
        assert locked[high].balance == a(2)


@pytest.mark.parametrize(
    "day",
    [date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 28), date(2028, 2, 29)],
)
def test_partitions_over_month_ends(
    fund: str, switch_day: Callable[[date], None], day: date
) -> None:
    switch_day(day)
    sql.call("select ledger.ensure_partition(%s)", day)  # a second time changes nothing
    [member] = members(1, on=day)
    with operation_on(day) as at:
        pay_in(at, {member: a(1)})
    where = one("select tableoid::regclass::text from ledger.line where holder_id = %s", member)
    assert where == f"ledger.line_{day:%Y%m}"


def test_a_month_without_a_partition_is_not_written(
    fund: str, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    owner.execute("update business_day set state = 'closed'")
    owner.execute("insert into business_day values ('2099-01-04', 'open', now())")
    with pytest.raises(errors.CheckViolation), operation_on(date(2099, 1, 4)) as at:
        pay_in(at, {members(1)[0]: a(1)})


@pytest.mark.parametrize("table", ["ledger.line", "ledger.line_202611"])
def test_the_balance_is_guarded_below_the_functions_too(
    fund: str, owner: psycopg.Connection[tuple[object, ...]], table: str
) -> None:
    """Even the owner of the tables, writing straight into a partition, cannot unbalance."""
    insert = (
        f"insert into {table} (business_date, entry_id, side, gl_account, amount, value_date)"
        " values ('2026-11-02', 1, 'D', '10101', 5, '2026-11-02'),"
        " ('2026-11-02', 1, 'C', '10101', %s, '2026-11-02')"
    )
    owner.execute("set role provident_ledger")
    with pytest.raises(errors.Error) as caught:
        owner.execute(insert, [a("4.99")])
    assert caught.value.sqlstate == "HP001"
    owner.execute(insert, [a(5)])
