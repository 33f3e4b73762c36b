"""The members' pages: finding one, his money, his months, his lines, his history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import psycopg
import pytest

import enrolment_city as city
import receiving
from workbench.desks import signed_in_client, words
from workbench.people.town import build
from workbench.statements import statements

PARTS = ("about", "months", "lines", "history", "operations")


@pytest.fixture
def town(books: str):
    return build()


@pytest.fixture
def teller(town):
    return signed_in_client("teller", "001")


@pytest.mark.parametrize("key", ["number", "id_number", "mobile", "card"])
def test_one_number_leads_straight_to_the_member(town, teller, key):
    typed = town.aygul if key == "number" else city.AYGUL[key]
    answer = teller.post("/desk/members", {"key": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/members/{town.aygul}")


def test_a_name_alone_finds_nobody(town, teller):
    answer = teller.post("/desk/members", {"name": "阿依古丽"})
    assert answer.status_code == 422
    assert "只凭姓名不能查找" in words(answer)
    assert town.aygul not in answer.content.decode()
    both = teller.post("/desk/members", {"name": "阿依古丽", "employer": town.employer})
    listed = words(teller.get(both["Location"]))
    assert town.aygul in listed
    assert town.second not in listed


def test_a_name_that_does_not_fit_the_number_is_told(town, teller):
    answer = teller.post("/desk/members", {"key": town.aygul, "name": "张"})
    assert answer.status_code == 422
    assert "核对姓名与号码是否一致" in words(answer)


def test_lists_show_masked_numbers_only(town, teller):
    shown = teller.get(f"/desk/members?employer={town.employer}").content.decode()
    assert city.AYGUL["id_number"] not in shown
    assert city.AYGUL["mobile"] not in shown
    assert "653***********0005" in shown


def test_a_foreign_branch_is_not_there(town):
    from provident.parties.models import Branch

    Branch.objects.create(code="002", name="疏勒县管理部")
    foreign = signed_in_client("teller", "002")
    assert foreign.get(f"/desk/members/{town.aygul}").status_code == 404
    assert town.aygul not in words(foreign.get(f"/desk/members?employer={town.employer}"))
    assert town.aygul not in words(foreign.get(f"/desk/members?found={town.aygul}"))
    unknown = foreign.post("/desk/members", {"key": city.resident_number(77)})
    for key in (town.aygul, city.AYGUL["id_number"], city.AYGUL["mobile"], city.AYGUL["card"]):
        answer = foreign.post("/desk/members", {"key": key})
        assert answer.status_code == unknown.status_code == 422
        assert "没有找到" in words(answer)
        assert city.AYGUL["name"] not in words(answer)


def test_money_has_four_figures(books, town, teller):
    """1 560.00 came; an open instruction of 60.00 leaves 1 500.00."""
    with psycopg.connect(books, autocommit=True) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(
            "update ledger.holder set held = 60 where owner = %s", [f"member:{town.aygul}"]
        )
        superuser.execute(
            "with h as (insert into ledger.hold (business_date, operation_no, rule, rule_hash,"
            " summary) values ('2026-11-02', '20261102000000000099', 'withdrawal.pay', '',"
            " '租房提取') returning id)"
            " insert into ledger.hold_line (hold_id, no, side, gl_account, holder_id, amount,"
            " principal) select h.id, 1, 'D', '20101', o.id, 60, 60 from h, ledger.holder o"
            " where o.owner = %s",
            [f"member:{town.aygul}"],
        )
    shown = words(teller.get(f"/desk/members/{town.aygul}"))
    assert "余额（元） 1,560.00 在途（元） 60.00 冻结（元） 0.00 可用（元） 1,500.00" in shown
    assert "2026-11-02 租房提取 60.00" in shown


def test_interest_to_date_stands_apart_from_the_balance(books):
    """36 000.00 from 1 August to 1 November are 93 days: 36 000 × 93 × 1.5 % ÷ 360 = 139.50."""
    from tests import small_town

    town = small_town.build(books, employers=1, members=1)
    member = "001000010001"
    holder = _holder_of(member)
    small_town.perform(
        "tests.credit",
        {
            "holder": holder,
            "amount": Decimal("36000.00"),
            "value_date": date(2026, 8, 1),
        },
        small_town.TWO,
    )
    assert town.lists
    shown = words(signed_in_client("auditor").get(f"/desk/members/{member}"))
    assert "余额（元） 36,000.00" in shown
    assert "计至 2026-11-01，现行年利率 1.50% 139.50" in shown
    # A stretch that was frozen (August: 36 000 × 31 days) is not counted twice.
    with psycopg.connect(books, autocommit=True) as superuser:
        superuser.execute(
            "insert into ledger.product_segment values (%s, '2026-09-01', 1116000)", [holder]
        )
    again = words(signed_in_client("auditor").get(f"/desk/members/{member}"))
    assert "现行年利率 1.50% 139.50" in again


def test_a_base_says_how_it_came_from_the_wage(town, teller):
    """A wage above every bound is capped, one of 1.00 raised; the words say so."""
    rich = city.do(
        "open_member",
        employer=town.employer,
        **city.person(5, wage="999999.00", first_month="2027-01"),
    ).receipt.facts["member"]
    poor = city.do(
        "open_member",
        employer=town.employer,
        **city.person(6, wage="1.00", first_month="2027-01"),
    ).receipt.facts["member"]
    assert "超过上限，按上限" in words(teller.get(f"/desk/members/{rich}"))
    assert "低于下限，按下限" in words(teller.get(f"/desk/members/{poor}?part=history"))
    assert "按申报工资" in words(teller.get(f"/desk/members/{town.aygul}"))


def test_months_stand_credited_or_come(town, teller):
    shown = words(teller.get(f"/desk/members/{town.aygul}?part=months"))
    assert "6,500.00 780.00 780.00 1,560.00 0.00 到账未分摊" in shown
    assert "6,500.00 780.00 780.00 1,560.00 1,560.00 已入账 2026-11-02" in shown


def test_lines_carry_the_balance_after_each(town, teller):
    """December's missing 2 900.00 credit the second month: 1 560.00, then 3 120.00."""
    row = receiving.bank_row(town.bank, "2900.00", "S2", remark=town.references[1])
    receiving.receive(row)
    shown = words(teller.get(f"/desk/members/{town.aygul}?part=lines"))
    assert "2026-12 1,560.00 3,120.00" in shown
    assert "2026-11 1,560.00 1,560.00" in shown
    paper = teller.get(f"/desk/members/{town.aygul}?paper=statement").content.decode()
    assert "住房公积金个人账户明细单" in paper
    assert paper.index("2026-11</td>") < paper.index("2026-12</td>")


