"""The auditor computes by himself, and finds one fen planted anywhere.

Expected figures are worked out by hand beside each test: base × ratio % for each side by
itself, half up (《条例》第十六、十八条); 2026-11-02 to 2027-07-01 are 241 days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from provident.kernel.dates import Month
from simulation.auditor import Auditor, Balances

OCTOBER = Month(2026, 10)
BANK = "65010000000000000105"
ONE, TWO, THREE = "单位甲", "单位乙", "单位丙"


@pytest.fixture
def auditor() -> Auditor:
    """甲: 12 % + 12 %, to the fen.  张 5000.00 → 600 + 600.  李 1999.00 is raised to 2070 →
    248.40 + 248.40.  乙: 5 % + 7.5 %, to the yuan.  王 40000.00 is capped at 35071 →
    1753.55 → 1754, 2630.325 → 2630.  赵 3000 begins in November.  丙: 5 % + 5 %, to the jiao.
    孙 3333.33 → 166.6665 → 166.70 each."""
    one = Auditor(date(2026, 11, 2))
    one.employer_opened(ONE, Decimal(12), Decimal(12), "fen", "付甲")
    one.employer_opened(TWO, Decimal(5), Decimal("7.50"), "yuan", "国库")
    one.employer_opened(THREE, Decimal(5), Decimal(5), "jiao", "国库")
    one.member_opened(ONE, "张", Decimal("5000.00"), OCTOBER)
    one.member_opened(ONE, "李", Decimal("1999.00"), OCTOBER)
    one.member_opened(TWO, "王", Decimal("40000.00"), OCTOBER)
    one.member_opened(TWO, "赵", Decimal("3000.00"), OCTOBER + 1)
    one.member_opened(THREE, "孙", Decimal("3333.33"), OCTOBER)
    return one


def books(
    members: dict[str, str],
    *,
    unallocated: dict[str, str] | None = None,
    suspense: dict[str, str] | None = None,
    bank: str,
) -> Balances:
    """The system's books as they should be; who is not named has nothing."""
    balances = dict.fromkeys(("张", "李", "王", "赵", "孙"), Decimal("0.00"))
    balances |= {name: Decimal(amount) for name, amount in members.items()}
    free = dict.fromkeys((ONE, TWO, THREE), Decimal("0.00"))
    free |= {name: Decimal(amount) for name, amount in (unallocated or {}).items()}
    return Balances(
        members=balances,
        products={name: amount * 241 for name, amount in balances.items()},
        unallocated=free,
        suspense={name: Decimal(amount) for name, amount in (suspense or {}).items()},
        bank={BANK: Decimal(bank)},
    )


def test_dues_are_those_worked_out_by_hand(auditor: Auditor) -> None:
    assert auditor.due(ONE, OCTOBER) == Decimal("1696.80")
    assert auditor.due(TWO, OCTOBER) == Decimal("4384.00")
    assert auditor.due(TWO, OCTOBER + 1) == Decimal("4759.00")  # 赵: 150 + 225
    assert auditor.due(THREE, OCTOBER) == Decimal("333.40")


def test_an_order_is_credited_whole_or_not_at_all(auditor: Auditor) -> None:
    auditor.list_confirmed(ONE, OCTOBER, "H1")
    auditor.paid_in("s1", BANK, Decimal("1696.79"), "付甲", "H1")
    short = books({}, unallocated={ONE: "1696.79"}, bank="1696.79")
    assert auditor.differences(short, short.bank) == []
    auditor.paid_in("s2", BANK, Decimal("0.02"), "付甲", "")
    whole = books({"张": "1200.00", "李": "496.80"}, unallocated={ONE: "0.01"}, bank="1696.81")
    assert auditor.differences(whole, whole.bank) == []


def test_money_before_the_list_is_used_at_confirmation(auditor: Auditor) -> None:
    auditor.paid_in("s1", BANK, Decimal("1696.80"), "付甲", "")
    auditor.list_confirmed(ONE, OCTOBER, "H1")
    found = books({"张": "1200.00", "李": "496.80"}, bank="1696.80")
    assert auditor.differences(found, found.bank) == []