def test_history_names_every_operation_about_a_member(town, teller):
    city.do(
        "seal_members",
        employer=town.employer,
        members=[town.aygul],
        from_month="2027-01",
        reason="停薪留职",
    )
    shown = words(teller.get(f"/desk/members/{town.aygul}?part=operations"))
    assert "个人开户" in shown
    assert "个人封存" in shown
    assert "停薪留职" in words(teller.get(f"/desk/members/{town.aygul}?part=history"))


def test_a_number_in_full_needs_a_reason_and_is_written_down(town, teller):
    from provident.staff.models import Unmasking

    page = f"/desk/members/{town.aygul}"
    assert teller.post(page, {"whole": "mobile", "reason": ""}).status_code == 422
    shown = teller.post(page, {"whole": "mobile", "reason": "电话通知补件"}).content.decode()
    assert city.AYGUL["mobile"] in shown
    assert city.AYGUL["id_number"] not in shown
    logged = Unmasking.objects.get()
    assert (logged.what, logged.subject) == ("手机号码", f"member:{town.aygul}")


def test_statements_do_not_grow_with_what_is_shown(town):
    auditor = signed_in_client("auditor")

    def count(address: str) -> int:
        auditor.get(address)
        with statements() as sent:
            assert auditor.get(address).status_code == 200
        return len(sent)

    addresses = [f"/desk/members/{town.aygul}?part={part}" for part in PARTS]
    addresses.append(f"/desk/members?employer={town.employer}")
    before = [count(address) for address in addresses]
    city.do("open_member", employer=town.employer, **city.person(9, first_month="2027-01"))
    city.confirm(town.employer, 6)
    receiving.receive(receiving.bank_row(town.bank, "2900.00", "S2", remark=town.references[1]))
    assert [count(address) for address in addresses] == before


def _holder_of(number: str) -> int:
    from provident.parties.models import Member

    return Member.objects.get(number=number).holder_id


def test_only_who_is_sealed_is_offered_the_transfer(town, teller):
    """Whoever still pays in somewhere would only be refused (`judge_transfer`)."""
    offered = f"/desk/do/collection.transfer_in?member={town.aygul}"
    address = f"/desk/members/{town.aygul}"
    assert offered not in teller.get(address).content.decode()
    sealed = {"from_month": "2027-01", "reason": "离职"}
    city.do("seal_members", employer=town.employer, members=[town.aygul], **sealed)
    assert offered in teller.get(address).content.decode()