def test_a_bundle_is_split_by_its_orders(auditor: Auditor) -> None:
    auditor.list_confirmed(TWO, OCTOBER, "H2")
    auditor.list_confirmed(THREE, OCTOBER, "H3")
    auditor.bundle_made("B1", ["H2", "H3"])
    auditor.paid_in("s1", BANK, Decimal("4717.40"), "国库", "B1")
    found = books({"王": "4384.00", "孙": "333.40"}, bank="4717.40")
    assert auditor.differences(found, found.bank) == []


def test_undo_and_match_move_the_money_to_the_right_people(auditor: Auditor) -> None:
    auditor.list_confirmed(ONE, OCTOBER, "H1")
    auditor.list_confirmed(THREE, OCTOBER, "H3")
    auditor.paid_in("s1", BANK, Decimal("1696.80"), "代理", "H3")
    wrong = books({"孙": "333.40"}, unallocated={THREE: "1363.40"}, bank="1696.80")
    assert auditor.differences(wrong, wrong.bank) == []
    auditor.undone("s1")
    undone = books({}, suspense={"s1": "1696.80"}, bank="1696.80")
    assert auditor.differences(undone, undone.bank) == []
    auditor.matched("s1", ONE)
    right = books({"张": "1200.00", "李": "496.80"}, suspense={"s1": "0.00"}, bank="1696.80")
    assert auditor.differences(right, right.bank) == []


def test_a_refund_counts_when_the_bank_shows_it(auditor: Auditor) -> None:
    auditor.paid_in("s1", BANK, Decimal("66.60"), "路人", "")
    auditor.refund_ordered("s1")
    before = books({}, suspense={"s1": "66.60"}, bank="66.60")
    (missing,) = auditor.differences(before, before.bank)
    assert "未见银行付出" in str(missing)
    auditor.statement_seen(BANK, [(Decimal("66.60"), "路人"), (Decimal("-66.60"), "路人")])
    after = books({}, suspense={"s1": "0.00"}, bank="0.00")
    assert auditor.differences(after, after.bank) == []


def test_interest_is_on_the_statement_and_not_in_the_books(auditor: Auditor) -> None:
    auditor.paid_in("s1", BANK, Decimal("10.00"), "付甲", "")
    auditor.interest_paid(BANK, Decimal("0.37"))
    found = books({}, unallocated={ONE: "10.00"}, bank="10.00")
    assert auditor.differences(found, {BANK: Decimal("10.37")}) == []


FEN = Decimal("0.01")


@pytest.mark.parametrize("side", ["members", "products", "unallocated", "suspense", "bank"])
def test_one_fen_planted_anywhere_is_found(auditor: Auditor, side: str) -> None:
    auditor.list_confirmed(ONE, OCTOBER, "H1")
    auditor.paid_in("s1", BANK, Decimal("1700.00"), "付甲", "H1")
    auditor.paid_in("s2", BANK, Decimal("5.00"), "路人", "")
    good = books(
        {"张": "1200.00", "李": "496.80"},
        unallocated={ONE: "3.20"},
        suspense={"s2": "5.00"},
        bank="1705.00",
    )
    assert auditor.differences(good, good.bank) == []
    for key, amount in getattr(good, side).items():
        planted = replace(good, **{side: getattr(good, side) | {key: amount + FEN}})
        (found,) = auditor.differences(planted, good.bank)
        assert found.found == found.expected + FEN
        assert key in found.what


def test_one_fen_on_the_statement_is_found(auditor: Auditor) -> None:
    auditor.paid_in("s1", BANK, Decimal("10.00"), "付甲", "")
    found = books({}, unallocated={ONE: "10.00"}, bank="10.00")
    (difference,) = auditor.differences(found, {BANK: Decimal("9.99")})
    assert "银行对账单" in difference.what


def test_a_member_too_many_or_too_few_is_found(auditor: Auditor) -> None:
    auditor.paid_in("s1", BANK, Decimal("10.00"), "付甲", "")
    good = books({}, unallocated={ONE: "10.00"}, bank="10.00")
    fewer = replace(good, members={k: v for k, v in good.members.items() if k != "张"})
    assert [one.what for one in auditor.differences(fewer, good.bank)] == ["职工余额 张"]
    more = replace(good, members={**good.members, "钱": Decimal("1.00")})
    assert [one.what for one in auditor.differences(more, good.bank)] == ["职工余额 钱"]
